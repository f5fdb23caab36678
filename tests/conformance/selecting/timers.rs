//! Arms that are due at an instant, and clauses.

use std::time::{Duration, Instant};
use strait::select::{Selected, Ticker, at, biased, recv, select, select_deadline, tick, try_select};
use strait::spsc;

const SOON: Duration = Duration::from_millis(2);

#[test]
fn an_instant_is_chosen_once_it_has_come() {
    let (_tx, mut rx) = spsc::channel::<u32, 4>();
    let instant = Instant::now() + SOON;
    assert_eq!(try_select((recv(&mut rx), at(instant))), None);
    assert_eq!(select((recv(&mut rx), at(instant))), Selected::Second(()));
    assert!(Instant::now() >= instant);
}

#[test]
fn the_nearest_of_several_instants_ends_the_sleep() {
    let (_tx, mut rx) = spsc::channel::<u32, 4>();
    let (near, far) = (Instant::now() + SOON, Instant::now() + Duration::from_secs(3600));
    assert_eq!(select((at(far), recv(&mut rx), at(near))), Selected::Third(()));
    assert_eq!(select_deadline((at(far), recv(&mut rx)), near + SOON), None);
    assert_eq!(select_deadline((at(near), recv(&mut rx)), far), Some(Selected::First(())));
}

#[test]
fn messages_come_before_timers_and_timers_before_the_clause() {
    let (tx, mut rx) = spsc::channel::<u32, 4>();
    let past = Instant::now();
    tx.try_send(1).unwrap();
    assert_eq!(select_deadline((recv(&mut rx), at(past)), past), Some(Selected::First(Ok(1))));
    assert_eq!(select_deadline((recv(&mut rx), at(past)), past), Some(Selected::Second(())));
    tx.try_send(2).unwrap();
    assert_eq!(try_select(biased((at(past), recv(&mut rx)))), Some(Selected::First(())), "biased: as written");
}

/// Each begins in its turn: a timer that is always due starves no message, nor messages a timer.
#[test]
fn a_timer_takes_its_turn_among_the_arms() {
    let (_, mut rx) = spsc::channel::<u32, 4>();
    let past = Instant::now();
    for timer_is_first in [true, false] {
        let mut timers = 0;
        for _ in 0..1600 {
            timers += usize::from(if timer_is_first {
                matches!(try_select((at(past), recv(&mut rx))), Some(Selected::First(())))
            } else {
                matches!(try_select((recv(&mut rx), at(past))), Some(Selected::Second(())))
            });
        }
        assert!((700..900).contains(&timers), "{timers} of 1600");
    }
}

#[test]
fn a_ticker_does_not_drift_and_counts_what_it_missed() {
    let before = Instant::now();
    let mut ticker = Ticker::every(SOON);
    let after = Instant::now();
    let Selected::First(first) = select((tick(&mut ticker),));
    let start = first - (1 + u32::try_from(ticker.missed()).unwrap()) * SOON;
    assert!(before <= start && start <= after);
    std::thread::sleep(5 * SOON);
    let Selected::First(late) = select((tick(&mut ticker),));
    assert!(ticker.missed() >= 4, "missed {}", ticker.missed());
    assert_eq!(late - first, (1 + u32::try_from(ticker.missed()).unwrap()) * SOON);
    let lag = Instant::now() - late;
    let Selected::First(next) = select((tick(&mut ticker),));
    assert!(next - late == SOON || lag > SOON);
}

#[test]
#[should_panic(expected = "a ticker needs a period")]
fn a_period_of_zero_panics() {
    _ = Ticker::every(Duration::ZERO);
}

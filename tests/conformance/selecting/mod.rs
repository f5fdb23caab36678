//! Select, on every channel: what each arm gives and when, and what is left of the arms that were not chosen.

mod fairness;
mod tasks;
mod timers;

use crate::harness::{Rx, Sends, Tx, fill, let_it_park};
use std::thread;
use std::time::{Duration, Instant};
use strait::select::{
    Selected, biased, recv, recv_any, reserve, select, select_deadline, select_timeout, send, try_select,
};
use strait::{LoneProducer, Quiet, RecvError, Refuses, SendError, Waits, spsc};

const SOON: Duration = Duration::from_millis(1);

tests! { on every channel:
    a_message_is_chosen_and_nothing_else_is_taken at_every_fill;
    closed_and_drained_is_chosen_again_and_again at_every_fill;
    none_is_never_chosen;
    a_message_comes_before_a_deadline_that_has_passed;
    a_select_that_times_out_takes_nothing;
    a_close_wakes_a_select;
}

tests! { on every channel that waits:
    a_message_wakes_a_select;
    room_wakes_a_send;
    a_message_that_was_not_sent_stays_where_it_is;
    a_send_to_a_closed_channel_is_chosen_and_keeps_its_message;
    a_notification_for_an_arm_that_was_not_chosen_is_found_by_the_next_wait;
}

tests! { on every lone channel that waits:
    room_is_reserved_and_a_permit_that_is_dropped_sends_nothing;
    room_wakes_a_reservation;
    a_body_uses_the_producer_whose_permit_another_arm_would_have_given;
}

tests! { on every quiet channel:
    a_notify_wakes_a_select;
}

fn a_message_is_chosen_and_nothing_else_is_taken<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    let (other_tx, mut other) = spsc::channel::<u32, 2>();
    fill(&tx, count);
    for n in 0..count as u32 {
        assert_eq!(try_select(biased((recv(&mut rx), recv(&mut other)))), Some(Selected::First(Ok(n))));
    }
    assert_eq!(try_select((recv(&mut rx), recv(&mut other))), None);
    other_tx.try_send(7).unwrap();
    assert_eq!(try_select((recv(&mut rx), recv(&mut other))), Some(Selected::Second(Ok(7))));
    tx.try_send(8).unwrap();
    other_tx.try_send(9).unwrap();
    assert_eq!(try_select(biased((recv(&mut other), recv(&mut rx)))), Some(Selected::First(Ok(9))));
    assert_eq!((rx.try_recv(), other.try_recv().is_err()), (Ok(8), true));
}

fn closed_and_drained_is_chosen_again_and_again<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(tx);
    for n in 0..count as u32 {
        assert_eq!(select((recv(&mut rx),)), Selected::First(Ok(n)));
    }
    for _ in 0..3 {
        assert_eq!(select((recv(&mut rx),)), Selected::First(Err(RecvError)));
    }
}

fn none_is_never_chosen<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let mut rx = Some(rx);
    tx.try_send(1).unwrap();
    assert_eq!(try_select((None.map(|()| recv(&mut rx)),)), None);
    assert_eq!(try_select((recv(&mut rx),)), Some(Selected::First(Ok(1))));
    tx.close();
    let chosen = select! {
        message = recv(&mut rx) => message,
        default => unreachable!("it is closed"),
    };
    assert_eq!(chosen, Err(RecvError));
    rx = None;
    assert_eq!(select_timeout((recv(&mut rx),), SOON), None);
}

fn a_message_comes_before_a_deadline_that_has_passed<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let past = Instant::now();
    assert_eq!(select_deadline((recv(&mut rx),), past), None);
    assert_eq!(select_timeout((recv(&mut rx),), Duration::ZERO), None);
    tx.try_send(7).unwrap();
    assert_eq!(select_deadline((recv(&mut rx),), past), Some(Selected::First(Ok(7))));
    tx.try_send(8).unwrap();
    assert_eq!(select_timeout((recv(&mut rx),), Duration::ZERO), Some(Selected::First(Ok(8))));
}

fn a_select_that_times_out_takes_nothing<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let start = Instant::now();
    assert_eq!(select_timeout((recv(&mut rx),), SOON), None);
    assert_eq!(select_deadline((recv(&mut rx),), Instant::now() + SOON), None);
    assert!(start.elapsed() >= 2 * SOON);
    tx.try_send(7).unwrap();
    assert_eq!(rx.recv(), Ok(7));
    assert_eq!(rx.recv_timeout(SOON).ok(), None);
}

fn a_close_wakes_a_select<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (_other_tx, mut other) = spsc::channel::<u32, 2>();
    thread::scope(|scope| {
        let selecting = scope.spawn(move || select((recv(&mut other), recv(&mut rx))));
        let_it_park();
        tx.close();
        assert_eq!(selecting.join().unwrap(), Selected::Second(Err(RecvError)));
    });
}

fn a_message_wakes_a_select<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (other_tx, mut other) = spsc::channel::<u32, 2>();
    thread::scope(|scope| {
        let selecting = scope.spawn(move || {
            let first = select((recv(&mut other), recv(&mut rx)));
            (first, select((recv(&mut other), recv(&mut rx))))
        });
        let_it_park();
        tx.try_send(7).unwrap();
        let_it_park();
        other_tx.try_send(8).unwrap();
        assert_eq!(selecting.join().unwrap(), (Selected::Second(Ok(7)), Selected::First(Ok(8))));
    });
}

fn room_wakes_a_send<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let sending = scope.spawn(move || {
            let mut message = Some(7);
            (select((send(&mut tx, &mut message),)), message)
        });
        let_it_park();
        assert_eq!(rx.try_recv(), Ok(0));
        assert_eq!(sending.join().unwrap(), (Selected::First(Ok(())), None));
    });
    assert!(rx.into_iter().eq((1..N as u32).chain([7])));
}

fn a_message_that_was_not_sent_stays_where_it_is<M: Waits, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (other_tx, mut other) = spsc::channel::<u32, 2>();
    let mut message = None;
    assert_eq!(try_select((send(&mut tx, &mut message),)), None);
    message = Some(7);
    fill(&tx, N);
    assert_eq!(select_timeout((send(&mut tx, &mut message),), SOON), None);
    other_tx.try_send(8).unwrap();
    assert_eq!(select((send(&mut tx, &mut message), recv(&mut other))), Selected::Second(Ok(8)));
    assert_eq!(message, Some(7));
    assert!(rx.drain().eq(0..N as u32));
}

fn a_send_to_a_closed_channel_is_chosen_and_keeps_its_message<M: Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    rx.close();
    let mut message = Some(7);
    assert_eq!(select((send(&mut tx, &mut message),)), Selected::First(Err(SendError(()))));
    assert_eq!(message, Some(7));
}

/// Both messages come while it sleeps; the one that is not chosen is there for the wait after it, which looks first.
fn a_notification_for_an_arm_that_was_not_chosen_is_found_by_the_next_wait<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let (other_tx, mut other) = spsc::channel::<u32, 2>();
    thread::scope(|scope| {
        let selecting = scope.spawn(move || {
            let first = select(biased((recv(&mut other), recv(&mut rx))));
            match first {
                Selected::First(message) => (message, rx.recv()),
                Selected::Second(message) => (other.recv(), message),
            }
        });
        let_it_park();
        tx.try_send(7).unwrap();
        other_tx.try_send(8).unwrap();
        assert_eq!(selecting.join().unwrap(), (Ok(8), Ok(7)));
    });
}

fn room_is_reserved_and_a_permit_that_is_dropped_sends_nothing<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    _ = select((reserve(&mut tx),));
    assert!(rx.try_recv().is_err());
    for n in 0..N as u32 {
        select! { permit = reserve(&mut tx) => permit.unwrap().send(n), default => panic!("there is room") }
    }
    assert!(try_select((reserve(&mut tx),)).is_none());
    rx.close();
    assert!(matches!(select((reserve(&mut tx),)), Selected::First(Err(SendError(())))));
}

fn room_wakes_a_reservation<M: LoneProducer + Waits, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let reserving = scope.spawn(move || {
            select! { permit = reserve(&mut tx) => permit.unwrap().send(7) }
        });
        let_it_park();
        assert_eq!(rx.try_recv(), Ok(0));
        reserving.join().unwrap();
    });
    assert!(rx.into_iter().eq((1..N as u32).chain([7])));
}

fn a_body_uses_the_producer_whose_permit_another_arm_would_have_given<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let (other_tx, mut other) = spsc::channel::<u32, 2>();
    other_tx.try_send(1).unwrap();
    select! {
        biased;
        message = recv(&mut other) => tx.try_send(message.unwrap()).unwrap(),
        permit = reserve(&mut tx) => assert!(permit.is_err()),
    }
    assert_eq!(rx.try_recv(), Ok(1));
}

fn a_notify_wakes_a_select<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, mut rx: Rx<N, Quiet<M>>) {
    let (_other_tx, mut other) = spsc::channel::<u32, 2>();
    thread::scope(|scope| {
        let selecting = scope.spawn(move || select((recv(&mut other), recv(&mut rx))));
        let_it_park();
        tx.try_send(7).unwrap();
        tx.notify();
        assert_eq!(selecting.join().unwrap(), Selected::Second(Ok(7)));
    });
}

#[test]
#[should_panic(expected = "no arm can ever be chosen")]
fn a_select_of_absent_arms_panics() {
    let (mut tx, _rx) = spsc::channel::<u32, 2>();
    let (mut none, mut feeds): (Option<spsc::Consumer<u32, 2>>, [spsc::Consumer<u32, 2>; 0]) = (None, []);
    select((recv(&mut none), recv_any(&mut feeds), send(&mut tx, &mut None)));
}

#[test]
fn a_macro_gives_the_value_of_the_chosen_body_and_lets_bodies_leave() {
    fn sum(a: &mut spsc::Consumer<u32, 4>, b: &mut spsc::Consumer<u32, 4>) -> Result<u32, RecvError> {
        let mut sum = 0;
        loop {
            sum += select! {
                biased;
                message = recv(a) => message?,
                message = recv(b) => match message {
                    Ok(0) => continue,
                    Ok(1) => break,
                    Ok(message) => { message }
                    Err(RecvError) => return Ok(100),
                },
            };
        }
        Ok(sum)
    }
    let ((a_tx, mut a), (b_tx, mut b)) = (spsc::channel(), spsc::channel());
    a_tx.try_send_array([10, 20]).unwrap();
    b_tx.try_send_array([0, 3, 1, 4]).unwrap();
    assert_eq!(sum(&mut a, &mut b), Ok(33));
    drop(b_tx);
    assert_eq!((sum(&mut a, &mut b), sum(&mut a, &mut b)), (Ok(100), Ok(100)));
    drop(a_tx);
    assert_eq!(sum(&mut a, &mut b), Err(RecvError));
}

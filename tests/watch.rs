//! The contract of `watch`, sentence by sentence.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/counted.rs"]
mod counted;
#[path = "support/polling.rs"]
mod polling;
#[path = "support/waking.rs"]
mod waking;
#[path = "support/watchdog.rs"]
mod watchdog;

use counted::Drops;
use futures::executor::block_on;
use polling::poll;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::cell::Cell;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Barrier;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};
use strait::watch::{self, Channel, Consumer, Producer, QuietChannel};
use strait::{RecvError, RecvTimeoutError, SendError, TryRecvError};
use waking::counting;
use watchdog::guarded;

assert_impl_all!(Producer<u8, 4>: Send, Sync, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Consumer<u8, 4>: Send, Sync, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Channel<u8, 4>: Send, Sync, UnwindSafe, RefUnwindSafe, Default);
assert_not_impl_any!(Producer<Cell<u8>, 4>: Send, Sync); // readers share what was sent
assert_not_impl_any!(Consumer<Cell<u8>, 4>: Send, Sync);
assert_not_impl_any!(Producer<u8, 4>: Clone);
assert_not_impl_any!(Consumer<u8, 4>: Clone);

const SOON: Duration = Duration::from_millis(2);

#[test]
fn get_gives_the_latest_and_never_an_older_one() {
    let (mut tx, mut rx) = watch::channel::<_, 2>(0);
    assert_eq!(*rx.get(), 0);
    for n in 1..100 {
        tx.send(n).unwrap();
        assert!(rx.has_changed());
        assert_eq!(*rx.get(), n);
        assert!(!rx.has_changed());
        assert_eq!(*rx.get(), n);
    }
    assert_eq!(rx.skipped(), 0);
}

#[test]
fn a_value_that_is_held_delays_nobody_and_stays_as_it_is() {
    let (mut tx, mut slow) = watch::channel::<_, 3>(vec![0; 100]);
    let mut fast = slow.try_clone().unwrap();
    let held = slow.get();
    for n in 1..1000 {
        tx.send(vec![n; 100]).unwrap();
        assert_eq!(*fast.get(), [n; 100]);
    }
    assert_eq!(*held, [0; 100]);
    assert_eq!(*slow.get(), [999; 100]);
    assert_eq!((slow.skipped(), fast.skipped()), (998, 0));
}

/// All readers hold different values: there is a free place all the same.
#[test]
fn every_reader_may_hold_a_value_of_its_own() {
    fn with<const R: usize>() {
        let (mut tx, first) = watch::channel::<_, R>(0);
        let mut readers = vec![first];
        while let Some(reader) = readers[0].try_clone() {
            readers.push(reader);
        }
        assert_eq!((readers.len(), tx.readers()), (R, R));
        let held: Vec<_> = readers
            .iter_mut()
            .enumerate()
            .map(|(n, reader)| {
                tx.send(n + 1).unwrap();
                reader.get()
            })
            .collect();
        for n in 0..100 {
            tx.send(n).unwrap();
        }
        assert!(held.iter().enumerate().all(|(n, value)| **value == n + 1));
    }
    with::<1>();
    with::<2>();
    with::<7>();
    with::<32>();
}

#[test]
fn changed_gives_an_unseen_value_then_closed_and_get_works_for_ever() {
    let (mut tx, mut rx) = watch::channel::<_, 1>(1);
    assert_eq!(rx.try_changed().as_deref(), Err(&TryRecvError::Empty));
    assert_eq!(rx.changed_timeout(SOON).as_deref(), Err(&RecvTimeoutError::Timeout));
    assert_eq!(rx.changed_deadline(Instant::now()).as_deref(), Err(&RecvTimeoutError::Timeout));
    tx.send(2).unwrap();
    drop(tx);
    assert!(rx.is_closed());
    assert_eq!(rx.changed().as_deref(), Ok(&2));
    assert_eq!(rx.changed().as_deref(), Err(&RecvError));
    assert_eq!(rx.changed_timeout(Duration::MAX).as_deref(), Err(&RecvTimeoutError::Closed));
    assert_eq!(block_on(rx.changed_async()).as_deref(), Err(&RecvError));
    assert_eq!(rx.try_changed().as_deref(), Err(&TryRecvError::Closed));
    assert_eq!(*rx.get(), 2);
    assert!(rx.try_clone().is_none());
}

#[test]
fn the_producer_goes_on_without_readers_and_hears_only_the_close() {
    let (mut tx, rx) = watch::channel::<_, 2>(0);
    drop(rx);
    assert_eq!(tx.readers(), 0);
    for n in 1..50 {
        tx.send(n).unwrap();
    }
    let (mut late, later) = (tx.subscribe().unwrap(), tx.subscribe().unwrap());
    assert!(tx.subscribe().is_none());
    assert!(!late.has_changed(), "it has seen the value of its birth");
    assert_eq!((*late.get(), late.skipped()), (49, 0));
    tx.send(50).unwrap();
    later.close();
    assert_eq!(tx.send(51), Err(SendError(51)));
    assert_eq!(tx.write().publish(), Err(SendError(())));
    assert_eq!(late.changed().as_deref(), Ok(&50));
    assert_eq!(late.changed().as_deref(), Err(&RecvError));
}

/// Readers come and go in one seat; the count of entries does not run over, and every one sees the latest.
#[test]
fn a_seat_is_taken_again_and_again() {
    let (mut tx, rx) = watch::channel::<_, 1>(0);
    drop(rx);
    for n in 0..200 {
        if n % 3 == 0 {
            tx.send(n).unwrap();
        }
        let mut rx = tx.subscribe().unwrap();
        assert!(!rx.has_changed());
        assert_eq!(*rx.get(), n - n % 3);
    }
}

#[test]
fn old_values_are_given_back_and_written_over() {
    let (mut tx, mut rx) = watch::channel::<_, 1>("a".to_owned());
    assert_eq!(tx.send("b".to_owned()), Ok(None));
    assert_eq!(*rx.get(), "b");
    assert_eq!(tx.send("c".to_owned()), Ok(None));
    assert_eq!(tx.send("d".to_owned()), Ok(Some("a".to_owned())));
    assert_eq!(*rx.get(), "d");
    let mut write = tx.write();
    write.clear();
    write.push_str("written");
    assert_eq!(*rx.get(), "d");
    drop(write); // publishes nothing
    assert!(!rx.has_changed());
    let mut write = tx.write();
    write.clear();
    write.push('e');
    assert_eq!(format!("{write:?}"), "Write(\"e\")");
    write.publish().unwrap();
    assert_eq!(*rx.get(), "e");
}

#[test]
fn a_channel_that_was_filled_needs_no_clone() {
    struct NotClone(u32);
    let mut made = 0;
    let (mut tx, mut rx) = watch::channel_with::<_, 2>(|| {
        made += 1;
        NotClone(made)
    });
    assert_eq!(rx.get().0, 1);
    for n in 0..20 {
        let mut write = tx.write_or(|| unreachable!("every place has a value"));
        write.0 = n;
        write.publish().map_err(drop).unwrap();
        assert_eq!(rx.get().0, n);
    }
    assert_eq!(made, 4);
}

#[test]
fn all_sleeping_readers_are_woken() {
    guarded(|| {
        for _ in 0..20 {
            let (mut tx, rx) = watch::channel::<_, 8>(0);
            let asleep = Barrier::new(8);
            thread::scope(|scope| {
                for mut rx in (1..7).map(|_| rx.try_clone().unwrap()).collect::<Vec<_>>() {
                    let asleep = &asleep;
                    scope.spawn(move || {
                        asleep.wait();
                        assert_eq!(rx.changed().as_deref(), Ok(&1));
                        asleep.wait();
                        assert_eq!(rx.changed().as_deref(), Err(&RecvError));
                    });
                }
                let mut rx = rx;
                let asleep = &asleep;
                scope.spawn(move || {
                    asleep.wait();
                    assert_eq!(block_on(rx.changed_async()).as_deref(), Ok(&1));
                    asleep.wait();
                    assert_eq!(block_on(rx.changed_async()).as_deref(), Err(&RecvError));
                });
                asleep.wait();
                thread::sleep(SOON);
                tx.send(1).unwrap();
                asleep.wait();
                thread::sleep(SOON);
                drop(tx);
            });
        }
    });
}

#[test]
fn every_waiting_task_is_woken_and_a_cancelled_one_is_not() {
    let (mut tx, mut first) = watch::channel::<_, 2>(0);
    let mut second = first.try_clone().unwrap();
    let ((waker, wakes), (other, other_wakes)) = (counting(), counting());
    {
        let mut change = first.changed_async();
        assert!(poll(&mut change, &waker).is_pending());
        {
            let mut cancelled = second.changed_async();
            assert!(poll(&mut cancelled, &other).is_pending());
        }
        tx.send(1).unwrap();
        assert_eq!((wakes.count(), other_wakes.count()), (1, 0));
        let Poll::Ready(Ok(value)) = poll(&mut change, &waker) else { panic!("a value was published") };
        assert_eq!(*value, 1);
    }
    assert_eq!(second.try_changed().as_deref(), Ok(&1));
}

#[test]
fn a_quiet_channel_wakes_at_notify_alone() {
    let (mut tx, mut rx) = watch::quiet_channel::<_, 1>(0);
    let (waker, wakes) = counting();
    let mut change = rx.changed_async();
    assert!(poll(&mut change, &waker).is_pending());
    tx.send(1).unwrap();
    assert_eq!(wakes.count(), 0);
    tx.notify();
    assert_eq!(wakes.count(), 1);
    assert!(poll(&mut change, &waker).is_ready());
    drop(change);
    assert!(poll(&mut rx.changed_async(), Waker::noop()).is_pending());
    let mut local = QuietChannel::<_, 1>::new();
    let (tx, mut rx) = local.split(5);
    drop(tx);
    assert_eq!(*rx.get(), 5);
    assert!(rx.changed().is_err());
}

#[test]
fn every_value_is_dropped_once() {
    let drops = Drops::of(8);
    let (mut tx, mut rx) = watch::channel::<_, 1>(drops.message(0));
    for number in 1..6 {
        tx.send(drops.message(number)).map_err(drop).unwrap();
        assert_eq!(rx.get().number, number);
    }
    rx.close();
    assert!(tx.send(drops.message(6)).is_err());
    assert_eq!(rx.get().number, 5);
    drop((tx, rx));
    let mut channel = Channel::<_, 2>::new();
    std::mem::forget(channel.split(drops.message(7)));
    drop(channel);
    drops.assert_each_once();
}

#[test]
fn a_static_channel_is_lent_to_one_producer_at_a_time() {
    static CHANNEL: Channel<String, 2> = Channel::new();
    for n in 0..3 {
        let (mut tx, mut rx) = CHANNEL.try_split(format!("first {n}")).unwrap();
        assert_eq!(CHANNEL.try_split("refused".to_owned()).unwrap_err(), "refused");
        assert_eq!(**rx.get(), format!("first {n}"));
        assert_eq!((rx.skipped(), rx.readers()), (0, 1));
        let other = rx.try_clone().unwrap();
        thread::spawn(move || tx.send("second".to_owned()).map(drop)).join().unwrap().unwrap();
        assert_eq!(&**rx.get(), "second");
        drop(rx);
        assert!(CHANNEL.try_split(String::new()).is_err(), "a reader lives");
        drop(other);
    }
    assert!(CHANNEL.try_split(String::new()).is_ok());
}

/// Racing threads: no value is torn, none older than the one before, and seen + skipped = published.
#[test]
fn counts_are_exact_under_racing_readers() {
    const LAST: usize = if cfg!(miri) { 200 } else { 200_000 };
    const READERS: usize = 3;
    guarded(|| {
        let (mut tx, rx) = watch::channel::<_, READERS>([0; 8]);
        let mut readers = vec![rx];
        while let Some(reader) = tx.subscribe() {
            readers.push(reader);
        }
        thread::scope(|scope| {
            for (kind, mut rx) in readers.into_iter().enumerate() {
                scope.spawn(move || {
                    let (mut last, mut seen) = (0, 0);
                    while last < LAST {
                        let value = match kind {
                            0 => *rx.get(),
                            1 => *rx.changed().unwrap(),
                            _ => *block_on(rx.changed_async()).unwrap(),
                        };
                        assert!(value.iter().all(|&n| n == value[0]) && value[0] >= last);
                        seen += usize::from(value[0] > last);
                        last = value[0];
                        assert_eq!(seen + rx.skipped(), last);
                    }
                });
            }
            scope.spawn(move || {
                for n in 1..=LAST {
                    if n % 2 == 0 {
                        tx.send([n; 8]).unwrap();
                    } else {
                        let mut write = tx.write();
                        write.fill(n);
                        write.publish().unwrap();
                    }
                }
            });
        });
    });
}

/// Its places would fill the thread's stack.
#[test]
fn a_large_channel_is_made_in_place() {
    let small = thread::Builder::new().stack_size(2 << 20);
    let made = small.spawn(|| *watch::channel::<[u8; 100_000], 32>([7; 100_000]).1.get().last().unwrap());
    assert_eq!(made.unwrap().join().unwrap(), 7);
}

#[test]
fn debug_prints_no_value() {
    let (mut tx, rx) = watch::channel::<_, 2>("secret");
    tx.send("secret").unwrap();
    assert_eq!(format!("{tx:?}"), "Producer { readers: 1, is_closed: false, .. }");
    assert_eq!(format!("{rx:?}"), "Consumer { has_changed: true, is_closed: false, .. }");
    assert_eq!(format!("{:?}", Channel::<u8, 1>::new()), "Channel { readers: 0, .. }");
}

//! Waiting for the other end to go: `closed`, `closed_timeout`, `closed_async`.

use crate::harness::{Receives, Receiving as _, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::sync::{Arc, Barrier};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};
use strait::{Mode, Quiet, RecvTimeoutError, Refuses, SendTimeoutError, Waits, mpsc};

const SOON: Duration = Duration::from_millis(1);

tests! { on every channel:
    a_consumer_of_a_closed_channel_waits_for_nothing at_every_fill;
    a_consumer_wakes_when_the_last_producer_goes at_every_fill;
    a_consumer_wakes_when_a_producer_closes;
    a_consumers_future_is_ready_when_the_last_producer_goes at_every_fill;
    a_consumers_time_is_up_if_the_producer_stays;
    a_consumers_future_that_is_dropped_leaves_no_waker;
}

tests! { on every channel that waits:
    a_producer_of_a_closed_channel_waits_for_nothing at_every_fill;
    a_producer_wakes_when_the_consumer_goes at_every_fill;
    a_producer_wakes_when_the_consumer_closes;
    a_producers_future_is_ready_when_the_consumer_goes at_every_fill;
    a_producers_time_is_up_if_the_consumer_stays;
    a_producers_future_that_is_dropped_leaves_no_waker;
    messages_do_not_end_the_wait_for_the_close;
}

tests! { on every quiet channel:
    notify_does_not_end_the_wait_for_the_close;
}

fn a_producer_of_a_closed_channel_waits_for_nothing<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    match count % 3 {
        0 => tx.close(),
        1 => rx.close(),
        _ => drop(rx),
    }
    tx.closed();
    assert!(tx.closed_timeout(Duration::ZERO) && tx.closed_timeout(Duration::MAX));
    block_on(M::closed_async(&mut tx));
    assert_eq!(poll(&mut M::closed_async(&mut tx), Waker::noop()), Poll::Ready(()));
}

fn a_consumer_of_a_closed_channel_waits_for_nothing<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    match count % 3 {
        0 => tx.close(),
        1 => rx.close(),
        _ => drop(tx),
    }
    rx.closed();
    assert!(rx.closed_timeout(Duration::ZERO) && rx.closed_timeout(Duration::MAX));
    block_on(rx.closed_async());
    assert_eq!(poll(&mut rx.closed_async(), Waker::noop()), Poll::Ready(()));
    assert!(rx.drain().eq(0..count as u32), "what was sent is still there");
}

/// Runs a wait in a thread of its own; it must go on after `end` and not before.
fn ends_with<R: Send>(wait: impl FnOnce() -> R + Send, end: impl FnOnce()) -> R {
    thread::scope(|scope| {
        let waiter = scope.spawn(wait);
        let_it_park();
        assert!(!waiter.is_finished(), "the channel is open");
        end();
        waiter.join().unwrap()
    })
}

fn a_producer_wakes_when_the_consumer_goes<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    match count % 2 {
        0 => ends_with(move || tx.closed(), || drop(rx)),
        _ => ends_with(move || assert!(tx.closed_timeout(Duration::MAX)), || drop(rx)),
    }
}

fn a_producer_wakes_when_the_consumer_closes<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    ends_with(
        move || {
            tx.closed();
            assert!(tx.is_closed());
        },
        || rx.close(),
    );
}

fn a_consumer_wakes_when_the_last_producer_goes<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    let wait = move || {
        match count % 2 {
            0 => rx.closed(),
            _ => assert!(rx.closed_timeout(Duration::MAX)),
        }
        rx
    };
    let mut rx = ends_with(wait, || drop(tx));
    assert!(rx.drain().eq(0..count as u32), "what was sent is still there");
}

fn a_consumer_wakes_when_a_producer_closes<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    ends_with(
        move || {
            rx.closed();
            assert!(rx.is_closed());
        },
        || tx.close(),
    );
}

fn a_producers_future_is_ready_when_the_consumer_goes<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let (waker, wakes) = counting();
    let mut closed = M::closed_async(&mut tx);
    assert!(poll(&mut closed, &waker).is_pending());
    match count % 2 {
        0 => drop(rx),
        _ => rx.close(),
    }
    assert_eq!((wakes.count(), poll(&mut closed, &waker)), (1, Poll::Ready(())));
}

fn a_consumers_future_is_ready_when_the_last_producer_goes<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let (waker, wakes) = counting();
    let mut closed = rx.closed_async();
    assert!(poll(&mut closed, &waker).is_pending());
    match count % 2 {
        0 => drop(tx),
        _ => tx.close(),
    }
    assert_eq!((wakes.count(), poll(&mut closed, &waker)), (1, Poll::Ready(())));
}

fn a_producers_time_is_up_if_the_consumer_stays<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let start = Instant::now();
    assert!(!tx.closed_timeout(Duration::ZERO) && !tx.closed_timeout(SOON));
    assert!(start.elapsed() >= SOON);
    rx.close();
    assert!(tx.closed_timeout(Duration::ZERO));
}

fn a_consumers_time_is_up_if_the_producer_stays<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let start = Instant::now();
    assert!(!rx.closed_timeout(Duration::ZERO) && !rx.closed_timeout(SOON));
    assert!(start.elapsed() >= SOON);
    tx.close();
    assert!(rx.closed_timeout(Duration::ZERO));
}

fn a_producers_future_that_is_dropped_leaves_no_waker<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    drop(M::closed_async(&mut tx));
    for _ in 0..3 {
        assert!(poll(&mut M::closed_async(&mut tx), &waker).is_pending());
    }
    drop((rx, waker));
    assert_eq!((wakes.count(), Arc::strong_count(&wakes)), (0, 1));
}

fn a_consumers_future_that_is_dropped_leaves_no_waker<M: Receives, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    drop(rx.closed_async());
    for _ in 0..3 {
        assert!(poll(&mut rx.closed_async(), &waker).is_pending());
    }
    drop((tx, waker));
    assert_eq!((wakes.count(), Arc::strong_count(&wakes)), (0, 1));
}

/// A wake-up may come with each message; the wait goes on all the same.
fn messages_do_not_end_the_wait_for_the_close<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, _) = counting();
    {
        let mut closed = rx.closed_async();
        for _ in 0..3 {
            assert!(poll(&mut closed, &waker).is_pending());
            let _ = tx.try_send(7);
        }
    }
    while tx.try_send(7).is_ok() {}
    let mut closed = M::closed_async(&mut tx);
    for _ in 0..3 {
        assert!(poll(&mut closed, &waker).is_pending());
        let _ = rx.try_recv();
    }
    drop(closed);

    // In threads: one end is in `closed` while the other does its work.
    rx.drain().for_each(drop);
    thread::scope(|scope| {
        let sender = scope.spawn(move || {
            (0..500).for_each(|n| tx.send(n).unwrap());
            tx.closed();
        });
        (0..500).for_each(|n| assert_eq!(rx.recv(), Ok(n)));
        let_it_park();
        assert!(!sender.is_finished(), "the consumer is there");
        drop(rx);
        sender.join().unwrap();
    });
}

fn notify_does_not_end_the_wait_for_the_close<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, mut rx: Rx<N, Quiet<M>>)
where
    Quiet<M>: Receives,
{
    let mut closed = rx.closed_async();
    for _ in 0..3 {
        assert!(poll(&mut closed, Waker::noop()).is_pending());
        let _ = tx.try_send(7);
        tx.notify();
    }
    drop(closed);
    ends_with(
        move || rx.closed(),
        || {
            tx.notify();
            let_it_park();
            drop(tx);
        },
    );
}

/// Some producers wait for the end while others wait for room: the turn goes round among the latter.
#[test]
fn producers_in_closed_hold_up_none_that_send() {
    const EACH: u32 = 500;
    crate::watchdog::guarded(|| {
        let (tx, rx) = mpsc::channel::<u32, 1>();
        let has_timed_out = Barrier::new(2);
        thread::scope(|scope| {
            let waiters = [(); 3].map(|()| {
                let tx = tx.clone();
                scope.spawn(move || tx.closed())
            });
            let timed = tx.clone();
            let timed = scope.spawn(|| {
                let timed = timed;
                assert!(!timed.closed_timeout(Duration::from_millis(5)));
                has_timed_out.wait();
                timed.closed_timeout(Duration::MAX)
            });
            let senders = [(); 3].map(|()| {
                let tx = tx.clone();
                scope.spawn(move || {
                    for n in 0..EACH {
                        match n % 3 {
                            0 => tx.send(n).unwrap(),
                            1 => block_on(tx.send_async(n)).unwrap(),
                            _ => tx.send_timeout(n, Duration::MAX).unwrap(),
                        }
                    }
                })
            });
            let received = (0..3 * EACH).map(|_| rx.recv().unwrap()).sum::<u32>();
            assert_eq!(received, 3 * (EACH - 1) * EACH / 2);
            senders.into_iter().for_each(|sender| sender.join().unwrap());
            assert!(waiters.iter().all(|waiter| !waiter.is_finished()) && !timed.is_finished());
            assert_eq!(rx.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
            has_timed_out.wait();
            drop(rx);
            waiters.into_iter().for_each(|waiter| waiter.join().unwrap());
            assert!(timed.join().unwrap());
        });
    });
}

/// The wait for the close is no place in the queue for room.
#[test]
fn a_task_in_closed_takes_no_turn_from_one_that_sends() {
    let (tx, rx) = mpsc::channel::<u32, 1>();
    tx.try_send(0).unwrap();
    let others = [(); 3].map(|()| tx.clone());
    let wakers = [(); 3].map(|()| counting());
    let mut waiting: Vec<_> = others.iter().map(mpsc::Producer::closed_async).collect();
    for (closed, (waker, _)) in waiting.iter_mut().zip(&wakers) {
        assert!(poll(closed, waker).is_pending());
    }
    let (waker, wakes) = counting();
    for n in 1..5 {
        let mut sending = tx.send_async(n);
        assert!(poll(&mut sending, &waker).is_pending());
        assert_eq!(tx.send_timeout(7, SOON), Err(SendTimeoutError::Timeout(7)));
        assert_eq!((rx.try_recv(), wakes.count()), (Ok(n - 1), n as usize));
        assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    }
    assert!(wakers.iter().all(|(_, wakes)| wakes.count() == 0), "room wakes none of them");
    drop(waiting.pop());
    rx.close();
    assert_eq!(wakers.each_ref().map(|(_, wakes)| wakes.count()), [1, 1, 0], "the close wakes all that are left");
    for (closed, (waker, _)) in waiting.iter_mut().zip(&wakers) {
        assert_eq!(poll(closed, waker), Poll::Ready(()));
    }
}

/// The last of many producers ends the consumer's wait, and not the first.
#[test]
fn a_consumer_in_closed_waits_for_the_last_of_many_producers() {
    let (tx, mut rx) = mpsc::channel::<u32, 2>();
    let others = [(); 3].map(|()| tx.clone());
    let mut closed = rx.closed_async();
    drop(tx);
    for other in others {
        assert!(poll(&mut closed, Waker::noop()).is_pending());
        drop(other);
    }
    assert_eq!(poll(&mut closed, Waker::noop()), Poll::Ready(()));
}

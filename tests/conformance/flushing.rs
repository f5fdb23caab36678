//! Flush: it waits for what was sent before it, by any producer, and for nothing else.

use crate::harness::{Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use strait::{SendError, SendTimeoutError, Waits, mpsc};

tests! { on every channel that waits:
    a_flush_is_done_when_all_that_was_sent_before_is_received(u32) at_every_fill;
    a_flush_does_not_wait_for_what_is_sent_after_it(u32);
    a_flush_that_sleeps_is_woken_by_the_last_receive(u32);
    a_flush_says_closed_if_something_was_dropped_unreceived(u32) at_every_fill;
    a_pending_flush_is_woken_when_the_consumer_goes(u32);
}

fn a_flush_is_done_when_all_that_was_sent_before_is_received<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let (waker, _) = counting();
    let mut flushing = M::flush_async(&mut tx);
    for _ in 0..count {
        assert!(poll(&mut flushing, &waker).is_pending());
        rx.try_recv().unwrap();
    }
    assert_eq!(poll(&mut flushing, &waker), Poll::Ready(Ok(())));
    drop(flushing);
    assert_eq!(tx.flush(), Ok(()));
    assert_eq!((tx.flush_timeout(Duration::ZERO), tx.flush_deadline(Instant::now())), (Ok(()), Ok(())));
}

fn a_flush_does_not_wait_for_what_is_sent_after_it<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    tx.try_send(1).unwrap();
    assert_eq!(tx.flush_timeout(Duration::from_millis(1)), Err(SendTimeoutError::Timeout(())));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(tx.flush_timeout(Duration::ZERO), Ok(()));
    tx.try_send(2).unwrap();
    assert_eq!(tx.flush_timeout(Duration::ZERO), Err(SendTimeoutError::Timeout(())));
}

fn a_flush_that_sleeps_is_woken_by_the_last_receive<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let flusher = scope.spawn(move || (tx.flush(), tx.len()));
        let_it_park();
        for n in 0..N as u32 {
            assert!(!flusher.is_finished(), "{n} of {N} are received");
            assert_eq!(rx.recv(), Ok(n));
        }
        assert_eq!(flusher.join().unwrap(), (Ok(()), 0));
    });
}

fn a_flush_says_closed_if_something_was_dropped_unreceived<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let received = count / 2;
    (0..received).for_each(|_| _ = rx.try_recv());
    drop(rx);
    assert_eq!(tx.len(), 0, "the consumer dropped the rest");
    let expected = if received == count { Ok(()) } else { Err(SendError(())) };
    assert_eq!(tx.flush(), expected);
}

fn a_pending_flush_is_woken_when_the_consumer_goes<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    let (waker, wakes) = counting();
    let mut flushing = M::flush_async(&mut tx);
    assert!(poll(&mut flushing, &waker).is_pending());
    rx.close();
    assert_eq!((wakes.count(), poll(&mut flushing, &waker)), (1, Poll::Pending), "the consumer may still receive");
    drop(rx);
    assert_eq!((wakes.count(), poll(&mut flushing, &waker)), (2, Poll::Ready(Err(SendError(())))));
}

/// Issue 20: seven of eight such flushes timed out, though their message was received within milliseconds.
#[test]
fn a_flush_is_done_while_others_send_in_loops() {
    let (tx, mut rx) = mpsc::channel::<u32, 64>();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            let (tx, is_over) = (tx.clone(), &is_over);
            scope.spawn(move || while !is_over.load(Ordering::Relaxed) && tx.send(0).is_ok() {});
        }
        scope.spawn(move || rx.iter().for_each(drop));
        for _ in 0..50 {
            tx.send(1).unwrap();
            assert_eq!(tx.flush_timeout(Duration::from_secs(10)), Ok(()));
        }
        is_over.store(true, Ordering::Relaxed);
        drop(tx);
    });
}

/// Those that flush take no turn from those that wait for room.
#[test]
fn flushes_hold_up_no_sender() {
    let (tx, rx) = mpsc::channel::<u32, 2>();
    fill_two(&tx);
    thread::scope(|scope| {
        let flushers: Vec<_> = (0..3).map(|_| scope.spawn(|| tx.flush())).collect();
        let_it_park();
        let senders: Vec<_> = (0..3)
            .map(|n| {
                scope.spawn({
                    let tx = &tx;
                    move || tx.send(n)
                })
            })
            .collect();
        let_it_park();
        let received = (0..5).filter(|_| rx.recv_timeout(Duration::from_secs(10)).is_ok()).count();
        assert_eq!(received, 5);
        assert!(senders.into_iter().all(|sender| sender.join().unwrap() == Ok(())));
        assert!(flushers.into_iter().all(|flusher| flusher.join().unwrap() == Ok(())));
    });
}

fn fill_two(tx: &mpsc::Producer<u32, 2>) {
    tx.try_send_array([7, 8]).unwrap();
}

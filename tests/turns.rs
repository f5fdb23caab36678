//! Whom room wakes of many producers that wait for it, and what becomes of a turn that is not used.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/polling.rs"]
mod polling;
#[path = "support/waking.rs"]
mod waking;
#[path = "support/watchdog.rs"]
mod watchdog;

use polling::poll;
use std::collections::VecDeque;
use std::pin::pin;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};
use strait::{SendTimeoutError, mpsc};
use waking::counting;
use watchdog::guarded;

/// Four tasks wait for room. One place wakes one of them; more places wake no other until that one has had its turn.
#[test]
fn waiting_producers_are_woken_one_at_a_time_and_in_order() {
    let (tx, mut rx) = mpsc::channel::<usize, 4>();
    (0..4).for_each(|n| tx.try_send(n).unwrap());
    let wakers = [(); 4].map(|()| counting());
    let woken = || wakers.iter().map(|(_, wakes)| wakes.count()).collect::<Vec<_>>();
    let mut waiting = [4, 5, 6, 7].map(|n| tx.send_async(n));
    for (sending, (waker, _)) in waiting.iter_mut().zip(&wakers) {
        assert!(poll(sending, waker).is_pending());
    }
    assert_eq!((rx.try_recv(), woken()), (Ok(0), vec![1, 0, 0, 0]));
    assert_eq!((rx.drain().count(), woken()), (3, vec![1, 0, 0, 0]), "no herd");
    for n in 0..4 {
        assert_eq!(poll(&mut waiting[n], &wakers[n].0), Poll::Ready(Ok(())));
        assert!(woken().iter().take(n + 2).all(|&count| count == 1), "who is done wakes the next");
        assert!(woken().iter().skip(n + 2).all(|&count| count == 0));
    }
    assert!(rx.drain().eq(4..8));
}

/// Who comes to wait while another has the turn waits for that one, too.
#[test]
fn room_wakes_no_newcomer_while_another_has_the_turn() {
    let (tx, rx) = mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let [(first_waker, first_wakes), (second_waker, second_wakes)] = [(); 2].map(|()| counting());
    let (mut first, mut second) = (tx.send_async(1), tx.send_async(2));
    assert!(poll(&mut first, &first_waker).is_pending());
    assert_eq!((rx.try_recv(), first_wakes.count()), (Ok(0), 1));
    tx.try_send(3).unwrap();
    assert!(poll(&mut second, &second_waker).is_pending());
    assert_eq!((rx.try_recv(), second_wakes.count()), (Ok(3), 0));
    assert_eq!(poll(&mut first, &first_waker), Poll::Ready(Ok(())));
    assert_eq!(second_wakes.count(), 0, "the first has taken the room");
    assert_eq!((rx.try_recv(), second_wakes.count()), (Ok(1), 1));
    assert_eq!(poll(&mut second, &second_waker), Poll::Ready(Ok(())));
}

#[test]
fn a_woken_producer_that_is_dropped_passes_its_wake_on() {
    let (tx, rx) = mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let [(first_waker, first_wakes), (second_waker, second_wakes)] = [(); 2].map(|()| counting());
    let (mut first, mut second) = (tx.send_async(1), tx.send_async(2));
    assert!(poll(&mut first, &first_waker).is_pending() && poll(&mut second, &second_waker).is_pending());
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!((first_wakes.count(), second_wakes.count()), (1, 0));
    drop(first);
    assert_eq!(second_wakes.count(), 1);
    assert_eq!(poll(&mut second, &second_waker), Poll::Ready(Ok(())));
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn a_batch_that_is_dropped_while_it_waits_leaves_its_turn_to_the_next() {
    let (tx, rx) = mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let (waker, wakes) = counting();
    let mut batch = VecDeque::from([1, 2]);
    assert!(poll(&mut pin!(tx.send_deque_async(&mut batch)), Waker::noop()).is_pending());
    let mut second = tx.send_async(3);
    assert!(poll(&mut second, &waker).is_pending());
    assert_eq!((rx.try_recv(), wakes.count()), (Ok(0), 1));
    assert_eq!(poll(&mut second, &waker), Poll::Ready(Ok(())));
}

#[test]
fn a_woken_task_that_is_dropped_passes_its_wake_on_to_a_thread() {
    guarded(|| {
        let (tx, rx) = mpsc::channel::<u8, 1>();
        for _ in 0..20 {
            tx.try_send(0).unwrap();
            let (waker, wakes) = counting();
            let mut sending = tx.send_async(1);
            assert!(poll(&mut sending, &waker).is_pending());
            thread::scope(|scope| {
                scope.spawn(|| tx.send(2).unwrap());
                thread::sleep(Duration::from_millis(2));
                assert_eq!((rx.try_recv(), wakes.count()), (Ok(0), 1));
                drop(sending);
                assert_eq!(rx.recv(), Ok(2));
            });
        }
    });
}

/// A task may be woken and never come, if its future is kept and not polled: a thread behind it does not wait for it.
#[test]
fn a_thread_behind_a_woken_task_that_never_comes_finds_the_room_by_itself() {
    guarded(|| {
        let (tx, rx) = mpsc::channel::<u8, 1>();
        tx.try_send(0).unwrap();
        let (waker, wakes) = counting();
        let mut kept = tx.send_async(1);
        assert!(poll(&mut kept, &waker).is_pending());
        thread::scope(|scope| {
            scope.spawn(|| tx.send(2).unwrap());
            scope.spawn(|| tx.send_timeout(3, Duration::from_secs(60)).unwrap());
            thread::sleep(Duration::from_millis(5));
            assert_eq!((rx.try_recv(), wakes.count()), (Ok(0), 1));
            let mut received = [rx.recv().unwrap(), rx.recv().unwrap()];
            received.sort_unstable();
            assert_eq!(received, [2, 3]);
        });
        assert_eq!(poll(&mut kept, &waker), Poll::Ready(Ok(())));
    });
}

#[test]
fn a_close_wakes_all_waiting_producers() {
    let (tx, rx) = mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let (waker, wakes) = counting();
    let mut waiting = [1, 2, 3].map(|n| tx.send_async(n));
    assert!(waiting.iter_mut().all(|sending| poll(sending, &waker).is_pending()));
    rx.close();
    assert_eq!(wakes.count(), 3);
    assert!(waiting.iter_mut().all(|sending| matches!(poll(sending, &waker), Poll::Ready(Err(_)))));
}

/// A blocked thread behind a task that keeps its turn has all of its time.
#[test]
fn a_timed_send_beside_tasks_does_not_end_early() {
    let timeout = Duration::from_millis(50);
    let (tx, _rx) = mpsc::channel::<u32, 1>();
    tx.try_send(0).unwrap();
    assert!(poll(&mut tx.send_async(1), Waker::noop()).is_pending());
    let start = Instant::now();
    assert_eq!(tx.send_timeout(2, timeout), Err(SendTimeoutError::Timeout(2)));
    assert!(start.elapsed() >= timeout);
}

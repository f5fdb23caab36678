//! How waiting behaves: when it ends, what it costs, whom it wakes and how often.
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
use strait::{RecvTimeoutError, SendTimeoutError, mpsc, pipe, spsc};
use waking::counting;
use watchdog::guarded;

/// How late a timed operation may end, and how long a wake may take.
const TOLERANCE: Duration = Duration::from_millis(1);
/// How many attempts there are, of which one has to be quick. That an operation returns at once, once the system lets
/// it, is the library's; when the system lets it, is not: a busy machine may give the processor to others for as long
/// as it likes.
const ATTEMPTS: usize = 50;

/// A timed wait never ends early, in no attempt, and ends in time in one of them.
#[track_caller]
fn ends_in_time(timeout: Duration, mut wait: impl FnMut()) {
    is_quick(|| {
        let start = Instant::now();
        wait();
        start.elapsed().checked_sub(timeout).expect("it does not end early")
    });
}

/// One attempt at least is quick.
#[track_caller]
fn is_quick(mut attempt: impl FnMut() -> Duration) {
    assert!((0..ATTEMPTS).any(|_| attempt() < TOLERANCE));
}

/// Tests of one mode's channels.
macro_rules! waiting {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
            mod $mode {
                use crate::{
                    Duration, Instant, RecvTimeoutError, SendTimeoutError, counting, ends_in_time, guarded, is_quick, pin,
                    poll, thread,
                };
                use strait::$mode::channel;

                #[test]
                fn timeouts_end_in_time() {
                    guarded(|| {
                        let (mut tx, mut rx) = channel::<u8, 1>();
                        for timeout in [0, 1, 20].map(Duration::from_millis) {
                            ends_in_time(timeout, || {
                                assert_eq!(rx.recv_timeout(timeout), Err(RecvTimeoutError::Timeout));
                            });
                        }
                        tx.try_send(0).unwrap();
                        for timeout in [0, 1, 20].map(Duration::from_millis) {
                            ends_in_time(timeout, || {
                                assert_eq!(tx.send_timeout(7, timeout), Err(SendTimeoutError::Timeout(7)));
                            });
                        }
                    });
                }

                /// Notifications that bring no message neither end the wait nor prolong it.
                #[test]
                fn a_burst_of_wakes_for_nothing_does_not_move_the_deadline() {
                    guarded(|| {
                        let (tx, mut rx) = channel::<u8, 1>();
                        let (mut tx, timeout) = (tx.quiet(), Duration::from_millis(20));
                        thread::scope(move |scope| {
                            scope.spawn(move || {
                                while !tx.is_closed() {
                                    thread::sleep(Duration::from_micros(200));
                                    tx.notify();
                                }
                            });
                            ends_in_time(timeout, || {
                                assert_eq!(rx.recv_timeout(timeout), Err(RecvTimeoutError::Timeout));
                            });
                        });
                    });
                }

                #[test]
                fn a_close_wakes_a_parked_receiver_at_once() {
                    guarded(|| is_quick(|| {
                        let (tx, mut rx) = channel::<u8, 1>();
                        let receiver = thread::spawn(move || (rx.recv(), Instant::now()));
                        thread::sleep(Duration::from_millis(5));
                        let closed = Instant::now();
                        drop(tx);
                        receiver.join().unwrap().1.duration_since(closed)
                    }));
                }

                #[test]
                fn a_close_wakes_a_parked_sender_at_once() {
                    guarded(|| is_quick(|| {
                        let (mut tx, rx) = channel::<u8, 1>();
                        tx.try_send(0).unwrap();
                        let sender = thread::spawn(move || (tx.send(7), Instant::now()));
                        thread::sleep(Duration::from_millis(5));
                        let closed = Instant::now();
                        drop(rx);
                        sender.join().unwrap().1.duration_since(closed)
                    }));
                }

                #[test]
                fn a_batch_sent_is_one_wake_and_a_batch_received_is_one_wake() {
                    let (mut tx, mut rx) = channel::<u8, 64>();
                    let (waker, wakes) = counting();
                    assert!(poll(&mut pin!(rx.recv_async()), &waker).is_pending());
                    assert_eq!(wakes.count(), 0);
                    let mut receiving = pin!(rx.recv_async());
                    assert!(poll(&mut receiving, &waker).is_pending());
                    tx.try_send_array([7; 64]).unwrap();
                    assert_eq!(wakes.count(), 1);
                    assert!(poll(&mut receiving, &waker).is_ready());

                    let (mut tx, mut rx) = channel::<u8, 64>();
                    let (waker, wakes) = counting();
                    tx.try_send_array([7; 64]).unwrap();
                    let mut sending = tx.send_async(7);
                    assert!(poll(&mut sending, &waker).is_pending());
                    assert_eq!(rx.try_recv_many(&mut Vec::new(), 64), 64);
                    assert_eq!(wakes.count(), 1);
                    assert!(poll(&mut sending, &waker).is_ready());
                }

                /// The thread's own processor time while it waits.
                #[cfg(target_os = "linux")]
                #[test]
                fn a_parked_end_costs_less_than_one_percent() {
                    const WAIT: Duration = Duration::from_millis(300);
                    guarded(|| {
                        let (mut tx, mut rx) = channel::<u8, 1>();
                        let before = crate::processor_time();
                        assert_eq!(rx.recv_timeout(WAIT), Err(RecvTimeoutError::Timeout));
                        tx.try_send(0).unwrap();
                        assert_eq!(tx.send_timeout(7, WAIT), Err(SendTimeoutError::Timeout(7)));
                        let spent = crate::processor_time() - before;
                        assert!(spent < 2 * WAIT / 100, "{spent:?}");
                    });
                }

                /// Nobody says when messages are received, so a flush looks again and again; but it sleeps in between.
                #[cfg(target_os = "linux")]
                #[test]
                fn a_flush_that_waits_costs_less_than_ten_percent() {
                    const WAIT: Duration = Duration::from_millis(300);
                    let (mut tx, _rx) = channel::<u8, 1>();
                    tx.try_send(0).unwrap();
                    let before = crate::processor_time();
                    assert_eq!(tx.flush_timeout(WAIT), Err(SendTimeoutError::Timeout(())));
                    let spent = crate::processor_time() - before;
                    assert!(spent < WAIT / 10, "{spent:?}");
                }
            }
        )*
    };
}

mod of_every_mode {
    waiting! { spsc mpsc pipe }
}

#[cfg(target_os = "linux")]
fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live value of the type that the call writes.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert_eq!(failed, 0);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[test]
fn batches_of_each_kind_are_one_wake() {
    let (waker, wakes) = counting();
    let (mut tx, mut rx) = spsc::channel::<u8, 64>();
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &waker).is_pending());
        assert_eq!((tx.try_send_many(&mut (0..64)), wakes.count()), (64, 1));
        assert!(poll(&mut receiving, &waker).is_ready());
    }

    let (tx, mut rx) = mpsc::channel::<u8, 64>();
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &waker).is_pending());
        let mut batch: VecDeque<u8> = (0..64).collect();
        assert_eq!((tx.try_send_many(&mut batch), wakes.count()), (64, 2));
        assert!(poll(&mut receiving, &waker).is_ready());
    }

    let (mut tx, mut rx) = pipe::channel::<u8, 64>();
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &waker).is_pending());
        assert_eq!((tx.try_send_slice(&[7; 64]), wakes.count()), (64, 3));
        assert!(poll(&mut receiving, &waker).is_ready());
    }
    rx.drain().for_each(drop);
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &waker).is_pending());
        assert_eq!((tx.write_chunk(64).unwrap().fill_from_iter(0..64), wakes.count()), (64, 4));
        assert!(poll(&mut receiving, &waker).is_ready());
    }
    {
        tx.try_send(7).unwrap();
        let mut sending = tx.send_async(7);
        assert!(poll(&mut sending, &waker).is_pending());
        rx.read_chunk(64).unwrap().commit_all();
        assert_eq!(wakes.count(), 5);
        assert!(poll(&mut sending, &waker).is_ready());
    }
}

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
    let (tx, mut rx) = mpsc::channel::<u8, 1>();
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
    let (tx, mut rx) = mpsc::channel::<u8, 1>();
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
    let (tx, mut rx) = mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let (waker, wakes) = counting();
    let mut batch = VecDeque::from([1, 2]);
    assert!(poll(&mut pin!(tx.send_many_async(&mut batch)), Waker::noop()).is_pending());
    let mut second = tx.send_async(3);
    assert!(poll(&mut second, &waker).is_pending());
    assert_eq!((rx.try_recv(), wakes.count()), (Ok(0), 1));
    assert_eq!(poll(&mut second, &waker), Poll::Ready(Ok(())));
}

#[test]
fn a_woken_task_that_is_dropped_passes_its_wake_on_to_a_thread() {
    guarded(|| {
        let (tx, mut rx) = mpsc::channel::<u8, 1>();
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
        let (tx, mut rx) = mpsc::channel::<u8, 1>();
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
    let (tx, mut rx) = mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let (waker, wakes) = counting();
    let mut waiting = [1, 2, 3].map(|n| tx.send_async(n));
    assert!(waiting.iter_mut().all(|sending| poll(sending, &waker).is_pending()));
    rx.close();
    assert_eq!(wakes.count(), 3);
    assert!(waiting.iter_mut().all(|sending| matches!(poll(sending, &waker), Poll::Ready(Err(_)))));
}

#[test]
fn a_timed_receive_finds_a_quiet_message_at_its_deadline_and_not_before() {
    guarded(|| {
        let (tx, mut rx) = spsc::channel::<u8, 1>();
        let (mut tx, timeout) = (tx.quiet(), Duration::from_millis(100));
        let start = Instant::now();
        let receiver = thread::spawn(move || (rx.recv_timeout(timeout), start.elapsed()));
        thread::sleep(Duration::from_millis(30)); // It is parked by now; nothing says so.
        tx.try_send(7).unwrap();
        let (received, after) = receiver.join().unwrap();
        assert_eq!(received, Ok(7));
        assert!(after >= timeout, "the quiet send woke it after {after:?}");
    });
}

/// Beside tasks a blocked thread looks by itself every now and then; that is no end of its time.
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

/// The consumer is woken for what an iterator has given while the iterator takes its time for the rest.
#[test]
fn a_batch_from_a_slow_iterator_wakes_the_consumer_run_by_run() {
    let (mut tx, mut rx) = spsc::channel::<u32, 1024>();
    let (waker, wakes) = counting();
    let mut receiving = pin!(rx.recv_async());
    assert!(poll(&mut receiving, &waker).is_pending());
    let numbers = (0..200).inspect(|&n| assert_eq!(wakes.count(), usize::from(n >= 64), "a run of 64 went before {n}"));
    assert_eq!(tx.send_many(numbers), Ok(200));
    assert_eq!((wakes.count(), poll(&mut receiving, &waker)), (1, Poll::Ready(Ok(0))));
}

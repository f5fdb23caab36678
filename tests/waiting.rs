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
use std::task::Poll;
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
            mod $mode {
                use crate::{
                    Duration, Instant, RecvTimeoutError, SendTimeoutError, counting, ends_in_time, guarded, is_quick, pin,
                    poll, thread,
                };
                use strait::$mode::{channel, quiet_channel};

                #[test]
                fn timeouts_end_in_time() {
                    guarded(|| {
                        let (tx, rx) = channel::<u8, 1>();
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
                        let (tx, rx) = quiet_channel::<u8, 1>();
                        let timeout = Duration::from_millis(20);
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
                        let (tx, rx) = channel::<u8, 1>();
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
                        let (tx, rx) = channel::<u8, 1>();
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
                    let (tx, mut rx) = channel::<u8, 64>();
                    let (waker, wakes) = counting();
                    assert!(poll(&mut pin!(rx.recv_async()), &waker).is_pending());
                    assert_eq!(wakes.count(), 0);
                    let mut receiving = pin!(rx.recv_async());
                    assert!(poll(&mut receiving, &waker).is_pending());
                    tx.try_send_array([7; 64]).unwrap();
                    assert_eq!(wakes.count(), 1);
                    assert!(poll(&mut receiving, &waker).is_ready());

                    #[allow(unused_mut, reason = "a lone producer sends asynchronously through `&mut self`")]
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
                        let (tx, rx) = channel::<u8, 1>();
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
                    let (tx, _rx) = channel::<u8, 1>();
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
        assert_eq!((tx.try_send_deque(&mut batch), wakes.count()), (64, 2));
        assert!(poll(&mut receiving, &waker).is_ready());
    }

    let (mut tx, mut rx) = pipe::channel::<u8, 64>();
    {
        let mut receiving = pin!(rx.recv_async());
        assert!(poll(&mut receiving, &waker).is_pending());
        assert_eq!((tx.try_send_slice(&[7; 64]), wakes.count()), (Ok(64), 3));
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

#[test]
fn a_timed_receive_finds_a_quiet_message_at_its_deadline_and_not_before() {
    guarded(|| {
        let (tx, rx) = spsc::quiet_channel::<u8, 1>();
        let timeout = Duration::from_millis(100);
        let start = Instant::now();
        let receiver = thread::spawn(move || (rx.recv_timeout(timeout), start.elapsed()));
        thread::sleep(Duration::from_millis(30)); // It is parked by now; nothing says so.
        tx.try_send(7).unwrap();
        let (received, after) = receiver.join().unwrap();
        assert_eq!(received, Ok(7));
        assert!(after >= timeout, "the quiet send woke it after {after:?}");
    });
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

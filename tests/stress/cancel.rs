//! Futures dropped after every number of polls: nothing is lost, nothing is received twice.

use crate::polling::poll;
use crate::rounds::rounds;
use crate::watchdog::guarded;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, Waker};
use std::thread;

/// Polls a future up to `times` times, then drops it.
fn poll_times<F: Future + Unpin>(mut future: F, times: usize) -> Option<F::Output> {
    (0..times).find_map(|_| match poll(&mut future, Waker::noop()) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => {
            thread::yield_now();
            None
        }
    })
}

macro_rules! cancel {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            mod $mode {
                use super::{guarded, poll_times, rounds, thread};
                use strait::$mode::channel;

                #[test]
                fn receives_dropped_after_any_number_of_polls_lose_nothing() {
                    guarded(|| {
                        let (tx, mut rx) = channel::<usize, 2>();
                        let count = rounds(10_000);
                        thread::scope(|scope| {
                            scope.spawn(move || (0..count).for_each(|n| tx.send(n).unwrap()));
                            let (mut next, mut polls) = (0, 0);
                            while next < count {
                                polls = (polls + 1) % 5;
                                if let Some(received) = poll_times(rx.recv_async(), polls) {
                                    assert_eq!(received, Ok(next));
                                    next += 1;
                                }
                            }
                        });
                    });
                }

                #[test]
                fn sends_dropped_after_any_number_of_polls_are_sent_once_or_not_at_all() {
                    guarded(|| {
                        let (mut tx, mut rx) = channel::<usize, 2>();
                        let count = rounds(10_000);
                        thread::scope(|scope| {
                            let receiver = scope.spawn(move || rx.iter().collect::<Vec<_>>());
                            let mut is_sent = |n| poll_times(tx.send_async(n), n % 5).is_some();
                            let sent: Vec<_> = (0..count).filter(|&n| is_sent(n)).collect();
                            drop(tx);
                            assert_eq!(receiver.join().unwrap(), sent);
                            assert!(sent.len() < count, "some were dropped");
                        });
                    });
                }

                /// The message of a cancelled send comes back and is sent again.
                #[test]
                fn sends_taken_back_after_any_number_of_polls_are_not_lost() {
                    guarded(|| {
                        let (mut tx, mut rx) = channel::<usize, 1>();
                        let count = rounds(10_000);
                        thread::scope(|scope| {
                            let receiver = scope.spawn(move || rx.iter().eq(0..count));
                            for n in 0..count {
                                let (mut unsent, mut polls) = (Some(n), n);
                                while let Some(message) = unsent {
                                    polls = (polls + 1) % 4;
                                    let mut sending = tx.send_async(message);
                                    let _ = poll_times(&mut sending, polls);
                                    unsent = sending.into_inner();
                                }
                            }
                            drop(tx);
                            assert!(receiver.join().unwrap());
                        });
                    });
                }
            }
        )*
    };
}

cancel! { spsc mpsc pipe }

/// Tasks that wait in the queue are dropped all the time; threads that wait among them go on.
#[test]
fn dropped_tasks_among_waiting_threads_pass_their_wake_on() {
    guarded(|| {
        let (tx, mut rx) = strait::mpsc::channel::<usize, 1>();
        let (count, sent_by_tasks) = (rounds(10_000), AtomicUsize::new(0));
        thread::scope(|scope| {
            let (tasks, threads) = (tx.clone(), [tx.clone(), tx]);
            for tx in threads {
                scope.spawn(move || (0..count).for_each(|n| tx.send(n).unwrap()));
            }
            let sent_by_tasks = &sent_by_tasks;
            scope.spawn(move || {
                for n in 0..count {
                    let mut waiting = [tasks.send_async(n), tasks.send_async(n), tasks.send_async(n)];
                    for (polls, sending) in waiting.iter_mut().enumerate() {
                        if poll_times(sending, polls).is_some() {
                            sent_by_tasks.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
            });
            let received = rx.iter().count();
            assert_eq!(received, 2 * count + sent_by_tasks.load(Ordering::Relaxed));
        });
    });
}

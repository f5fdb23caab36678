//! Scenarios of every mode: one thread or task at each end.

use crate::check;
use crate::scheduled::{poll_times, soon};
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};
use shuttle::future::block_on;
use shuttle::thread;
use std::future::{Future, poll_fn};
use strait::{RecvTimeoutError, SendTimeoutError};

/// Polls a future for one task, then for another to its end.
fn poll_for_two_tasks<F: Future>(mut future: Pin<&mut F>) -> F::Output {
    poll_times(future.as_mut(), 1).unwrap_or_else(|| block_on(future))
}

/// Scenarios of one mode.
macro_rules! scenarios {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            mod $mode {
                use super::*;
                use strait::$mode::{Channel, channel, quiet_channel};

                #[test]
                fn threads_in_turn_through_one_slot() {
                    check(|| {
                        let (there, mut here) = channel::<u64, 1>();
                        let (back, home) = channel::<u64, 1>();
                        let other = thread::spawn(move || here.iter().for_each(|n| back.send(n + 1).unwrap()));
                        for n in 0..6 {
                            there.send(n).unwrap();
                            assert_eq!(home.recv(), Ok(n + 1));
                        }
                        drop(there);
                        other.join().unwrap();
                    });
                }

                #[test]
                fn a_stream_of_threads() {
                    check(|| {
                        let (tx, mut rx) = channel::<u64, 2>();
                        let sender = thread::spawn(move || (0..20).for_each(|n| tx.send(n).unwrap()));
                        assert!(rx.iter().eq(0..20));
                        sender.join().unwrap();
                    });
                }

                #[test]
                fn a_thread_sends_to_a_task() {
                    check(|| {
                        let (tx, mut rx) = channel::<u64, 2>();
                        let sender = thread::spawn(move || (0..10).for_each(|n| tx.send(n).unwrap()));
                        block_on(async {
                            for n in 0..10 {
                                assert_eq!(rx.recv_async().await, Ok(n));
                            }
                            assert!(rx.recv_async().await.is_err());
                        });
                        sender.join().unwrap();
                    });
                }

                #[test]
                fn a_task_sends_to_a_thread() {
                    check(|| {
                        let (mut tx, mut rx) = channel::<u64, 2>();
                        let sender = thread::spawn(move || block_on(async {
                            for n in 0..10 {
                                tx.send_async(n).await.unwrap();
                            }
                        }));
                        assert!(rx.iter().eq(0..10));
                        sender.join().unwrap();
                    });
                }

                /// Both ends give up again and again.
                #[test]
                fn a_storm_of_timeouts() {
                    check(|| {
                        let (tx, rx) = channel::<u64, 1>();
                        let sender = thread::spawn(move || {
                            for n in 0..5 {
                                while let Err(error) = tx.send_timeout(n, soon(n)) {
                                    assert_eq!(error, SendTimeoutError::Timeout(n));
                                    thread::yield_now();
                                }
                            }
                        });
                        let mut next = 0;
                        loop {
                            match rx.recv_timeout(soon(next + 2)) {
                                Ok(n) => {
                                    assert_eq!(n, next);
                                    next += 1;
                                }
                                Err(RecvTimeoutError::Timeout) => thread::yield_now(),
                                Err(RecvTimeoutError::Closed) => break,
                            }
                        }
                        assert_eq!(next, 5);
                        sender.join().unwrap();
                    });
                }

                /// Futures of both ends are dropped after any number of polls, among waits that end.
                #[test]
                fn a_storm_of_cancels() {
                    check(|| {
                        let (mut tx, mut rx) = channel::<u64, 1>();
                        let sender = thread::spawn(move || {
                            let mut sent = 0;
                            for n in 0..8 {
                                sent += u64::from(match n % 4 {
                                    3 => tx.send(sent).is_ok(),
                                    polls => poll_times(pin!(tx.send_async(sent)), polls).is_some(),
                                });
                            }
                            sent
                        });
                        let mut next = 0;
                        for polls in (0..3).cycle() {
                            let received = match polls {
                                2 => Some(rx.recv()),
                                _ => poll_times(pin!(rx.recv_async()), polls),
                            };
                            match received {
                                Some(Ok(n)) => {
                                    assert_eq!(n, next);
                                    next += 1;
                                }
                                Some(Err(_)) => break,
                                None => {}
                            }
                        }
                        assert_eq!(sender.join().unwrap(), next);
                    });
                }

                /// Both ends' futures move to another task before they are done.
                #[test]
                fn futures_that_move_to_another_task() {
                    check(|| {
                        let (mut tx, mut rx) = channel::<u64, 1>();
                        let sender = thread::spawn(move || {
                            (0..6).for_each(|n| poll_for_two_tasks(pin!(tx.send_async(n))).unwrap());
                        });
                        assert!((0..6).all(|n| poll_for_two_tasks(pin!(rx.recv_async())) == Ok(n)));
                        sender.join().unwrap();
                    });
                }

                /// No message whose send returned `Ok` is lost, whichever end closes in the middle.
                #[test]
                fn a_storm_of_closes() {
                    check(|| {
                        for by_consumer in [false, true] {
                            let (tx, mut rx) = channel::<u64, 2>();
                            let sender = thread::spawn(move || {
                                let sent = (0..4).take_while(|&n| tx.send(n).is_ok()).count() as u64;
                                tx.close();
                                sent
                            });
                            let mut received = rx.iter().take(1).count() as u64;
                            if by_consumer {
                                rx.close();
                            } else {
                                received += rx.iter().count() as u64;
                            }
                            let sent = sender.join().unwrap();
                            assert_eq!(received + rx.iter().count() as u64, sent);
                        }
                    });
                }

                /// A consumer that sleeps finds each message after its notify.
                #[test]
                fn a_quiet_producer_notifies() {
                    check(|| {
                        let (tx, mut rx) = quiet_channel::<u64, 2>();
                        let sender = thread::spawn(move || {
                            for n in 0..4 {
                                while tx.try_send(n).is_err() {
                                    thread::yield_now();
                                }
                                tx.notify();
                            }
                        });
                        assert!(rx.iter().eq(0..4));
                        sender.join().unwrap();
                    });
                }

                /// Each end waits for the close of the other, as a thread and as a task, among messages.
                #[test]
                fn both_ends_wait_for_the_close() {
                    check(|| {
                        for is_task in [false, true] {
                            let (mut tx, mut rx) = channel::<u64, 2>();
                            let sender = thread::spawn(move || {
                                let sent = (0..3).take_while(|&n| tx.send(n).is_ok()).count();
                                if is_task { block_on(tx.closed_async()) } else { tx.closed() }
                                sent
                            });
                            let received = rx.iter().take(2).count();
                            rx.close();
                            let sent = sender.join().unwrap();
                            assert_eq!(received + rx.iter().count(), sent);

                            let (tx, mut rx) = channel::<u64, 2>();
                            let sender = thread::spawn(move || (0..2).for_each(|n| tx.send(n).unwrap()));
                            if is_task { block_on(rx.closed_async()) } else { rx.closed() }
                            assert!(rx.iter().eq(0..2));
                            sender.join().unwrap();
                        }
                    });
                }

                /// The consumer is polled for two tasks in turn.
                #[test]
                fn poll_recv_for_two_tasks() {
                    check(|| {
                        let (tx, rx) = channel::<u64, 1>();
                        let sender = thread::spawn(move || (0..4).for_each(|n| tx.send(n).unwrap()));
                        for n in 0..4 {
                            let mut other = Context::from_waker(Waker::noop());
                            let received = match rx.poll_recv(&mut other) {
                                Poll::Ready(received) => received,
                                Poll::Pending => block_on(poll_fn(|context| rx.poll_recv(context))),
                            };
                            assert_eq!(received, Ok(n));
                        }
                        sender.join().unwrap();
                    });
                }

                /// Threads race for a static channel; the one that gets it sends to itself through it, and leaves
                /// messages in it.
                #[test]
                fn splits_of_a_static_channel() {
                    check(|| {
                        let channel: &'static Channel<Box<u64>, 2> = Box::leak(Box::new(Channel::new()));
                        let split = move || {
                            let Some((tx, rx)) = channel.try_split() else { return false };
                            let sender = thread::spawn(move || {
                                (0..3).take_while(|&n| tx.send(Box::new(n)).is_ok()).count()
                            });
                            assert_eq!(rx.recv().map(|message| *message), Ok(0));
                            drop(rx);
                            assert!(sender.join().unwrap() >= 1);
                            true
                        };
                        let others = [(); 2].map(|()| thread::spawn(split));
                        let here = split();
                        let got = others.map(|other| other.join().unwrap());
                        assert!(here || got.contains(&true), "one of them got it");
                        assert!(channel.try_split().is_some(), "all ends are gone");
                    });
                }
            }
        )*
    };
}

scenarios! { spsc mpsc pipe }

//! The lanes: each round moves some messages through channels of its own, checks them, and returns how many there were.

use crate::Lane;
use crate::polling::poll;
use futures::executor::block_on;
use std::sync::atomic::AtomicU64;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// Messages of a round.
const MESSAGES: u64 = 4000;

/// A wait that often ends before anything comes.
fn moment(n: u64) -> Duration {
    Duration::from_micros(n % 50)
}

/// Makes the lanes of one mode.
macro_rules! lanes {
    ($($mode:ident)*) => {
        /// All lanes of all modes.
        pub(crate) fn all() -> Vec<Lane> {
            let lanes = [$(
                (concat!(stringify!($mode), ", threads"), $mode::threads as fn() -> u64),
                (concat!(stringify!($mode), ", tasks"), $mode::tasks),
                (concat!(stringify!($mode), ", quiet"), $mode::quiet),
                (concat!(stringify!($mode), ", every kind"), $mode::every_kind),
                (concat!(stringify!($mode), ", closes"), $mode::closes),
                (concat!(stringify!($mode), ", splits of a static"), $mode::splits),
            )*
                ("mpsc, a queue", queue),
            ];
            lanes.map(|(name, round)| Lane { name, round, moved: AtomicU64::new(0) }).into()
        }

        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            mod $mode {
                use super::{Duration, Instant, MESSAGES, Poll, Waker, block_on, moment, poll, thread};
                use strait::$mode::{Channel, channel, quiet_channel};

                /// Both ends block.
                pub(super) fn threads() -> u64 {
                    let (tx, mut rx) = channel::<u64, 8>();
                    thread::scope(|scope| {
                        scope.spawn(move || (0..MESSAGES).for_each(|n| tx.send(n).unwrap()));
                        assert!(rx.iter().eq(0..MESSAGES));
                    });
                    MESSAGES
                }

                /// Both ends are tasks.
                pub(super) fn tasks() -> u64 {
                    let (mut tx, mut rx) = channel::<u64, 8>();
                    thread::scope(|scope| {
                        scope.spawn(move || block_on(async {
                            for n in 0..MESSAGES / 2 {
                                tx.send_async(2 * n).await.unwrap();
                                tx.send_array_async([2 * n + 1]).await.unwrap();
                            }
                        }));
                        let mut batch = Vec::new();
                        block_on(async {
                            while batch.len() < MESSAGES as usize {
                                batch.extend(rx.recv_async().await);
                                rx.recv_many_async(&mut batch, 5).await.ok();
                            }
                        });
                        assert!(batch.into_iter().eq(0..MESSAGES));
                    });
                    MESSAGES
                }

                /// The producer notifies now and then.
                pub(super) fn quiet() -> u64 {
                    let (tx, mut rx) = quiet_channel::<u64, 64>();
                    thread::scope(|scope| {
                        scope.spawn(move || {
                            for n in 0..MESSAGES {
                                while tx.try_send(n).is_err() {
                                    tx.notify();
                                    thread::yield_now();
                                }
                                if n % 16 == 0 {
                                    tx.notify();
                                }
                            }
                        });
                        assert!(rx.iter().eq(0..MESSAGES));
                    });
                    MESSAGES
                }

                /// Each message by another kind of send and of receive, with futures that are dropped and waits that
                /// end.
                pub(super) fn every_kind() -> u64 {
                    let (mut tx, mut rx) = channel::<u64, 2>();
                    thread::scope(|scope| {
                        scope.spawn(move || {
                            let (mut n, mut turn) = (0, 0);
                            while n < MESSAGES {
                                turn += 1;
                                n += u64::from(match turn % 6 {
                                    0 => tx.try_send(n).is_ok(),
                                    1 => tx.send(n).is_ok(),
                                    2 => tx.send_timeout(n, moment(turn)).is_ok(),
                                    3 => poll(&mut tx.send_async(n), Waker::noop()).is_ready(),
                                    4 => block_on(tx.send_async(n)).is_ok(),
                                    _ => tx.send_array([n]).is_ok(),
                                });
                            }
                        });
                        let (mut next, mut turn) = (0, 0);
                        let mut batch = Vec::new();
                        while next < MESSAGES {
                            turn += 1;
                            match turn % 8 {
                                0 => batch.extend(rx.try_recv()),
                                1 => batch.extend(rx.recv()),
                                2 => batch.extend(rx.recv_timeout(moment(turn))),
                                3 => match poll(&mut core::pin::pin!(rx.recv_async()), Waker::noop()) {
                                    Poll::Ready(received) => batch.extend(received),
                                    Poll::Pending => {}
                                },
                                4 => batch.extend(block_on(rx.recv_async())),
                                5 => batch.extend(rx.drain()),
                                6 => {
                                    let _ = rx.recv_many_deadline(&mut batch, 3, Instant::now() + moment(turn));
                                }
                                _ => {
                                    let _ = rx.recv_many_timeout(&mut batch, 3, moment(turn));
                                }
                            }
                            for n in batch.drain(..) {
                                assert_eq!(n, next);
                                next += 1;
                            }
                        }
                    });
                    MESSAGES
                }

                /// Channels on the heap that either end closes or leaves, with boxes in them.
                pub(super) fn closes() -> u64 {
                    let mut received = 0;
                    for round in 0..50 {
                        let (tx, mut rx) = channel::<Box<u64>, 4>();
                        let sender = thread::spawn(move || {
                            let sent = (0..20).take_while(|&n| tx.send(Box::new(n)).is_ok()).count() as u64;
                            if round % 2 == 0 {
                                tx.close();
                            }
                            sent
                        });
                        let before = rx.iter().take(round % 25).map(|message| *message).count() as u64;
                        let here = match round % 3 {
                            0 => {
                                rx.close();
                                let sent = sender.join().unwrap();
                                let here = before + rx.iter().count() as u64;
                                assert_eq!(here, sent);
                                here
                            }
                            1 => {
                                drop(rx);
                                sender.join().unwrap();
                                before
                            }
                            _ => {
                                let here = before + rx.iter().count() as u64;
                                assert_eq!((here, sender.join().unwrap()), (20, 20));
                                here
                            }
                        };
                        received += here;
                    }
                    received
                }

                /// A static channel that is split again and again, with boxes left in it.
                pub(super) fn splits() -> u64 {
                    static CHANNEL: Channel<Box<u64>, 4> = Channel::new();
                    let mut received = 0;
                    for round in 0..50 {
                        let (tx, mut rx) = CHANNEL.try_split().expect("both ends of the last round are gone");
                        thread::scope(|scope| {
                            scope.spawn(move || {
                                for n in 0..10 {
                                    if tx.send_timeout(Box::new(n), Duration::from_secs(30)).is_err() {
                                        break;
                                    }
                                }
                            });
                            received += rx.iter().take(round % 12).map(|message| *message).count() as u64;
                            drop(rx);
                        });
                    }
                    received
                }
            }
        )*
    };
}

lanes! { spsc mpsc pipe }

/// Threads and tasks in one queue for two slots; some give up.
fn queue() -> u64 {
    let (tx, mut rx) = strait::mpsc::channel::<u64, 2>();
    thread::scope(|scope| {
        let each = MESSAGES / 8;
        for producer in 0..6 {
            let tx = tx.clone();
            scope.spawn(move || {
                for n in 0..each {
                    match producer % 3 {
                        0 => tx.send(n).unwrap(),
                        1 => block_on(tx.send_async(n)).unwrap(),
                        _ => while tx.send_timeout(n, moment(n)).is_err() {},
                    }
                }
            });
        }
        drop(tx);
        let (mut count, mut sum) = (0, 0);
        for n in rx.iter() {
            (count, sum) = (count + 1, sum + n);
        }
        assert_eq!((count, sum), (6 * each, 6 * each * (each - 1) / 2));
    });
    6 * (MESSAGES / 8)
}

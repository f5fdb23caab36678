//! One allocation per owned channel, and none after that: not to send, to receive, to block, to wait in a task.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/allocator.rs"]
mod allocator;
#[path = "support/polling.rs"]
mod polling;
#[path = "support/watchdog.rs"]
mod watchdog;

use allocator::{FREED, allocations};
use polling::poll;
use std::collections::VecDeque;
use std::future::Future;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;
use strait::{Consumer, Producer, Refuses, evict, mpsc, pipe, spsc};
use watchdog::guarded;

fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    poll(&mut pin!(future), Waker::noop())
}

#[test]
fn the_count_counts() {
    assert_eq!(allocations(|| drop(Box::new(7))), 1);
}

/// Tests of one mode's channels.
macro_rules! allocating {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use crate::{
                    Barrier, Context, Duration, Poll, VecDeque, Waker, allocations, guarded, poll_once, thread, try_operations,
                };
                use strait::$mode::{Channel, QuietChannel, channel, quiet_channel};

                #[test]
                fn an_owned_channel_is_one_allocation_and_a_local_one_is_none() {
                    assert_eq!(allocations(|| drop(channel::<u64, 64>())), 1);
                    assert_eq!(allocations(|| drop(quiet_channel::<u64, 64>())), 1);
                    assert_eq!(allocations(|| drop(Channel::<u64, 64>::new().split())), 0);
                    assert_eq!(allocations(|| drop(QuietChannel::<u64, 64>::new().split())), 0);
                }

                #[test]
                fn try_operations_allocate_nothing() {
                    try_operations(channel());
                    try_operations(quiet_channel());
                }

                #[test]
                fn operations_that_need_not_wait_allocate_nothing() {
                    let (tx, rx) = channel::<u64, 64>();
                    assert_eq!(allocations(|| {
                        for n in 0..200 {
                            assert!(tx.send(n).is_ok() && tx.send_timeout(n, Duration::MAX).is_ok());
                            assert_eq!((rx.recv(), rx.recv_timeout(Duration::MAX)), (Ok(n), Ok(n)));
                            assert!(!tx.closed_timeout(Duration::ZERO) && !rx.closed_timeout(Duration::ZERO));
                        }
                    }), 0);
                }

                #[test]
                fn ends_that_block_allocate_nothing() {
                    guarded(|| {
                        let (tx, rx) = channel::<u64, 1>();
                        let start = Barrier::new(2);
                        thread::scope(|scope| {
                            let producer = scope.spawn({
                                let start = &start;
                                move || {
                                    start.wait();
                                    allocations(|| {
                                        for n in 0..300 {
                                            if n % 100 == 0 {
                                                thread::sleep(Duration::from_millis(3)); // The consumer parks.
                                            }
                                            assert!(tx.send(n).is_ok());
                                        }
                                        tx.closed();
                                    })
                                }
                            });
                            start.wait();
                            let by_consumer = allocations(|| {
                                for n in 0..300 {
                                    if n % 100 == 50 {
                                        thread::sleep(Duration::from_millis(3)); // The producer parks.
                                    }
                                    assert_eq!(rx.recv_timeout(Duration::from_secs(60)), Ok(n));
                                }
                                thread::sleep(Duration::from_millis(3)); // The producer waits for the end.
                                drop(rx);
                            });
                            assert_eq!((by_consumer, producer.join().unwrap()), (0, 0));
                        });
                    });
                }

                #[test]
                fn tasks_that_wait_allocate_nothing_in_steady_state() {
                    #[allow(unused_mut, reason = "an `mpsc` producer's futures borrow it shared")]
                    let (mut tx, mut rx) = channel::<u64, 1>();
                    let mut round = || {
                        assert!(poll_once(rx.recv_async()).is_pending());
                        assert!(rx.poll_recv(&mut Context::from_waker(Waker::noop())).is_pending());
                        assert!(poll_once(tx.send_async(1)).is_ready());
                        assert!(poll_once(tx.send_async(2)).is_pending());
                        assert_eq!(poll_once(rx.recv_async()), Poll::Ready(Ok(1)));
                        assert!(poll_once(rx.closed_async()).is_pending());
                    };
                    round();
                    assert_eq!(allocations(|| (0..100).for_each(|_| round())), 0);
                }

                #[test]
                fn a_quiet_channel_allocates_nothing() {
                    let (mut tx, mut rx) = quiet_channel::<u64, 64>();
                    let mut deque = VecDeque::with_capacity(64);
                    assert!(rx.poll_recv(&mut Context::from_waker(Waker::noop())).is_pending());
                    assert_eq!(allocations(|| tx.notify()), 0);
                    assert_eq!(allocations(|| {
                        for n in 0..200 {
                            assert!(tx.try_send(n).is_ok() && tx.try_send_array([n, n]).is_ok());
                            tx.notify();
                            assert_eq!(rx.drain().count(), 3);
                            deque.extend(n..n + 40);
                            crate::send_batch(&mut tx, &mut deque);
                            assert_eq!(rx.drain().count(), 40);
                        }
                    }), 0);
                }

                #[test]
                fn batches_allocate_nothing() {
                    let (mut tx, mut rx) = channel::<u64, 64>();
                    let mut deque: VecDeque<u64> = VecDeque::with_capacity(64);
                    assert_eq!(allocations(|| {
                        for n in 0..50 {
                            deque.extend(n..n + 40);
                            crate::send_batch(&mut tx, &mut deque);
                            assert_eq!(rx.try_recv_many(&mut deque, 64), 40);
                            deque.clear();
                        }
                    }), 0);
                }
            }
        )*
    };
}

/// What each end of any channel does without waiting.
fn try_operations<M: Refuses>((tx, mut rx): (Producer<'static, u64, 64, M>, Consumer<'static, u64, 64, M>)) {
    let mut batch = Vec::with_capacity(64);
    let allocated = allocations(|| {
        for n in 0..200 {
            assert!(tx.try_send(n).is_ok() && tx.try_send_array([n, n]).is_ok());
            assert!(!rx.is_empty() && rx.try_recv().is_ok());
            batch.clear();
            assert_eq!(rx.try_recv_many(&mut batch, 1), 1);
            assert_eq!(rx.recv_timeout(Duration::ZERO), Ok(n));
            assert_eq!(rx.drain().count() + tx.len() + rx.len(), 0);
        }
    });
    assert_eq!(allocated, 0);
}

/// What evicts and what loses does so in place.
#[test]
fn evicting_and_losing_allocate_nothing() {
    let (feed, prices) = evict::channel::<u64, 64>();
    let (log, lines) = mpsc::channel::<u64, 64>();
    let log = log.lossy();
    let allocated = allocations(|| {
        for n in 0..200 {
            assert!(feed.force_send(n).is_ok() && log.send(n).is_ok());
            assert!(n % 3 > 0 || (prices.try_recv().is_ok() && lines.try_recv().is_ok()));
        }
    });
    assert_eq!((allocated, feed.lost(), lines.lost()), (0, 69, 69));
}

mod of_every_mode {
    allocating! { spsc mpsc pipe }
}

/// Sends as much of a deque as fits, by the batch operation of each mode.
trait Batch {
    fn batch(&mut self, deque: &mut VecDeque<u64>) -> usize;
}

macro_rules! batch {
    ($($mode:ident, $deque:ident: $tx:ident => $send:expr;)*) => {
        $(
            batch! { @one $mode::Producer<u64, 64>, $deque: $tx => $send }
            batch! { @one $mode::QuietProducer<u64, 64>, $deque: $tx => $send }
        )*
    };
    (@one $producer:ty, $deque:ident: $tx:ident => $send:expr) => {
        impl Batch for $producer {
            fn batch(&mut self, $deque: &mut VecDeque<u64>) -> usize {
                let $tx = self;
                $send
            }
        }
    };
}

batch! {
    spsc, deque: tx => tx.try_send_many(&mut deque.drain(..));
    mpsc, deque: tx => tx.try_send_deque(deque);
    pipe, deque: tx => {
        let sent = tx.try_send_slice(deque.as_slices().0).unwrap_or(0);
        deque.drain(..sent);
        sent + tx.try_send_many(&mut deque.drain(..))
    };
}

fn send_batch(tx: &mut impl Batch, deque: &mut VecDeque<u64>) {
    assert_eq!((tx.batch(deque), deque.len()), (40, 0));
}

#[test]
fn producers_of_many_that_block_allocate_nothing() {
    guarded(|| {
        let (tx, rx) = mpsc::channel::<u64, 1>();
        let start = Barrier::new(4);
        thread::scope(|scope| {
            let producers = [(); 4].map(|()| {
                let (tx, start) = (tx.clone(), &start);
                scope.spawn(move || {
                    start.wait();
                    allocations(|| (0..300).for_each(|n| tx.send(n).unwrap()))
                })
            });
            drop(tx);
            let mut received = 0;
            while rx.recv().is_ok() {
                received += 1;
                if received % 200 == 0 {
                    thread::sleep(Duration::from_millis(3)); // The producers park.
                }
            }
            assert_eq!(received, 4 * 300);
            assert_eq!(producers.map(|producer| producer.join().unwrap()), [0; 4]);
        });
    });
}

#[test]
fn a_task_that_waits_alone_for_room_allocates_nothing() {
    let (tx, rx) = mpsc::channel::<u64, 1>();
    let allocated = allocations(|| {
        for n in 0..10 {
            tx.try_send(n).unwrap();
            let mut sending = pin!(tx.send_async(n));
            assert!(poll_once(&mut sending).is_pending());
            assert_eq!(rx.try_recv(), Ok(n));
            assert_eq!(poll_once(&mut sending), Poll::Ready(Ok(())));
            assert_eq!(rx.try_recv(), Ok(n));
        }
    });
    assert_eq!(allocated, 0);
}

#[test]
fn many_tasks_that_wait_for_room_allocate_nothing_in_steady_state() {
    let (tx, rx) = mpsc::channel::<u64, 1>();
    tx.try_send(0).unwrap();
    let round = || {
        let mut context = Context::from_waker(Waker::noop());
        let mut waiting = [1, 2, 3].map(|n| tx.send_async(n));
        for sending in &mut waiting {
            assert!(pin!(sending).poll(&mut context).is_pending());
        }
        for sending in &mut waiting {
            assert!(rx.try_recv().is_ok());
            assert_eq!(pin!(sending).poll(&mut context), Poll::Ready(Ok(())));
        }
    };
    round();
    assert_eq!(allocations(|| (0..100).for_each(|_| round())), 0);
}

/// A wake that panics while a future is given up leaves that future's node to the next one that waits.
#[test]
fn a_wake_that_panics_in_a_cancel_loses_no_node() {
    struct Panicking;

    impl Wake for Panicking {
        fn wake(self: Arc<Self>) {
            resume_unwind(Box::new("a waker that panics"));
        }
    }

    let (tx, rx) = mpsc::channel::<u64, 1>();
    tx.try_send(0).unwrap();
    let panicking = Waker::from(Arc::new(Panicking));
    let round = || {
        let (mut first, mut second) = (tx.send_async(1), tx.send_async(2));
        assert!(poll_once(&mut first).is_pending());
        assert!(poll(&mut second, &panicking).is_pending());
        assert!(rx.try_recv().is_ok());
        assert!(catch_unwind(AssertUnwindSafe(|| drop(first))).is_err());
        assert!(poll_once(&mut second).is_ready());
    };
    let in_the_first = allocations(round);
    let in_another = allocations(round);
    assert!(in_another < in_the_first, "the second task's node is used again");
    assert_eq!(allocations(|| (0..10).for_each(|_| round())), 10 * in_another);
}

/// Of many tasks, all but one wait in the heap; what they waited in is the channel's, and goes with it.
#[test]
fn a_channel_frees_what_its_tasks_waited_in() {
    let before = FREED.get();
    let allocated = allocations(|| {
        let (tx, _rx) = mpsc::channel::<u64, 1>();
        tx.try_send(0).unwrap();
        let mut forgotten = [1, 2].map(|n| ManuallyDrop::new(tx.send_async(n)));
        for sending in &mut forgotten {
            assert!(poll_once(&mut **sending).is_pending());
        }
    });
    assert!(allocated > 1, "the second task waits in the heap");
    assert_eq!(FREED.get() - before, allocated);
}

#[test]
fn chunks_and_permits_allocate_nothing() {
    let (mut tx, mut rx) = pipe::channel::<u64, 64>();
    assert_eq!(
        allocations(|| {
            for n in 0..200 {
                tx.try_reserve().unwrap().send(n);
                assert_eq!(tx.write_chunk(40).unwrap().fill_from_iter(0..40), 40);
                rx.read_chunk(30).unwrap().commit_all();
                assert_eq!(rx.read_chunk(64).unwrap().into_iter().count(), 11);
            }
        }),
        0
    );
    let (mut tx, rx) = spsc::channel::<u64, 2>();
    assert_eq!(
        allocations(|| (0..200).for_each(|n| {
            tx.reserve().unwrap().send(n);
            assert_eq!(rx.try_recv(), Ok(n));
        })),
        0
    );
}

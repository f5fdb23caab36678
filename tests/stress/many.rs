//! Many producers against one consumer: exactness, order, causality, and waiting in the queue.

use crate::rounds::rounds;
use crate::watchdog::guarded;
use std::collections::VecDeque;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use strait::{Capacity, PowerOfTwo, SendTimeoutError, TryRecvError, TrySendError, mpsc};

/// Four producers race for the slots of a ring that nobody empties; returns how many messages were sent.
fn accepted<const N: usize>() -> usize
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, mut rx) = mpsc::channel::<usize, N>();
    let (start, accepted) = (Barrier::new(4), AtomicUsize::new(0));
    thread::scope(|scope| {
        for producer in 0..4 {
            let (tx, start, accepted) = (tx.clone(), &start, &accepted);
            scope.spawn(move || {
                start.wait();
                while let Ok(()) = tx.try_send(producer) {
                    accepted.fetch_add(1, Ordering::Relaxed);
                }
                assert_eq!(tx.try_send(producer), Err(TrySendError::Full(producer)));
            });
        }
    });
    assert_eq!(rx.drain().count(), N);
    accepted.into_inner()
}

#[test]
fn racing_producers_without_a_consumer_place_exactly_as_many_as_fit() {
    guarded(|| {
        for _ in 0..rounds(200) {
            assert_eq!((accepted::<1>(), accepted::<2>(), accepted::<8>(), accepted::<64>()), (1, 2, 8, 64));
        }
    });
}

/// The messages of each producer come in its order, and all of them.
fn keep_their_order<const N: usize>(
    each: usize,
    send: impl Fn(&mpsc::Producer<(usize, usize), N>, (usize, usize)) + Sync,
) where
    Capacity<N>: PowerOfTwo,
{
    const PRODUCERS: usize = 4;
    let (tx, mut rx) = mpsc::channel::<(usize, usize), N>();
    thread::scope(|scope| {
        for producer in 0..PRODUCERS {
            let (tx, send) = (tx.clone(), &send);
            scope.spawn(move || (0..each).for_each(|n| send(&tx, (producer, n))));
        }
        drop(tx);
        let mut next = [0; PRODUCERS];
        for (producer, n) in rx.iter() {
            assert_eq!(n, next[producer]);
            next[producer] += 1;
        }
        assert_eq!(next, [each; PRODUCERS]);
    });
}

#[test]
fn each_producers_order_holds_by_blocking_sends() {
    guarded(|| {
        keep_their_order::<1>(rounds(3_000), |tx, message| tx.send(message).unwrap());
        keep_their_order::<2>(rounds(3_000), |tx, message| tx.send(message).unwrap());
        keep_their_order::<64>(rounds(20_000), |tx, message| tx.send(message).unwrap());
    });
}

#[test]
fn each_producers_order_holds_by_every_kind_of_send() {
    guarded(|| {
        keep_their_order::<8>(rounds(5_000), |tx, message| match message.1 % 5 {
            0 => tx.send(message).unwrap(),
            1 => futures::executor::block_on(tx.send_async(message)).unwrap(),
            2 => assert_eq!(tx.send_deque(&mut [message].into()), Ok(1)),
            3 => tx.send_array([message]).unwrap(),
            _ => while tx.send_timeout(message, Duration::from_micros(20)).is_err() {},
        });
    });
}

#[test]
fn each_producers_order_holds_in_batches() {
    guarded(|| {
        let (tx, mut rx) = mpsc::channel::<(usize, usize), 8>();
        let each = rounds(5_000);
        thread::scope(|scope| {
            for producer in 0..3 {
                let tx = tx.clone();
                scope.spawn(move || {
                    let mut batch: VecDeque<_> = (0..each).map(|n| (producer, n)).collect();
                    assert_eq!(tx.send_deque(&mut batch), Ok(each));
                });
            }
            drop(tx);
            let (mut next, mut batch) = ([0; 3], Vec::new());
            while rx.recv_many(&mut batch, 5).is_ok() {
                for (producer, n) in batch.drain(..) {
                    assert_eq!(n, next[producer]);
                    next[producer] += 1;
                }
            }
            assert_eq!(next, [each; 3]);
        });
    });
}

/// A producer that knows of another's message sends its own behind it.
#[test]
fn a_message_that_was_caused_by_another_comes_behind_it() {
    guarded(|| {
        let (tx, mut rx) = mpsc::channel::<usize, 64>();
        let (tell, mut hear) = strait::spsc::channel::<usize, 1>();
        let count = rounds(10_000);
        thread::scope(|scope| {
            let first = tx.clone();
            scope.spawn(move || {
                for n in 0..count {
                    first.send(2 * n).unwrap();
                    tell.send(n).unwrap();
                }
            });
            scope.spawn(move || hear.iter().for_each(|n| tx.send(2 * n + 1).unwrap()));
            let mut causes = 0;
            for n in rx.iter() {
                match n % 2 {
                    0 => causes += 1,
                    _ => assert!(n / 2 < causes, "the effect {n} came before its cause"),
                }
            }
            assert_eq!(causes, count);
        });
    });
}

/// Eight producers that mostly sleep against one consumer that sometimes does.
fn with_random_sleeps<const N: usize>(each: usize)
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, mut rx) = mpsc::channel::<usize, N>();
    thread::scope(|scope| {
        for producer in 0..8u64 {
            let tx = tx.clone();
            scope.spawn(move || {
                let mut random = producer.wrapping_mul(0x9e37_79b9) + 1;
                for n in 0..each {
                    random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    if random >> 40 & 15 == 0 {
                        thread::sleep(Duration::from_micros(random >> 44 & 127));
                    }
                    tx.send(n).unwrap();
                }
            });
        }
        drop(tx);
        let mut sum = 0;
        for (received, n) in rx.iter().enumerate() {
            sum += n;
            if received % 64 == 0 {
                thread::sleep(Duration::from_micros(80));
            }
        }
        assert_eq!(sum, 8 * each * (each - 1) / 2);
    });
}

#[test]
fn eight_producers_and_a_consumer_with_random_sleeps_never_hang() {
    guarded(|| {
        with_random_sleeps::<1>(rounds(400));
        with_random_sleeps::<2>(rounds(400));
    });
}

/// Producers that give up, among producers that wait without a deadline: the wake of one that gives up is passed on.
#[test]
fn producers_that_give_up_leave_no_other_asleep() {
    guarded(|| {
        let (tx, mut rx) = mpsc::channel::<usize, 1>();
        let each = rounds(1_500);
        thread::scope(|scope| {
            let patient = [(); 2].map(|()| tx.clone());
            let hasty = [(); 2].map(|()| tx.clone());
            drop(tx);
            for tx in patient {
                scope.spawn(move || (0..each).for_each(|n| tx.send(n).unwrap()));
            }
            let gone = hasty.map(|tx| {
                scope.spawn(move || {
                    let sent = |n| tx.send_timeout(n, Duration::from_micros(n as u64 % 30));
                    (0..each).filter(|&n| sent(n).is_ok()).count()
                })
            });
            let received = rx.iter().count();
            assert_eq!(received, 2 * each + gone.map(|thread| thread.join().unwrap()).iter().sum::<usize>());
        });
    });
}

/// No message whose send returned `Ok` is lost when the channel closes in the middle; those that wait are woken.
#[test]
fn a_close_among_racing_producers_loses_nothing_that_was_sent() {
    guarded(|| {
        for round in 0..rounds(300) {
            let (tx, mut rx) = mpsc::channel::<usize, 2>();
            let senders = [(); 3].map(|()| {
                let tx = tx.clone();
                thread::spawn(move || {
                    let outcomes = (0..8).map(|n| match n % 2 {
                        0 => tx.send(n).is_ok(),
                        _ => match tx.send_timeout(n, Duration::from_millis(200)) {
                            Err(SendTimeoutError::Timeout(_)) => panic!("a close wakes"),
                            sent => sent.is_ok(),
                        },
                    });
                    outcomes.filter(|&sent| sent).count()
                })
            });
            let received = (0..round % 12).map_while(|_| rx.recv().ok()).count();
            if round % 2 == 0 {
                rx.close()
            } else {
                tx.close()
            }
            drop(tx);
            let sent: usize = senders.into_iter().map(|sender| sender.join().unwrap()).sum();
            assert_eq!(received + rx.iter().count(), sent);
            assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        }
    });
}

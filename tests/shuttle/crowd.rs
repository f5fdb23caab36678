//! Many producers, as threads and as tasks, that wait for few slots.

use crate::check;
use crate::scheduled::poll_times;
use core::pin::pin;
use core::task::{Context, Waker};
use shuttle::future::block_on;
use shuttle::thread;
use std::future::Future;
use std::time::Duration;
use strait::{SendTimeoutError, TrySendError, mpsc};

#[test]
fn four_blocked_producers() {
    check(|| {
        let (tx, mut rx) = mpsc::channel::<(usize, usize), 2>();
        let senders = [0, 1, 2, 3].map(|producer| {
            let tx = tx.clone();
            thread::spawn(move || (0..6).for_each(|n| tx.send((producer, n)).unwrap()))
        });
        drop(tx);
        let mut next = [0; 4];
        for (producer, n) in rx.iter() {
            assert_eq!(n, next[producer]);
            next[producer] += 1;
        }
        assert_eq!(next, [6; 4]);
        senders.into_iter().for_each(|sender| sender.join().unwrap());
    });
}

/// Many quiet producers, each of which notifies once at its end: the consumer, which sleeps in between, gets all.
#[test]
fn quiet_producers_that_notify_at_their_end() {
    check(|| {
        let (tx, rx) = mpsc::quiet_channel::<usize, 2>();
        let senders = [(); 3].map(|()| {
            let tx = tx.clone();
            thread::spawn(move || {
                let sent = (0..2).filter(|&n| tx.try_send(n).is_ok()).count();
                tx.notify();
                (sent, tx)
            })
        });
        // No close wakes the consumer meanwhile: all handles live until the first message has been received.
        let first = usize::from(rx.recv().is_ok());
        let sent: usize = senders.map(|sender| sender.join().unwrap().0).iter().sum();
        drop(tx);
        assert_eq!(first + rx.into_iter().count(), sent);
    });
}

/// One producer has claimed the only slot and wakes nobody when it publishes; another one closes the channel. The
/// consumer, which finds nothing yet, must not sleep until it is notified.
#[test]
fn a_close_behind_a_quiet_claim() {
    for is_task in [false, true] {
        check(move || {
            let (tx, mut rx) = mpsc::quiet_channel::<usize, 1>();
            let [sender, closer] = [tx.clone(), tx];
            let sender = thread::spawn(move || (usize::from(sender.try_send(0).is_ok()), sender));
            let closer = thread::spawn(move || {
                closer.close();
                closer
            });
            let mut received = 0;
            while if is_task { block_on(rx.recv_async()) } else { rx.recv() }.is_ok() {
                received += 1;
            }
            let (sent, _sender) = sender.join().unwrap();
            assert_eq!(received, sent);
            drop(closer.join().unwrap());
        });
    }
}

/// Behind a claim that is not published a receive finds nothing and a send no room: neither wakes the other for that,
/// or both would go on without end and keep the claiming producer from its core.
#[test]
fn batches_that_wait_do_not_wake_each_other_for_nothing() {
    for is_task in [false, true] {
        check(move || {
            let (tx, mut rx) = mpsc::channel::<u32, 1>();
            let one = tx.clone();
            let one = thread::spawn(move || one.send(1).unwrap());
            let many = thread::spawn(move || {
                let mut batch = [2, 3, 4].into();
                if is_task { block_on(tx.send_deque_async(&mut batch)) } else { tx.send_deque(&mut batch) }.unwrap();
            });
            let mut received = Vec::new();
            while if is_task { block_on(rx.recv_many_async(&mut received, 4)) } else { rx.recv_many(&mut received, 4) }
                .is_ok()
            {}
            assert_eq!(received.len(), 4);
            one.join().unwrap();
            many.join().unwrap();
        });
    }
}

/// Once a send or a flush has returned `Closed`, `is_closed` returns true.
#[test]
fn what_says_closed_is_closed() {
    check(|| {
        let (tx, rx) = mpsc::channel::<u32, 1>();
        let sender = tx.clone();
        let sender = thread::spawn(move || {
            let is_refused = sender.try_send(1) == Err(TrySendError::Closed(1));
            assert!(sender.is_closed() || !is_refused);
        });
        let flusher = tx.clone();
        let flusher = thread::spawn(move || {
            let is_closed = flusher.flush_timeout(Duration::ZERO) == Err(SendTimeoutError::Closed(()));
            assert!(flusher.is_closed() || !is_closed);
        });
        rx.close();
        sender.join().unwrap();
        flusher.join().unwrap();
    });
}

/// Both ends see a close by one handle at once.
#[test]
fn both_ends_say_the_same_of_a_close() {
    check(|| {
        let (tx, rx) = mpsc::channel::<u32, 1>();
        let closer = tx.clone();
        let closer = thread::spawn(move || closer.close());
        assert!(!tx.is_closed() || rx.is_closed());
        closer.join().unwrap();
    });
}

/// A task that gives up its turn passes it on, while another producer takes the slots.
#[test]
fn a_turn_that_is_given_up_while_others_try() {
    check(|| {
        let (tx, mut rx) = mpsc::channel::<usize, 1>();
        tx.try_send(0).unwrap();
        let senders = [0, 1, 2].map(|kind| {
            let tx = tx.clone();
            thread::spawn(move || match kind {
                0 => usize::from(block_on(tx.send_async(0)).is_ok()),
                1 => poll_times(pin!(tx.send_async(0)), 2).map_or(0, |sent| usize::from(sent.is_ok())),
                _ => {
                    while tx.try_send(0).is_err() {
                        thread::yield_now();
                    }
                    1
                }
            })
        });
        drop(tx);
        let mut received = 0;
        while block_on(rx.recv_async()).is_ok() {
            received += 1;
        }
        assert_eq!(received, 1 + senders.map(|sender| sender.join().unwrap()).iter().sum::<usize>());
    });
}

/// Threads, tasks, and some that give up, in one queue for one slot.
#[test]
fn a_mixed_queue() {
    check(|| {
        let (tx, mut rx) = mpsc::channel::<usize, 1>();
        let senders = [0, 1, 2, 3, 4].map(|kind| {
            let tx = tx.clone();
            thread::spawn(move || {
                let sent = |n| match kind {
                    0 => tx.send(n).is_ok(),
                    1 => block_on(tx.send_async(n)).is_ok(),
                    2 => tx.send_timeout(n, Duration::from_nanos(3)).is_ok(),
                    3 => {
                        let mut sending = pin!(tx.send_async(n));
                        let mut context = Context::from_waker(Waker::noop());
                        (0..2).any(|_| {
                            thread::yield_now();
                            sending.as_mut().poll(&mut context).is_ready()
                        })
                    }
                    _ => tx.send_deque(&mut [n].into()).is_ok(),
                };
                (0..3).filter(|&n| sent(n)).count()
            })
        });
        drop(tx);
        let received = rx.iter().count();
        assert_eq!(received, senders.map(|sender| sender.join().unwrap()).iter().sum());
    });
}

/// The consumer closes while all wait: all of them are woken, and no message whose send returned `Ok` is lost.
#[test]
fn a_consumer_that_leaves_a_queue() {
    check(|| {
        let (tx, mut rx) = mpsc::channel::<usize, 1>();
        let senders = [0, 1, 2, 3].map(|kind| {
            let tx = tx.clone();
            thread::spawn(move || {
                let sent = |n| match kind % 2 {
                    0 => tx.send(n).is_ok(),
                    _ => block_on(tx.send_async(n)).is_ok(),
                };
                (0..3).take_while(|&n| sent(n)).count()
            })
        });
        let before = rx.iter().take(3).count();
        rx.close();
        let sent: usize = senders.map(|sender| sender.join().unwrap()).iter().sum();
        assert_eq!(before + rx.drain().count(), sent);
    });
}

/// A producer waits until everything is received, while others send.
#[test]
fn a_flush_among_blocked_producers() {
    check(|| {
        let (tx, mut rx) = mpsc::channel::<usize, 1>();
        let senders = [(); 2].map(|()| {
            let tx = tx.clone();
            thread::spawn(move || {
                tx.send(7).unwrap();
                tx.flush_timeout(Duration::MAX)
            })
        });
        drop(tx);
        assert_eq!(rx.iter().count(), 2);
        senders.into_iter().for_each(|sender| assert_eq!(sender.join().unwrap(), Ok(())));
    });
}

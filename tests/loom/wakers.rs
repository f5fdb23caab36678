//! The slot for the waker of a lone end: an end that leaves a waker there or takes it back, and a notifier that takes
//! it to wake the task, meet at every step. Loom sees who touches the slot, so a model here also fails where two
//! threads have it at once.

use crate::harness::{Alarm, large_model, model};
use core::future::Future;
use core::pin::pin;
use core::task::Poll;
use loom::future::block_on;
use loom::thread;
use std::sync::Arc;
use strait::{RecvError, mpsc, spsc};

/// Polls a future once for one task, then for another to its end; returns the first task, whose waker is not kept for
/// long.
fn poll_for_two_tasks<F: Future>(future: F) -> (F::Output, Arc<Alarm>) {
    let mut future = pin!(future);
    let first = Alarm::new();
    match first.poll(future.as_mut()) {
        Poll::Ready(output) => (output, first),
        Poll::Pending => (block_on(future), first),
    }
}

#[test]
fn a_message_wakes_the_task_that_polled_last() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let (received, first) = poll_for_two_tasks(rx.recv_async());
        assert_eq!(received, Ok(1));
        drop(producer.join().unwrap());
        assert!(first.is_forgotten());
    });
}

#[test]
fn room_wakes_the_task_that_polled_last() {
    model(|| {
        let (mut tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            let (sent, first) = poll_for_two_tasks(tx.send_async(1));
            assert_eq!(sent, Ok(()));
            (tx, first)
        });
        assert_eq!(rx.try_recv(), Ok(0));
        let (_tx, first) = producer.join().unwrap();
        assert!(first.is_forgotten());
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

#[test]
fn a_close_wakes_the_task_that_polled_last() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<u8, 1>();
        let closer = thread::spawn(move || drop(tx));
        assert_eq!(poll_for_two_tasks(rx.recv_async()).0, Err(RecvError));
        closer.join().unwrap();
    });
}

/// The same task polls again, so its waker may stay; the task is woken, or its second poll finds the message.
#[test]
fn a_task_that_polls_again_is_woken_or_has_seen_the_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let alarm = Alarm::new();
        let mut receiving = Box::pin(rx.recv_async());
        let received = match alarm.poll(receiving.as_mut()) {
            Poll::Pending => alarm.poll(receiving.as_mut()),
            ready => ready,
        };
        drop(producer.join().unwrap());
        if received.is_pending() {
            assert!(alarm.has_rung(), "the message came after the last attempt");
            assert_eq!(alarm.poll(receiving.as_mut()), Poll::Ready(Ok(1)));
        }
        drop(receiving);
        assert!(alarm.is_forgotten());
    });
}

/// The next task may find the slot while the notifier that woke the last one still has it.
#[test]
fn the_next_task_does_not_meet_who_woke_the_last() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 2>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        assert_eq!(block_on(rx.recv_async()), Ok(1));
        let next = Alarm::new();
        assert!(next.poll(pin!(rx.recv_async())).is_pending());
        let _tx = producer.join().unwrap();
        assert!(next.is_forgotten());
        let alone = Alarm::new();
        assert!(alone.poll(pin!(rx.recv_async())).is_pending());
        assert!(!alone.has_rung(), "the slot is free");
    });
}

/// A cancelled wait takes its waker back, or a notifier takes it.
#[test]
fn no_waker_stays_after_a_cancel_against_a_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let alarm = Alarm::new();
        let received = alarm.poll(pin!(rx.recv_async()));
        let _tx = producer.join().unwrap(); // Its close would take a waker that stayed.
        assert!(alarm.is_forgotten());
        if received.is_pending() {
            assert_eq!(rx.try_recv(), Ok(1));
        }
    });
}

/// A cancelled wait, and another task's wait after it, against one message.
#[test]
fn a_task_after_a_cancelled_one_is_woken_by_the_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let cancelled = Alarm::new().poll(pin!(rx.recv_async()));
        match cancelled {
            Poll::Ready(received) => assert_eq!(received, Ok(1)),
            Poll::Pending => assert_eq!(block_on(rx.recv_async()), Ok(1)),
        }
        drop(producer.join().unwrap());
    });
}

/// A message is received while its notifier still takes the last task's waker; the next message wakes the next task all
/// the same.
#[test]
fn a_task_that_found_the_place_taken_is_woken_by_the_next_message() {
    large_model(|| {
        let (tx, mut rx) = spsc::channel::<_, 2>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.try_send(2).unwrap();
            tx
        });
        let cancelled = Alarm::new().poll(pin!(rx.recv_async()));
        let received = match cancelled {
            Poll::Ready(received) => received.ok(),
            Poll::Pending => rx.try_recv().ok(),
        };
        if received.is_some() {
            assert_eq!((received, block_on(rx.recv_async())), (Some(1), Ok(2)));
        }
        drop(producer.join().unwrap());
    });
}

/// A leaked future leaves its waker; the next task takes the slot over.
#[test]
fn a_task_after_a_leaked_one_is_woken_by_the_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let mut leaked = Box::pin(rx.recv_async());
        match Alarm::new().poll(leaked.as_mut()) {
            Poll::Ready(received) => assert_eq!(received, Ok(1)),
            Poll::Pending => {
                core::mem::forget(leaked);
                assert_eq!(block_on(rx.recv_async()), Ok(1));
            }
        }
        drop(producer.join().unwrap());
    });
}

/// Two notifiers at once: one of them takes the waker, and no message is left behind.
#[test]
fn two_producers_wake_one_task_and_take_one_waker() {
    large_model(|| {
        let (tx, mut rx) = mpsc::channel::<_, 2>();
        let producers = [tx.clone(), tx].map(|tx| {
            thread::spawn(move || {
                tx.try_send(()).unwrap();
                tx
            })
        });
        let task = Alarm::new();
        let mut receiving = Box::pin(rx.recv_async());
        let received = task.poll(receiving.as_mut());
        drop(producers.map(|producer| producer.join().unwrap()));
        if received.is_pending() {
            assert!(task.has_rung(), "both messages came after the last attempt");
            assert_eq!(task.poll(receiving.as_mut()), Poll::Ready(Ok(())));
        }
        drop(receiving);
        assert_eq!(rx.try_recv(), Ok(()));
        assert!(task.is_forgotten());
    });
}

/// A message and the close after it, against a task that polls for another.
#[test]
fn a_message_and_a_close_against_a_second_task() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.close();
            tx
        });
        let (received, first) = poll_for_two_tasks(rx.recv_async());
        assert_eq!(received, Ok(1));
        drop(producer.join().unwrap());
        assert!(first.is_forgotten());
    });
}

/// A message wakes the task that polled last, and the channel keeps neither task's waker.
#[test]
fn poll_recv_for_two_tasks_against_a_message() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let [first, second] = [Alarm::new(), Alarm::new()];
        let received = match first.poll_recv(&rx) {
            Poll::Pending => second.poll_recv(&rx),
            ready => ready,
        };
        let _tx = producer.join().unwrap(); // Its close would take a waker that stayed.
        if received.is_pending() {
            assert!(second.has_rung(), "the message came after the last attempt");
            assert_eq!(rx.try_recv(), Ok(1));
        } else {
            assert_eq!(received, Poll::Ready(Ok(1)));
        }
        assert!(first.is_forgotten() && second.is_forgotten());
    });
}

/// The same against a close.
#[test]
fn poll_recv_for_two_tasks_against_a_close() {
    model(|| {
        let (tx, rx) = spsc::channel::<u8, 1>();
        let closer = thread::spawn(move || {
            tx.close();
            tx
        });
        let [first, second] = [Alarm::new(), Alarm::new()];
        let received = match first.poll_recv(&rx) {
            Poll::Pending => second.poll_recv(&rx),
            ready => ready,
        };
        drop(closer.join().unwrap());
        if received.is_pending() {
            assert!(second.has_rung(), "the close came after the last attempt");
            assert_eq!(second.poll_recv(&rx), Poll::Ready(Err(RecvError)));
        }
        assert!(first.is_forgotten() && second.is_forgotten());
    });
}

/// `poll_recv` leaves its waker; a thread that waits at the same end after it is woken.
#[test]
fn a_thread_waits_where_poll_recv_left_a_waker() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        match Alarm::new().poll_recv(&rx) {
            Poll::Ready(received) => assert_eq!(received, Ok(1)),
            Poll::Pending => assert_eq!(rx.recv(), Ok(1)),
        }
        drop(producer.join().unwrap());
    });
}

/// The same with a future of another task.
#[test]
fn a_future_waits_where_poll_recv_left_a_waker() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        match Alarm::new().poll_recv(&rx) {
            Poll::Ready(received) => assert_eq!(received, Ok(1)),
            Poll::Pending => assert_eq!(block_on(rx.recv_async()), Ok(1)),
        }
        drop(producer.join().unwrap());
    });
}

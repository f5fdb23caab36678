//! The one place for a waker at a lone end: who leaves one there, takes it back, or takes it to wake meets the others
//! at every step. Loom sees who touches it, so a model here also fails where two have the place at once.

use crate::harness::{Alarm, large_model, model};
use core::future::Future;
use core::pin::pin;
use core::task::Poll;
use loom::future::block_on;
use loom::thread;
use std::sync::Arc;
use strait::{RecvError, mpsc, spsc};

/// Polls a future for one task, then for another to its end; gives the first task, whose waker nobody keeps for long.
fn poll_for_two_tasks<F: Future>(future: F) -> (F::Output, Arc<Alarm>) {
    let mut future = pin!(future);
    let first = Alarm::new();
    match first.poll(future.as_mut()) {
        Poll::Ready(output) => (output, first),
        Poll::Pending => (block_on(future), first),
    }
}

/// Whether nobody has the alarm's waker any more.
fn is_forgotten(alarm: &Arc<Alarm>) -> bool {
    Arc::strong_count(alarm) == 1
}

#[test]
fn a_message_wakes_the_task_that_polled_last() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let (received, first) = poll_for_two_tasks(rx.recv_async());
        assert_eq!(received, Ok(1));
        drop(producer.join().unwrap());
        assert!(is_forgotten(&first));
    });
}

#[test]
fn room_wakes_the_task_that_polled_last() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            let (sent, first) = poll_for_two_tasks(tx.send_async(1));
            assert_eq!(sent, Ok(()));
            (tx, first)
        });
        assert_eq!(rx.try_recv(), Ok(0));
        let (_tx, first) = producer.join().unwrap();
        assert!(is_forgotten(&first));
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

/// The same task polls again, so its waker may stay; woken or not, it is not left behind.
#[test]
fn a_task_that_polls_again_is_woken_or_has_seen_the_message() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
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
            assert!(alarm.has_rung(), "the message came after the last look");
            assert_eq!(alarm.poll(receiving.as_mut()), Poll::Ready(Ok(1)));
        }
        drop(receiving);
        assert!(is_forgotten(&alarm));
    });
}

/// The next task finds the place as who woke the last one has left it.
#[test]
fn the_next_task_does_not_meet_who_woke_the_last() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 2>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        assert_eq!(block_on(rx.recv_async()), Ok(1));
        let next = Alarm::new();
        assert!(next.poll(pin!(rx.recv_async())).is_pending());
        let _tx = producer.join().unwrap();
        assert!(is_forgotten(&next));
        let alone = Alarm::new();
        assert!(alone.poll(pin!(rx.recv_async())).is_pending());
        assert!(!alone.has_rung(), "the place is free");
    });
}

/// A wait that is given up takes its waker with it, or a notifier does.
#[test]
fn no_waker_stays_after_a_cancel_against_a_message() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let alarm = Alarm::new();
        let received = alarm.poll(pin!(rx.recv_async()));
        let _tx = producer.join().unwrap(); // Its close would take what has stayed.
        assert!(is_forgotten(&alarm));
        if received.is_pending() {
            assert_eq!(rx.try_recv(), Ok(1));
        }
    });
}

/// A wait that is given up, and another task's after it, against one message.
#[test]
fn a_task_after_a_cancelled_one_is_woken_by_the_message() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
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

/// The message whose notifier is still taking the last task's waker is received already; the next message wakes the
/// next task all the same.
#[test]
fn a_task_that_found_the_place_taken_is_woken_by_the_next_message() {
    large_model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 2>();
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

/// A future that is leaked leaves its waker; the next task takes the place over.
#[test]
fn a_task_after_a_leaked_one_is_woken_by_the_message() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
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
            assert!(task.has_rung(), "both messages came after the last look");
            assert_eq!(task.poll(receiving.as_mut()), Poll::Ready(Ok(())));
        }
        drop(receiving);
        assert_eq!(rx.try_recv(), Ok(()));
        assert!(is_forgotten(&task));
    });
}

/// A message and the close after it, against a task that polls for another.
#[test]
fn a_message_and_a_close_against_a_second_task() {
    model(|| {
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.close();
            tx
        });
        let (received, first) = poll_for_two_tasks(rx.recv_async());
        assert_eq!(received, Ok(1));
        drop(producer.join().unwrap());
        assert!(is_forgotten(&first));
    });
}

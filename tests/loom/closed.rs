//! Waiting for the close, at either end, as a thread and as a task: the close always wakes it, and it holds up nobody.

use crate::harness::{Alarm, large_model, model};
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use loom::future::block_on;
use loom::thread;
use strait::{mpsc, spsc};

/// A few readings of the model's clock.
const SOON: Duration = Duration::from_nanos(3);

type Lone = (spsc::Producer<usize, 1>, spsc::Consumer<usize, 1>);

/// The consumer waits while the producer closes, and while it sends a message and leaves.
fn the_producer_ends(wait: fn(&mut spsc::Consumer<usize, 1>)) {
    model(move || {
        let (tx, mut rx): Lone = spsc::channel();
        let producer = thread::spawn(move || {
            tx.close();
            tx
        });
        wait(&mut rx);
        assert!(rx.is_closed());
        drop(producer.join().unwrap());
    });
    model(move || {
        let (tx, mut rx): Lone = spsc::channel();
        let producer = thread::spawn(move || tx.try_send(1).unwrap());
        wait(&mut rx);
        assert!(rx.is_closed());
        assert_eq!(rx.try_recv(), Ok(1), "the wait takes no message");
        producer.join().unwrap();
    });
}

#[test]
fn the_consumers_thread_waits_for_the_producers_end() {
    the_producer_ends(|rx| rx.closed());
}

#[test]
fn the_consumers_task_waits_for_the_producers_end() {
    the_producer_ends(|rx| block_on(rx.closed_async()));
}

#[test]
fn the_consumer_gives_up_now_and_then_and_waits_for_the_producers_end() {
    the_producer_ends(|rx| {
        while !rx.closed_timeout(SOON) {
            thread::yield_now();
        }
    });
}

/// The producer waits while the consumer closes, and while it takes a message and leaves.
fn the_consumer_ends(wait: fn(&mut spsc::Producer<usize, 1>)) {
    model(move || {
        let (mut tx, rx): Lone = spsc::channel();
        let consumer = thread::spawn(move || {
            rx.close();
            rx
        });
        wait(&mut tx);
        assert!(tx.is_closed());
        drop(consumer.join().unwrap());
    });
    model(move || {
        let (mut tx, rx): Lone = spsc::channel();
        tx.try_send(1).unwrap();
        let consumer = thread::spawn(move || assert_eq!(rx.try_recv(), Ok(1)));
        wait(&mut tx);
        assert!(tx.is_closed());
        consumer.join().unwrap();
    });
}

#[test]
fn the_producers_thread_waits_for_the_consumers_end() {
    the_consumer_ends(|tx| tx.closed());
}

#[test]
fn the_producers_task_waits_for_the_consumers_end() {
    the_consumer_ends(|tx| block_on(tx.closed_async()));
}

#[test]
fn the_producer_gives_up_now_and_then_and_waits_for_the_consumers_end() {
    the_consumer_ends(|tx| {
        while !tx.closed_timeout(SOON) {
            thread::yield_now();
        }
    });
}

/// A wait that is given up leaves no waker, whether the close found it or not.
#[test]
fn a_cancelled_wait_against_the_close() {
    model(|| {
        let (tx, mut rx): Lone = spsc::channel();
        let closer = thread::spawn(move || {
            tx.close();
            tx
        });
        let alarm = Alarm::new();
        let is_closed = alarm.poll(pin!(rx.closed_async())).is_ready();
        assert!(!is_closed || rx.is_closed());
        drop(closer.join().unwrap());
        assert!(alarm.is_forgotten());
        rx.closed();
    });
}

/// The consumer of a quiet channel waits for the close, too; a message does not wake it.
#[test]
fn the_consumer_of_a_quiet_channel_waits_for_the_producers_end() {
    model(|| {
        let (tx, rx) = spsc::quiet_channel::<_, 1>();
        let producer = thread::spawn(move || tx.try_send(1).unwrap());
        rx.closed();
        assert_eq!(rx.try_recv(), Ok(1));
        producer.join().unwrap();
    });
}

/// The last of two producers to leave ends the consumer's wait.
#[test]
fn the_consumer_waits_until_both_producers_are_gone() {
    large_model(|| {
        let (tx, rx) = mpsc::channel::<u8, 1>();
        let producers = [tx.clone(), tx].map(|tx| thread::spawn(move || drop(tx)));
        rx.closed();
        assert!(rx.is_closed());
        producers.into_iter().for_each(|producer| producer.join().unwrap());
    });
}

/// One producer closes the channel; another one waits for that.
#[test]
fn one_of_many_producers_waits_for_the_close_of_another() {
    model(|| {
        let (tx, _rx) = mpsc::channel::<u8, 1>();
        let closer = tx.clone();
        let closer = thread::spawn(move || {
            closer.close();
            closer
        });
        tx.closed();
        assert!(tx.is_closed());
        drop(closer.join().unwrap());
    });
}

/// A thread and a task wait, and the consumer leaves: both are woken.
#[test]
fn a_consumer_that_leaves_ends_the_waits_of_many_producers() {
    large_model(|| {
        let (tx, rx) = mpsc::channel::<u8, 1>();
        let (alarm, other) = (Alarm::new(), tx.clone());
        let mut waiting = pin!(tx.closed_async());
        assert!(alarm.poll(waiting.as_mut()).is_pending());
        let other = thread::spawn(move || other.closed());
        let consumer = thread::spawn(move || drop(rx));
        other.join().unwrap();
        consumer.join().unwrap();
        assert!(alarm.has_rung(), "the channel is closed, and the task was not woken");
        assert!(alarm.poll(waiting.as_mut()).is_ready());
        assert!(alarm.is_forgotten());
    });
}

/// One producer waits for the close, another for room: the room goes to the one that wants it.
fn room_is_not_for_the_close<const IS_FIRST: bool>() {
    model(|| {
        let (tx, rx) = mpsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let sender = tx.clone();
        let alarm = Alarm::new();
        let mut waiting = pin!(tx.closed_async());
        if IS_FIRST {
            assert!(alarm.poll(waiting.as_mut()).is_pending());
        }
        let sender = thread::spawn(move || {
            sender.send(1).unwrap();
            sender
        });
        if !IS_FIRST {
            assert!(alarm.poll(waiting.as_mut()).is_pending());
        }
        assert_eq!(rx.try_recv(), Ok(0));
        drop(sender.join().unwrap()); // It is not polled meanwhile, so it cannot pass a wake on.
        assert_eq!(rx.try_recv(), Ok(1));
        drop(rx);
        assert!(alarm.has_rung());
        assert_eq!(alarm.poll(waiting.as_mut()), Poll::Ready(()));
    });
}

#[test]
fn room_wakes_no_producer_that_waits_for_the_close_before_a_sender() {
    room_is_not_for_the_close::<true>();
}

#[test]
fn room_wakes_no_producer_that_waits_for_the_close_behind_a_sender() {
    room_is_not_for_the_close::<false>();
}

/// The same with threads: the sender gets the room, and then the close ends the other one's wait.
#[test]
fn a_thread_that_waits_for_the_close_holds_up_no_sender() {
    large_model(|| {
        let (tx, rx) = mpsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let waiting = tx.clone();
        let waiting = thread::spawn(move || waiting.closed());
        let sender = thread::spawn(move || {
            tx.send(1).unwrap();
            tx
        });
        assert_eq!(rx.try_recv(), Ok(0));
        drop(sender.join().unwrap());
        drop(rx);
        waiting.join().unwrap();
    });
}

/// A wait for the close that times out or is cancelled is forgotten; the next one is woken.
#[test]
fn one_of_many_producers_gives_up_and_waits_again() {
    model(|| {
        let (tx, rx) = mpsc::channel::<u8, 1>();
        let consumer = thread::spawn(move || drop(rx));
        let alarm = Alarm::new();
        let was_closed = alarm.poll(pin!(tx.closed_async())).is_ready() || tx.closed_timeout(SOON);
        assert!(!was_closed || tx.is_closed());
        assert!(alarm.is_forgotten());
        tx.closed();
        consumer.join().unwrap();
    });
}

//! Producers that wait in a queue: one wake is outstanding, passed on, and not lost by a waiter that times out or is
//! cancelled.
//!
//! Tasks that were polled stand in the queue without a thread; their alarms record whether they were woken.

use crate::harness::{Alarm, is_full, large_model, model};
use core::pin::pin;
use core::time::Duration;
use loom::future::block_on;
use loom::thread::{self, JoinHandle};
use strait::mpsc::{self, Consumer, Producer};
use strait::{Capacity, PowerOfTwo};

/// A few readings of the model's clock.
const SOON: Duration = Duration::from_nanos(3);

/// A full channel; its messages are 0.
fn full<const N: usize>() -> (Producer<u32, N>, Consumer<u32, N>)
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, rx) = mpsc::channel();
    tx.try_send_array([0; N]).unwrap();
    (tx, rx)
}

/// A thread that blocks until it has sent, and keeps its handle.
fn blocked<const N: usize>(tx: &Producer<u32, N>, number: u32) -> JoinHandle<Producer<u32, N>> {
    let tx = tx.clone();
    thread::spawn(move || {
        tx.send(number).unwrap();
        tx
    })
}

#[test]
fn a_waiting_producer_is_woken_by_room() {
    model(|| {
        let (tx, rx) = full::<1>();
        let producer = blocked(&tx, 1);
        assert_eq!(rx.try_recv(), Ok(0));
        drop(producer.join().unwrap());
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

/// Two slots are freed and one wake-up is sent: the thread and the task both get one, in whatever order they queued.
#[test]
fn a_woken_producer_passes_the_wake_on() {
    large_model(|| {
        let (tx, mut rx) = full::<2>();
        let task = tx.clone();
        let consumer = thread::spawn(move || {
            let (alarm, mut send) = (Alarm::new(), Box::pin(async move { task.send_async(1).await }));
            let mut sent = alarm.poll(send.as_mut()).is_ready();
            assert_eq!(rx.try_recv_many(&mut Vec::<u32>::new(), 2), 2);
            if !sent && alarm.has_rung() {
                block_on(send.as_mut()).unwrap();
                sent = true;
            }
            (sent, alarm, send, rx)
        });
        tx.send(2).unwrap();
        let (sent, alarm, _send, _rx) = consumer.join().unwrap();
        assert!(sent || alarm.has_rung(), "there is room, and nobody was woken");
    });
}

/// The first is woken and finds its slot taken; it waits again, and finds another slot as it does. The second is woken
/// for the third slot.
#[test]
fn a_producer_whose_turn_came_to_nothing_passes_the_wake_on() {
    large_model(|| {
        let (tx, mut rx) = full::<2>();
        let (alarms, mut first, mut second) =
            ([Alarm::new(), Alarm::new()], pin!(tx.send_async(1)), pin!(tx.send_async(2)));
        assert!(alarms[0].poll(first.as_mut()).is_pending());
        assert!(alarms[1].poll(second.as_mut()).is_pending());
        let thief = tx.clone();
        let consumer = thread::spawn(move || {
            assert_eq!(rx.try_recv(), Ok(0));
            let is_stolen = thief.try_send(3).is_ok();
            let received = rx.try_recv_many(&mut Vec::<u32>::new(), 2);
            assert!(received == 2 || !is_stolen, "nobody else can have claimed a slot");
            (thief, rx)
        });
        block_on(first).unwrap();
        let _ends = consumer.join().unwrap();
        assert!(alarms[1].has_rung() || tx.is_full(), "there is room, and nobody was woken");
    });
}

/// The first is polled once more and then cancelled, woken or not: the second gets the slot.
#[test]
fn a_woken_task_that_is_cancelled_passes_the_wake_on() {
    model(|| {
        let (tx, rx) = full::<1>();
        let (alarm, mut first, mut second) = (Alarm::new(), Box::pin(tx.send_async(1)), pin!(tx.send_async(2)));
        assert!(Alarm::new().poll(first.as_mut()).is_pending());
        assert!(alarm.poll(second.as_mut()).is_pending());
        let consumer = thread::spawn(move || {
            assert_eq!(rx.try_recv(), Ok(0));
            rx
        });
        let sent = Alarm::new().poll(first.as_mut()).is_ready();
        drop(first);
        let _rx = consumer.join().unwrap();
        assert!(sent || alarm.has_rung());
    });
}

/// A thread gives up, woken or not: the task that waits before or behind it gets the slot.
#[test]
fn a_woken_producer_that_times_out_passes_the_wake_on() {
    large_model(|| {
        let (tx, rx) = full::<1>();
        let task = tx.clone();
        let consumer = thread::spawn(move || {
            let (alarm, mut send) = (Alarm::new(), Box::pin(async move { task.send_async(1).await }));
            let sent = alarm.poll(send.as_mut()).is_ready();
            assert_eq!(rx.try_recv(), Ok(0));
            (alarm, sent, send, rx)
        });
        let sent = tx.send_timeout(2, SOON).is_ok();
        let (alarm, task_sent, _send, _rx) = consumer.join().unwrap();
        assert!(sent || task_sent || alarm.has_rung());
    });
}

/// A future that moves to another waker is woken by that one.
#[test]
fn a_task_is_woken_by_the_waker_it_left_last() {
    model(|| {
        let (tx, rx) = full::<1>();
        let task = tx.clone();
        let task = thread::spawn(move || {
            let mut send = pin!(task.send_async(1));
            if Alarm::new().poll(send.as_mut()).is_pending() {
                block_on(send).unwrap();
            }
        });
        assert_eq!(rx.try_recv(), Ok(0));
        task.join().unwrap();
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

/// Two tasks wait, and one is polled again while the consumer leaves: both are woken.
#[test]
fn a_consumer_that_leaves_wakes_all_waiting_producers() {
    model(|| {
        let (tx, rx) = full::<1>();
        let (alarms, mut first, mut second) =
            ([Alarm::new(), Alarm::new()], pin!(tx.send_async(1)), pin!(tx.send_async(2)));
        assert!(alarms[0].poll(first.as_mut()).is_pending());
        assert!(alarms[1].poll(second.as_mut()).is_pending());
        let consumer = thread::spawn(move || drop(rx));
        block_on(first).unwrap_err();
        consumer.join().unwrap();
        assert!(alarms[1].has_rung());
    });
}

/// Three threads, only with time to spare.
#[test]
fn two_waiting_producers_go_one_after_the_other() {
    if !is_full() {
        return;
    }
    large_model(|| {
        let (tx, rx) = full::<1>();
        let producers = [blocked(&tx, 1), blocked(&tx, 2)];
        assert_eq!(rx.recv(), Ok(0));
        let received = [rx.recv().unwrap(), rx.recv().unwrap()];
        assert!(received == [1, 2] || received == [2, 1]);
        let _producers = producers.map(|producer| producer.join().unwrap());
    });
}

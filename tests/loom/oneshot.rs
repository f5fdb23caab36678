//! One message, or none: sent, refused, waited for, and both ends' leaving, on a slot that its last user frees.

use crate::harness::{Alarm, Census, model};
use core::pin::pin;
use core::task::Poll;
use loom::future::block_on;
use loom::thread;
use strait::oneshot;
use strait::{RecvError, TryRecvError};

#[test]
fn a_message_to_one_that_looks() {
    model(|| {
        let census = Census::default();
        let (tx, rx) = oneshot::channel();
        let message = census.message(7);
        let producer = thread::spawn(move || drop(tx.send(message)));
        match rx.try_recv() {
            Ok(message) => {
                assert_eq!(message.number, 7);
                assert_eq!(rx.try_recv().unwrap_err(), TryRecvError::Closed);
            }
            Err(missing) => assert_eq!(missing, TryRecvError::Empty),
        }
        drop(rx); // before or after the send's last step: who comes second frees
        producer.join().unwrap();
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn a_message_to_a_thread_that_sleeps() {
    model(|| {
        let (tx, rx) = oneshot::channel();
        let producer = thread::spawn(move || tx.send(7).unwrap());
        assert_eq!(rx.recv(), Ok(7));
        producer.join().unwrap();
    });
}

#[test]
fn a_message_to_a_task_that_sleeps() {
    model(|| {
        let (tx, rx) = oneshot::channel();
        let producer = thread::spawn(move || tx.send(7).unwrap());
        assert_eq!(block_on(rx.into_future()), Ok(7));
        producer.join().unwrap();
    });
}

#[test]
fn a_producer_that_leaves_wakes_the_consumer() {
    model(|| {
        let (tx, rx) = oneshot::channel::<usize>();
        let producer = thread::spawn(move || drop(tx));
        assert_eq!(rx.recv(), Err(RecvError));
        producer.join().unwrap();
    });
}

#[test]
fn a_send_against_a_refusal() {
    model(|| {
        let census = Census::default();
        let (tx, rx) = oneshot::channel();
        let message = census.message(7);
        let producer = thread::spawn(move || tx.send(message).is_ok());
        rx.close();
        let was_received = rx.try_recv().is_ok();
        assert_eq!(rx.try_recv().unwrap_err(), TryRecvError::Closed);
        assert_eq!(producer.join().unwrap(), was_received, "it was received if it was sent");
        drop(rx);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn a_consumer_that_leaves_wakes_the_producer() {
    model(|| {
        let (mut tx, rx) = oneshot::channel::<usize>();
        let consumer = thread::spawn(move || drop(rx));
        block_on(tx.closed_async());
        assert!(tx.send(1).is_err());
        consumer.join().unwrap();
    });
}

/// A receive that is given up leaves no waker.
#[test]
fn a_cancelled_receive_against_the_send() {
    model(|| {
        let (tx, mut rx) = oneshot::channel();
        let producer = thread::spawn(move || tx.send(7).unwrap());
        let alarm = Alarm::new();
        let polled = alarm.poll(pin!(rx.recv_async()));
        producer.join().unwrap();
        assert!(alarm.is_forgotten());
        assert_eq!(if polled == Poll::Pending { rx.recv() } else { Ok(7) }, Ok(7));
    });
}

/// The next users of a slot see it as its last ones left it.
#[test]
fn a_slot_is_used_again_by_another_thread() {
    loom::lazy_static! {
        static ref SLOT: oneshot::Slot<usize> = oneshot::Slot::new();
    }
    model(|| {
        let (tx, rx) = SLOT.try_split().unwrap();
        let user = thread::spawn(move || {
            tx.send(1).unwrap();
            assert_eq!(rx.try_recv(), Ok(1));
        });
        if let Some((tx, rx)) = SLOT.try_split() {
            tx.send(2).unwrap();
            assert_eq!(rx.try_recv(), Ok(2));
        }
        user.join().unwrap();
    });
}

//! Threads that sleep at a lone end: no wake-up is lost. Where a handle outlives the sleep, no drop can wake the
//! sleeper in its stead.

use crate::harness::{large_model, model};
use core::time::Duration;
use loom::thread;
use strait::{RecvError, RecvTimeoutError, SendError, SendTimeoutError, mpsc, pipe, spsc};

/// A few readings of the model's clock: the sleeper goes to sleep, and gives up if it is not woken soon.
const SOON: Duration = Duration::from_nanos(3);

#[test]
fn a_sleeping_consumer_is_woken_by_a_message() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        assert_eq!(rx.recv(), Ok(1));
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_sleeping_producer_is_woken_by_room() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            tx.send(1).unwrap();
            tx
        });
        assert_eq!(rx.try_recv(), Ok(0));
        drop(producer.join().unwrap());
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

#[test]
fn both_ends_of_one_slot_sleep_in_turn() {
    large_model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            (0..2).for_each(|n| tx.send(n).unwrap());
            tx
        });
        assert_eq!((rx.recv(), rx.recv()), (Ok(0), Ok(1)));
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_chunk_wakes_a_sleeping_reader_of_a_pipe() {
    model(|| {
        let (mut tx, mut rx) = pipe::channel::<_, 2>();
        let producer = thread::spawn(move || {
            assert_eq!(tx.write_chunk(2).unwrap().fill_from_iter([0, 1]), 2);
            tx
        });
        let mut both = [usize::MAX; 2];
        assert_eq!(rx.recv_slice(&mut both), 2);
        assert_eq!(both, [0, 1]);
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_commit_wakes_a_sleeping_writer_of_a_pipe() {
    model(|| {
        let (mut tx, mut rx) = pipe::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            tx.send_slice(&[1]).unwrap();
            tx
        });
        rx.read_chunk(1).unwrap().commit_all();
        assert_eq!(rx.recv(), Ok(1));
        drop(producer.join().unwrap());
    });
}

#[test]
fn one_of_two_producers_wakes_the_consumer() {
    large_model(|| {
        let (tx, rx) = mpsc::channel::<_, 2>();
        let producers = [1, 2].map(|number| {
            let tx = tx.clone();
            thread::spawn(move || {
                tx.try_send(number).unwrap();
                tx
            })
        });
        let first = rx.recv().unwrap();
        let _producers = producers.map(|producer| producer.join().unwrap());
        assert_eq!(rx.try_recv(), Ok(3 - first));
    });
}

#[test]
fn the_last_producer_to_leave_wakes_the_consumer() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || tx.try_send(1).unwrap());
        assert_eq!((rx.recv(), rx.recv()), (Ok(1), Err(RecvError)));
        producer.join().unwrap();
    });
}

#[test]
fn a_consumer_that_leaves_wakes_the_producer() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        // The first send may find the slot of a message that the consumer's drop has dropped.
        let producer = thread::spawn(move || {
            let _ = tx.send(1);
            assert_eq!(tx.send(2), Err(SendError(2)));
        });
        drop(rx);
        producer.join().unwrap();
    });
}

#[test]
fn a_consumer_that_closes_wakes_the_producer() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || assert_eq!(tx.send(1), Err(SendError(1))));
        rx.close();
        producer.join().unwrap();
    });
}

/// A receive that times out has received nothing, and the next sleep is woken all the same.
#[test]
fn a_timeout_against_a_message() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        match rx.recv_timeout(SOON) {
            Ok(message) => assert_eq!(message, 1),
            Err(RecvTimeoutError::Timeout) => assert_eq!(rx.recv(), Ok(1)),
            Err(RecvTimeoutError::Closed) => unreachable!("the producer lives"),
        }
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_timeout_against_room() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            if let Err(error) = tx.send_timeout(1, SOON) {
                tx.send(error.into_inner()).unwrap();
            }
            tx
        });
        assert_eq!(rx.try_recv(), Ok(0));
        drop(producer.join().unwrap());
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

/// The consumer takes everything and leaves: a flush does not report that something was left.
#[test]
fn a_flush_against_a_consumer_that_takes_all_and_leaves() {
    model(|| {
        let (tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let consumer = thread::spawn(move || assert_eq!(rx.recv(), Ok(0)));
        assert_ne!(tx.flush_timeout(SOON), Err(SendTimeoutError::Closed(())));
        consumer.join().unwrap();
    });
}

//! The latest value: published while readers look, hold, sleep, come and go.

use crate::harness::{Alarm, Census, Message, large_model, model};
use core::task::Poll;
use loom::future::block_on;
use loom::thread;
use strait::watch::{self, Producer};

/// Publishes the values `1..=last`; returns the producer.
fn publish<const R: usize>(census: &Census, mut tx: Producer<Message, R>, last: usize) -> thread::JoinHandle<()> {
    let values: Vec<_> = (1..=last).map(|number| census.message(number)).collect();
    thread::spawn(move || values.into_iter().for_each(|value| drop(tx.send(value).unwrap())))
}

/// A place is written again only once its reader has left: four values in three places.
#[test]
fn a_reader_looks_while_the_places_are_used_again() {
    model(|| {
        let census = Census::default();
        let (tx, mut rx) = watch::channel::<_, 1>(census.message(0));
        let producer = publish(&census, tx, 3);
        let (mut last, mut seen) = (0, 0);
        for _ in 0..2 {
            let number = rx.get().number;
            assert!(number >= last);
            seen += usize::from(number > last);
            last = number;
            assert_eq!(seen + rx.skipped(), last);
        }
        producer.join().unwrap();
        assert_eq!(rx.get().number, 3);
        drop(rx);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn two_readers_look_while_values_are_published() {
    large_model(|| {
        let census = Census::default();
        let (tx, mut rx) = watch::channel::<_, 2>(census.message(0));
        let mut other = rx.try_clone().unwrap();
        let producer = publish(&census, tx, 2);
        let reader = thread::spawn(move || {
            let number = other.get().number;
            assert!(other.get().number >= number);
        });
        let number = rx.get().number;
        assert!(rx.get().number >= number);
        reader.join().unwrap();
        producer.join().unwrap();
    });
}

#[test]
fn a_sleeping_reader_is_woken_by_the_value_and_by_the_close() {
    model(|| {
        let census = Census::default();
        let (tx, mut rx) = watch::channel::<_, 1>(census.message(0));
        let producer = publish(&census, tx, 1);
        assert_eq!(rx.changed().unwrap().number, 1);
        assert!(rx.changed().is_err());
        producer.join().unwrap();
    });
}

#[test]
fn two_sleeping_readers_are_woken_by_one_value() {
    large_model(|| {
        let (mut tx, mut rx) = watch::channel::<_, 2>(0);
        let mut other = rx.try_clone().unwrap();
        let reader = thread::spawn(move || *other.changed().unwrap());
        let producer = thread::spawn(move || {
            tx.send(1).unwrap();
            tx
        });
        assert_eq!(block_on(rx.changed_async()).map(|value| *value), Ok(1));
        assert_eq!(reader.join().unwrap(), 1);
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_cancelled_wait_leaves_no_waker() {
    model(|| {
        let (mut tx, mut rx) = watch::channel::<_, 1>(0);
        let producer = thread::spawn(move || tx.send(1).unwrap());
        let alarm = Alarm::new();
        let mut wait = rx.changed_async();
        let polled = alarm.poll(core::pin::Pin::new(&mut wait)).map(|found| found.map(|value| *value));
        drop(wait);
        producer.join().unwrap();
        assert!(alarm.is_forgotten());
        assert!(polled == Poll::Ready(Ok(1)) || *rx.get() == 1);
    });
}

/// A reader comes into a seat that another leaves, while the place that it had entered is about to be used again.
#[test]
fn a_seat_changes_hands_while_values_are_published() {
    model(|| {
        let census = Census::default();
        let (tx, mut rx) = watch::channel::<_, 2>(census.message(0));
        let mut parting = rx.try_clone().unwrap();
        let producer = publish(&census, tx, 2);
        let guest = thread::spawn(move || {
            let number = parting.get().number;
            drop(parting);
            number
        });
        let born = rx.try_clone().map_or(0, |mut second| second.get().number);
        assert!(rx.get().number >= born);
        guest.join().unwrap();
        producer.join().unwrap();
    });
}

/// What is published against the close is seen, or given back.
#[test]
fn a_value_against_the_close() {
    model(|| {
        let (mut tx, mut rx) = watch::channel::<_, 1>(0);
        let producer = thread::spawn(move || tx.send(1).is_ok());
        rx.close();
        let was_seen = rx.try_changed().is_ok();
        assert!(rx.try_changed().is_err());
        assert_eq!(producer.join().unwrap(), was_seen);
        assert!(!rx.has_changed(), "closed is final");
    });
}

//! Handles that come and go: the last one clears the channel, once, and a static channel can be split again.

use crate::harness::{Census, Message, large_model, model};
use loom::thread;
use strait::{TryRecvError, mpsc, spsc};

/// The next pair finds the ring open and empty, and all that the last pair did is over.
#[test]
fn a_static_channel_is_split_again_when_both_ends_are_gone() {
    loom::lazy_static! {
        static ref CHANNEL: spsc::Channel<Message, 1> = spsc::Channel::new();
    }
    model(|| {
        let census = Census::default();
        let (tx, rx) = CHANNEL.try_split().unwrap();
        let message = census.message(0);
        let producer = thread::spawn(move || tx.try_send(message).is_ok());
        drop(rx);
        let (tx, rx) = loop {
            match CHANNEL.try_split() {
                Some(ends) => break ends,
                None => thread::yield_now(),
            }
        };
        assert_eq!(census.alive(), 0);
        assert_eq!(rx.try_recv().map(|message| message.number), Err(TryRecvError::Empty));
        tx.try_send(census.message(1)).unwrap();
        assert_eq!(rx.try_recv().unwrap().number, 1);
        producer.join().unwrap();
    });
}

/// Two threads split one channel: one of them gets it.
#[test]
fn a_static_channel_is_given_to_one_at_a_time() {
    loom::lazy_static! {
        static ref CHANNEL: spsc::Channel<u8, 1> = spsc::Channel::new();
    }
    model(|| {
        // Each tries twice, so that the second attempt of one meets the first of the other.
        let split = || CHANNEL.try_split().or_else(|| CHANNEL.try_split());
        let other = thread::spawn(split);
        let ours = split();
        assert!(ours.is_some() != other.join().unwrap().is_some());
    });
}

/// A producer is cloned while another leaves: the channel stays open until the clone is gone.
#[test]
fn a_clone_keeps_the_channel_open() {
    model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::channel::<_, 2>();
        let (other, message) = (tx.clone(), census.message(0));
        let other = thread::spawn(move || {
            let clone = other.clone();
            drop(other);
            clone.try_send(message).unwrap();
        });
        drop(tx);
        other.join().unwrap();
        assert_eq!(rx.try_recv().unwrap().number, 0);
        assert!(rx.try_recv().is_err_and(|error| error == TryRecvError::Closed));
    });
}

/// Two producers and the consumer leave at once: the ring is cleared once, and the next pair finds it open and empty.
#[test]
fn a_static_channel_is_split_again_when_all_of_many_handles_are_gone() {
    loom::lazy_static! {
        static ref CHANNEL: mpsc::Channel<Message, 2> = mpsc::Channel::new();
    }
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = CHANNEL.try_split().unwrap();
        let producers = [tx.clone(), tx].map(|tx| {
            let message = census.message(0);
            thread::spawn(move || drop(tx.try_send(message)))
        });
        drop(rx);
        let (tx, rx) = loop {
            match CHANNEL.try_split() {
                Some(ends) => break ends,
                None => thread::yield_now(),
            }
        };
        assert_eq!(census.alive(), 0);
        assert!(!tx.is_closed() && rx.is_empty());
        producers.into_iter().for_each(|producer| producer.join().unwrap());
    });
}

/// A producer is cloned while the consumer leaves: the clone finds the channel closed, and the last handle frees it.
#[test]
fn a_clone_against_a_consumer_that_leaves() {
    model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::channel::<_, 2>();
        let message = census.message(0);
        let producer = thread::spawn(move || {
            let clone = tx.clone();
            drop(tx);
            let sent = clone.try_send(message).is_ok();
            (clone, sent)
        });
        drop(rx);
        let (clone, _) = producer.join().unwrap();
        assert!(clone.is_closed());
        assert!(clone.try_send(census.message(1)).is_err());
        drop(clone);
        assert_eq!(census.alive(), 0);
    });
}

/// A clone leaves while the original does: one of them is the last producer, and the consumer sees that they are gone.
#[test]
fn the_last_of_two_producers_closes_the_channel_while_the_consumer_leaves() {
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::channel::<_, 2>();
        let producers = [tx.clone(), tx].map(|tx| {
            let message = census.message(0);
            thread::spawn(move || tx.try_send(message).is_ok())
        });
        let was_closed = rx.try_recv().is_err_and(|error| error == TryRecvError::Closed);
        assert!(!was_closed || rx.is_closed());
        drop(rx);
        producers.into_iter().for_each(|producer| assert!(producer.join().is_ok()));
        assert_eq!(census.alive(), 0);
    });
}

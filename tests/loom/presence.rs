//! Handles that come and go: the last one clears the channel, once, and a `static` one can be split again.

use crate::harness::{Census, Message, model};
use loom::thread;
use strait::{TryRecvError, mpsc, spsc};

/// The ring that the next pair finds is open and empty, and all that the last pair did is over.
#[test]
fn a_static_channel_is_split_again_when_both_ends_are_gone() {
    loom::lazy_static! {
        static ref CHANNEL: spsc::Channel<Message, 1> = spsc::Channel::new();
    }
    model(|| {
        let census = Census::default();
        let (mut tx, rx) = CHANNEL.try_split().unwrap();
        let message = census.message(0);
        let producer = thread::spawn(move || tx.try_send(message).is_ok());
        drop(rx);
        let (mut tx, mut rx) = loop {
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

/// Two threads ask for one channel: one of them gets it.
#[test]
fn a_static_channel_is_given_to_one_at_a_time() {
    loom::lazy_static! {
        static ref CHANNEL: spsc::Channel<u8, 1> = spsc::Channel::new();
    }
    model(|| {
        // Each asks twice, so that the second asking of one meets the first of the other.
        let ask = || CHANNEL.try_split().or_else(|| CHANNEL.try_split());
        let other = thread::spawn(ask);
        let ours = ask();
        assert!(ours.is_some() != other.join().unwrap().is_some());
    });
}

/// A producer is cloned while another leaves: the channel stays open until the clone is gone.
#[test]
fn a_clone_keeps_the_channel_open() {
    model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::channel::<_, 2>();
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

//! Models of edges that one access alone makes. The channels are quiet, since the fences of notifiers make others.

use crate::harness::{Census, large_model, model};
use loom::thread;
use strait::{mpsc, spsc};

/// A consumer that sees the channel closed finds what the closer had sent.
#[test]
fn what_the_closer_sent_is_there_once_the_channel_is_seen_closed() {
    model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(0).unwrap();
            tx.close();
            tx
        });
        if rx.is_closed() {
            assert_eq!(rx.try_recv(), Ok(0));
        }
        drop(producer.join().unwrap());
    });
}

/// A consumer that sees the channel closed by the last producer finds what the others had sent.
#[test]
fn what_all_producers_sent_is_there_once_the_channel_is_seen_closed() {
    large_model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 1>();
        let other = tx.clone();
        let sender = thread::spawn(move || other.try_send(0).unwrap());
        let leaver = thread::spawn(move || drop(tx));
        if rx.is_closed() {
            assert_eq!(rx.try_recv(), Ok(0));
        }
        sender.join().unwrap();
        leaver.join().unwrap();
    });
}

/// The last handle drops what the other end had sent.
#[test]
fn what_a_producer_that_left_had_sent_is_dropped_by_the_consumer() {
    model(|| {
        let census = Census::default();
        let (tx, rx) = spsc::quiet_channel::<_, 1>();
        let message = census.message(0);
        let producer = thread::spawn(move || drop(tx.try_send(message)));
        drop(rx);
        producer.join().unwrap();
        assert_eq!(census.alive(), 0);
    });
}

//! The ring that evicts: a producer that never waits against a consumer that may be stopped anywhere.
//!
//! The channels are quiet, so that no notifier's fence can stand in for an ordering of the ring.

use crate::harness::{Census, Message, model};
use core::mem;
use loom::thread;
use strait::{TryRecvError, evict};

type Feed<const N: usize> = (evict::QuietProducer<Message, N>, evict::QuietConsumer<Message, N>);

/// What one end got, in order.
fn numbers(messages: &[Message]) -> Vec<usize> {
    messages.iter().map(|message| message.number).collect()
}

/// The consumer takes what it finds in `LOOKS` looks, of `COUNT` messages, of which the first fill the ring before it
/// begins: everything is received, evicted or left, once; what is received is in order, and the gaps before it are
/// counted exactly.
fn a_feed<const N: usize, const COUNT: usize, const LOOKS: usize>(channel: fn() -> Feed<N>) {
    model(move || {
        let census = Census::default();
        let ((tx, mut rx), messages) = (channel(), census.clone());
        for n in 0..N {
            assert!(tx.force_send(messages.message(n)).unwrap().is_none());
        }
        let producer = thread::spawn(move || {
            let mut evicted = Vec::new();
            for n in N..COUNT {
                evicted.extend(tx.force_send(messages.message(n)).unwrap());
            }
            assert_eq!(tx.lost(), evicted.len());
            (tx, evicted)
        });
        let (mut received, mut expected, mut lost) = (Vec::new(), 0, 0);
        let mut take = |rx: &evict::QuietConsumer<Message, N>, received: &mut Vec<Message>| {
            let Ok(message) = rx.try_recv() else { return false };
            expected += rx.lost() - mem::replace(&mut lost, rx.lost());
            assert_eq!(message.number, expected, "the gap is counted");
            expected += 1;
            received.push(message);
            true
        };
        for _ in 0..LOOKS {
            take(&rx, &mut received);
        }
        let (tx, evicted) = producer.join().unwrap();
        assert_eq!(rx.len(), COUNT - received.len() - evicted.len());
        assert_eq!(rx.is_empty(), !take(&rx, &mut received), "empty is exact once the producer rests");
        while take(&rx, &mut received) {}
        let mut all = [numbers(&received), numbers(&evicted)].concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..COUNT), "each once");
        assert_eq!((rx.lost(), rx.drain().count()), (evicted.len(), 0));
        drop((received, evicted, tx, rx));
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn a_feed_through_one_slot() {
    a_feed::<1, 3, 2>(evict::quiet_channel);
}

#[test]
fn a_feed_through_two_slots() {
    a_feed::<2, 4, 2>(evict::quiet_channel);
}

/// A consumer that is stopped in its look, while the producer goes round the ring more than once.
#[test]
fn a_feed_that_overtakes_one_look() {
    a_feed::<2, 5, 1>(evict::quiet_channel);
}

/// All that was sent before the producer's drop comes before `Closed`, but for what was evicted.
fn closed_comes_last<const N: usize>(channel: fn() -> Feed<N>) {
    model(move || {
        let census = Census::default();
        let ((tx, rx), messages) = (channel(), census.clone());
        let producer =
            thread::spawn(move || (0..2).filter(|&n| tx.force_send(messages.message(n)).unwrap().is_some()).count());
        let mut received = 0;
        let mut is_closed = false;
        for _ in 0..2 {
            match rx.try_recv() {
                Ok(message) => received = message.number + 1,
                Err(TryRecvError::Closed) => is_closed = true,
                Err(TryRecvError::Empty) => assert!(!is_closed, "closed is final"),
            }
        }
        let evicted = producer.join().unwrap();
        while let Ok(message) = rx.try_recv() {
            assert!(!is_closed, "closed came before all messages");
            received = message.number + 1;
        }
        assert_eq!((received, rx.lost()), (2, evicted));
        assert!(matches!(rx.try_recv(), Err(TryRecvError::Closed)));
        drop(rx);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn closed_comes_after_all_that_was_sent_to_one_slot() {
    closed_comes_last::<1>(evict::quiet_channel);
}

#[test]
fn closed_comes_after_all_that_was_sent_to_two_slots() {
    closed_comes_last::<2>(evict::quiet_channel);
}

/// The consumer closes and hears of it; a send that races with that may succeed, and its message is dropped, unseen.
#[test]
fn closed_is_final_for_a_consumer_that_closes() {
    model(|| {
        let census = Census::default();
        let ((tx, rx), message): (Feed<1>, _) = (evict::quiet_channel(), census.message(0));
        let producer = thread::spawn(move || {
            drop(tx.force_send(message));
            tx
        });
        rx.close();
        let first = rx.try_recv().map(|message| message.number);
        let tx = producer.join().unwrap();
        let second = rx.try_recv().map(|message| message.number);
        if first == Err(TryRecvError::Closed) {
            assert_eq!(second, Err(TryRecvError::Closed));
        }
        drop((tx, rx));
        assert_eq!(census.alive(), 0);
    });
}

/// A consumer that sleeps is woken by a send, and by no other: its thread parks while the producer sends.
#[test]
fn a_send_wakes_a_consumer() {
    model(|| {
        let census = Census::default();
        let ((tx, rx), messages) = (evict::channel::<_, 1>(), census.clone());
        let producer = thread::spawn(move || {
            tx.force_send(messages.message(0)).unwrap();
            tx
        });
        assert_eq!(rx.recv().unwrap().number, 0);
        drop(producer.join().unwrap());
        assert_eq!(census.alive(), 0);
    });
}

/// A consumer that leaves drops what is there; a racing send's message is dropped with the channel.
#[test]
fn a_consumer_that_leaves_drops_what_is_there() {
    model(|| {
        let census = Census::default();
        let ((tx, rx), messages): (Feed<1>, _) = (evict::quiet_channel(), census.clone());
        let producer = thread::spawn(move || {
            for n in 0..2 {
                drop(tx.force_send(messages.message(n)));
            }
        });
        drop(rx);
        producer.join().unwrap();
        assert_eq!(census.alive(), 0);
    });
}

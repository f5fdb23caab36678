//! Two producers and one consumer that poll: claims, the tail word and its limit, exact `Full`.
//!
//! The channels are quiet, so that no notifier's fence can stand in for an ordering of the ring.

use crate::harness::{Census, Message, large_model};
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;
use strait::{Capacity, PowerOfTwo, TrySendError, mpsc};

/// Two producers send three messages between them; each arrives once, and in its producer's order.
fn three_messages<const N: usize>()
where
    Capacity<N>: PowerOfTwo,
{
    large_model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::quiet_channel::<Message, N>();
        let producer = |first: usize, count: usize| {
            let (tx, messages) = (tx.clone(), census.clone());
            thread::spawn(move || {
                (first..first + count).take_while(|&n| tx.try_send(messages.message(n)).is_ok()).count()
            })
        };
        let producers = [producer(0, 2), producer(10, 1)];
        let mut received: Vec<usize> =
            (0..2).filter_map(|_| rx.try_recv().ok()).map(|message| message.number).collect();
        let [low, high] = producers.map(|producer| producer.join().unwrap());
        received.extend(rx.drain().map(|message| message.number));
        let (of_low, of_high): (Vec<usize>, Vec<usize>) = received.iter().partition(|&&number| number < 10);
        assert_eq!(of_low, (0..low).collect::<Vec<usize>>());
        assert_eq!(of_high, (10..10 + high).collect::<Vec<usize>>());
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn three_messages_of_two_producers_through_one_slot() {
    three_messages::<1>();
}

#[test]
fn three_messages_of_two_producers_through_two_slots() {
    three_messages::<2>();
}

/// Message 0 is received; a producer that knows it claims the second slot. Two slots are never taken at once, so the
/// other producer, which may have seen that claim and not the release before it, must not return `Full`.
#[test]
fn no_full_of_a_ring_that_was_never_full() {
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        tx.try_send(census.message(0)).unwrap();
        let received = Arc::new(AtomicBool::new(false));
        let (told, first, messages) = (Arc::clone(&received), tx.clone(), census.clone());
        let first = thread::spawn(move || {
            if told.load(Ordering::Acquire) {
                first.try_send(messages.message(1)).unwrap();
            }
        });
        let (second, message) = (tx.clone(), census.message(2));
        let second = thread::spawn(move || {
            assert!(!matches!(second.try_send(message), Err(TrySendError::Full(_))), "it was never full");
        });
        assert_eq!(rx.try_recv().unwrap().number, 0);
        received.store(true, Ordering::Release);
        first.join().unwrap();
        second.join().unwrap();
    });
}

/// A producer that claims by a limit which another one has loaded does not overwrite a slot that is being read.
#[test]
fn a_limit_found_by_another_producer_covers_the_reads() {
    large_model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::quiet_channel::<_, 2>();
        tx.try_send_array([census.message(0), census.message(1)]).unwrap();
        let producer = |number| {
            let (tx, message) = (tx.clone(), census.message(number));
            thread::spawn(move || tx.try_send(message).is_ok())
        };
        let producers = [producer(2), producer(3)];
        assert_eq!(rx.try_recv().unwrap().number, 0);
        assert_eq!(rx.try_recv().unwrap().number, 1);
        let sent = producers.map(|producer| producer.join().unwrap());
        assert_eq!(rx.drain().count(), sent.into_iter().filter(|&sent| sent).count());
    });
}

/// The messages of an array stay together, whatever another producer does; a part of it is never sent.
#[test]
fn an_array_is_sent_whole_and_unbroken_or_not_at_all() {
    large_model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::quiet_channel::<_, 2>();
        let (pair, messages) = (tx.clone(), census.clone());
        let pair = thread::spawn(move || pair.try_send_array([0, 1].map(|n| messages.message(n))).is_ok());
        let (single, message) = (tx.clone(), census.message(10));
        let single = thread::spawn(move || single.try_send(message).is_ok());
        let mut received: Vec<usize> = rx.try_recv().ok().into_iter().map(|message| message.number).collect();
        let (pair, single) = (pair.join().unwrap(), single.join().unwrap());
        received.extend(rx.drain().map(|message| message.number));
        match (pair, single) {
            (true, true) => assert!(received == [0, 1, 10] || received == [10, 0, 1], "broken: {received:?}"),
            (true, false) => assert_eq!(received, [0, 1]),
            (false, true) => assert_eq!(received, [10]),
            (false, false) => unreachable!("the first of them finds room"),
        }
        assert_eq!(census.alive(), 0);
    });
}

/// The length counts no slot twice while one producer claims and the consumer receives.
#[test]
fn the_length_never_exceeds_the_capacity() {
    large_model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 1>();
        tx.try_send(0).unwrap();
        let [sender, observer] = [tx.clone(), tx.clone()];
        let sender = thread::spawn(move || sender.try_send(1).is_ok());
        let observer = thread::spawn(move || assert!(observer.len() <= 1));
        assert_eq!(rx.try_recv(), Ok(0));
        observer.join().unwrap();
        let sent = sender.join().unwrap();
        assert_eq!(tx.len(), usize::from(sent));
    });
}

/// A producer counts its own message until it is received, however much others claim meanwhile.
#[test]
fn a_message_counts_until_it_is_received() {
    large_model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        tx.try_send(0).unwrap();
        let [sender, observer] = [tx.clone(), tx.clone()];
        let sender = thread::spawn(move || sender.try_send(2).is_ok());
        let observer = thread::spawn(move || {
            if observer.try_send(1).is_ok() {
                assert!(!observer.is_empty(), "one message is received, and ours is not the first");
            }
        });
        assert_eq!(rx.try_recv(), Ok(0));
        sender.join().unwrap();
        observer.join().unwrap();
    });
}

/// A channel that always holds a message is never reported empty, whatever comes and goes meanwhile.
#[test]
fn a_length_is_that_of_one_moment() {
    large_model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        tx.try_send(0).unwrap();
        let observer = tx.clone();
        let observer = thread::spawn(move || assert!(!observer.is_empty()));
        for n in 1..3 {
            tx.try_send(n).unwrap();
            assert!(rx.try_recv().is_ok());
        }
        observer.join().unwrap();
    });
}

//! Many messages at once against single ones: runs, chunks and slices, also across the end of the array.
//!
//! The channels are quiet, so that no notifier's fence can stand in for an ordering of the ring.

use crate::harness::{Census, Wide, model};
use loom::thread;
use std::collections::VecDeque;
use strait::{mpsc, pipe, spsc};

#[test]
fn a_batch_from_an_iterator_against_pops() {
    model(|| {
        let census = Census::default();
        let ((mut tx, mut rx), messages) = (spsc::quiet_channel::<_, 2>(), census.clone());
        let producer = thread::spawn(move || {
            let mut rest = (0..3).map(|n| messages.message(n));
            let sent = tx.try_send_many(&mut rest);
            assert_eq!(rest.count(), 3 - sent, "what was not sent is still in the iterator");
            (tx, sent)
        });
        let mut received: Vec<_> = (0..2).filter_map(|_| rx.try_recv().ok()).collect();
        let (_tx, sent) = producer.join().unwrap();
        received.extend(rx.drain());
        assert!(received.iter().map(|message| message.number).eq(0..sent));
    });
}

/// The second batch wraps around the end of the array; each batch covers two lines, which have a tail each.
#[test]
fn batches_in_two_lines_are_seen_whole() {
    model(|| {
        let census = Census::default();
        let ((tx, mut rx), messages) = (spsc::quiet_channel::<Wide, 2>(), census.clone());
        let producer = thread::spawn(move || {
            let batch = |first| [first, first + 1].map(|n| Wide::from(messages.message(n)));
            let sent = usize::from(tx.try_send(messages.message(0).into()).is_ok());
            let sent = sent + 2 * usize::from(tx.try_send_array(batch(sent)).is_ok());
            (tx, sent)
        });
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let count = rx.len();
            let mut received = Vec::new();
            assert!(rx.try_recv_many(&mut received, 2) >= count, "what was counted is there");
            numbers.extend(received.iter().map(|message: &Wide| message.as_ref().number));
        }
        let (_tx, sent) = producer.join().unwrap();
        assert_eq!(rx.len(), sent - numbers.len());
        numbers.extend(rx.drain().map(|message| message.as_ref().number));
        assert!(numbers.into_iter().eq(0..sent));
    });
}

#[test]
fn a_batch_is_received_while_slots_are_used_again() {
    model(|| {
        let census = Census::default();
        let ((tx, mut rx), messages) = (spsc::quiet_channel::<_, 2>(), census.clone());
        tx.try_send(census.message(0)).unwrap();
        let producer = thread::spawn(move || {
            let sent = (1..4).take_while(|&n| tx.try_send(messages.message(n)).is_ok()).count();
            (tx, sent)
        });
        let mut received = Vec::new();
        assert_eq!(rx.try_recv_many(&mut received, 3), received.len());
        let (_tx, sent) = producer.join().unwrap();
        received.extend(rx.drain());
        assert!(received.iter().map(|message| message.number).eq(0..=sent));
    });
}

#[test]
fn a_deque_of_one_producer_against_a_message_of_another() {
    model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::quiet_channel::<_, 2>();
        let (batch, messages) = (tx.clone(), census.clone());
        let batch = thread::spawn(move || {
            let mut rest: VecDeque<_> = (0..2).map(|n| messages.message(n)).collect();
            let sent = batch.try_send_deque(&mut rest);
            assert_eq!(rest.len(), 2 - sent);
            sent
        });
        let (single, message) = (tx.clone(), census.message(10));
        let single = thread::spawn(move || usize::from(single.try_send(message).is_ok()));
        let mut received: Vec<_> = rx.try_recv().into_iter().collect();
        let (batch, single) = (batch.join().unwrap(), single.join().unwrap());
        received.extend(rx.drain());
        assert_eq!(received.len(), batch + single);
        received.retain(|message| message.number != 10);
        assert!(received.iter().map(|message| message.number).eq(0..batch));
    });
}

/// The second chunk wraps around the end of the array.
#[test]
fn chunks_are_read_as_they_were_committed() {
    model(|| {
        let census = Census::default();
        let ((mut tx, mut rx), messages) = (pipe::quiet_channel::<_, 2>(), census.clone());
        let producer = thread::spawn(move || {
            let mut sent = 0;
            for len in [1, 2] {
                if let Ok(chunk) = tx.write_chunk(len) {
                    sent += chunk.fill_from_iter((sent..).map(|n| messages.message(n)));
                }
            }
            (tx, sent)
        });
        let mut received = 0;
        for _ in 0..2 {
            if let Ok(chunk) = rx.read_chunk(2) {
                let (first, second) = chunk.as_slices();
                assert!(first.iter().chain(second).map(|message| message.number).eq(received..received + chunk.len()));
                received += chunk.len();
                chunk.commit_all();
            }
        }
        let (_tx, sent) = producer.join().unwrap();
        received += rx.drain().count();
        assert_eq!(received, sent);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn slices_are_copied_whole() {
    model(|| {
        let (mut tx, mut rx) = pipe::quiet_channel::<usize, 2>();
        let producer = thread::spawn(move || {
            let mut sent = tx.try_send_slice(&[0]).unwrap();
            sent += tx.try_send_slice(&[sent, sent + 1]).unwrap();
            (tx, sent)
        });
        let mut received = [usize::MAX; 5];
        let mut count = 0;
        for _ in 0..2 {
            count += rx.try_recv_slice(&mut received[count..count + 2]).unwrap_or(0);
        }
        let (_tx, sent) = producer.join().unwrap();
        count += rx.try_recv_slice(&mut received[count..]).unwrap_or(0);
        assert_eq!(count, sent);
        assert!(received[..count].iter().copied().eq(0..sent));
    });
}

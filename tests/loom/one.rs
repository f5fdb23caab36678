//! One producer and one consumer that poll, in `spsc` and in `pipe`: visibility, order, reuse of slots.
//!
//! The channels are quiet, so that no notifier's fence can stand in for an ordering of the ring.

use crate::harness::{Census, Message, Wide, model};
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;
use strait::{Consumer, LoneProducer, Producer, TrySendError, pipe, spsc};

type Lone<T, M, const N: usize> = (Producer<'static, T, N, M>, Consumer<'static, T, N, M>);

/// Each message arrives whole, once and in order; a slot is written again only after it was read.
fn three_messages<T, M: LoneProducer, const N: usize>(channel: fn() -> Lone<T, M, N>)
where
    T: From<Message> + AsRef<Message> + Send + 'static,
{
    model(move || {
        let census = Census::default();
        let ((tx, mut rx), messages) = (channel(), census.clone());
        let producer = thread::spawn(move || {
            let sent = (0..3).take_while(|&n| tx.try_send(messages.message(n).into()).is_ok()).count();
            (tx, sent)
        });
        let mut received = 0;
        for _ in 0..2 {
            if let Ok(message) = rx.try_recv() {
                assert_eq!(message.as_ref().number, received);
                received += 1;
            }
        }
        let (_tx, sent) = producer.join().unwrap();
        received += rx.drain().count();
        assert_eq!(received, sent);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn three_messages_through_one_slot() {
    three_messages(spsc::quiet_channel::<Message, 1>);
}

#[test]
fn three_messages_through_two_slots_of_a_line() {
    three_messages(spsc::quiet_channel::<Message, 2>);
}

#[test]
fn three_messages_through_two_lines() {
    three_messages(spsc::quiet_channel::<Wide, 2>);
}

#[test]
fn three_messages_through_a_pipe_of_one() {
    three_messages(pipe::quiet_channel::<Message, 1>);
}

#[test]
fn three_messages_through_a_pipe_of_two() {
    three_messages(pipe::quiet_channel::<Message, 2>);
}

/// A producer that knows, by whatever route, that a slot was freed is not told `Full`.
fn no_full_after_a_known_release<M: LoneProducer>(channel: fn() -> Lone<Message, M, 1>) {
    model(move || {
        let census = Census::default();
        let ((tx, rx), messages) = (channel(), census.clone());
        tx.try_send(census.message(0)).unwrap();
        let freed = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&freed);
        let producer = thread::spawn(move || {
            let knows = told.load(Ordering::Acquire);
            match tx.try_send(messages.message(1)) {
                Ok(()) => {}
                Err(TrySendError::Full(_)) => assert!(!knows, "full, though a slot is known to be free"),
                Err(TrySendError::Closed(_)) => unreachable!("nobody closes"),
            }
            tx
        });
        assert_eq!(rx.try_recv().unwrap().number, 0);
        freed.store(true, Ordering::Release);
        drop(producer.join().unwrap());
    });
}

#[test]
fn no_full_after_a_known_release_in_a_line() {
    no_full_after_a_known_release(spsc::quiet_channel::<Message, 1>);
}

#[test]
fn no_full_after_a_known_release_of_a_pipe() {
    no_full_after_a_known_release(pipe::quiet_channel::<Message, 1>);
}

/// A message is peeked at, and changed, in its slot.
#[test]
fn a_peeked_message_is_whole_and_stays() {
    model(|| {
        let census = Census::default();
        let ((tx, mut rx), messages) = (spsc::quiet_channel::<_, 1>(), census.clone());
        let producer = thread::spawn(move || {
            tx.try_send(messages.message(1)).unwrap();
            tx
        });
        if let Some(message) = rx.peek_mut() {
            assert_eq!(message.number, 1);
            message.number = 7;
            assert_eq!(rx.peek().unwrap().number, 7);
            assert_eq!(rx.try_recv().map(|message| message.number), Ok(7));
        }
        drop(producer.join().unwrap());
    });
}

//! Closing and dropping from either end: no message that was sent is lost, and each is dropped once.

use crate::harness::{Census, Message, large_model, model};
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use strait::{Consumer, LoneProducer, Mode, Producer, TryRecvError, mpsc, pipe, spsc};

type Ends<M, const N: usize> = (Producer<'static, Message, N, M>, Consumer<'static, Message, N, M>);

/// Receives by polling until the channel is closed; returns the numbers.
fn receive_until_closed<M: Mode, const N: usize>(rx: &Consumer<'_, Message, N, M>) -> Vec<usize> {
    let mut numbers = Vec::new();
    loop {
        match rx.try_recv() {
            Ok(message) => numbers.push(message.number),
            Err(TryRecvError::Empty) => thread::yield_now(),
            Err(TryRecvError::Closed) => return numbers,
        }
    }
}

/// The producer sends and leaves: `Closed` comes after all that it sent.
fn closed_comes_last<M: LoneProducer>(channel: fn() -> Ends<M, 2>) {
    model(move || {
        let census = Census::default();
        let ((tx, rx), messages) = (channel(), census.clone());
        let producer = thread::spawn(move || (0..2).take_while(|&n| tx.try_send(messages.message(n)).is_ok()).count());
        let received = receive_until_closed(&rx);
        assert_eq!(received.len(), producer.join().unwrap());
    });
}

#[test]
fn closed_comes_after_all_messages() {
    closed_comes_last(spsc::quiet_channel::<Message, 2>);
}

#[test]
fn closed_comes_after_all_messages_of_a_pipe() {
    closed_comes_last(pipe::quiet_channel::<Message, 2>);
}

/// The consumer closes while the producer sends. What it knows to have been sent before is received; after `Closed`
/// nothing is, and the messages of sends that raced with it are dropped with the channel.
fn the_consumer_closes<M: LoneProducer>(channel: fn() -> Ends<M, 2>) {
    model(move || {
        let census = Census::default();
        let ((tx, rx), messages) = (channel(), census.clone());
        let known = Arc::new(AtomicUsize::new(0));
        let sent = Arc::clone(&known);
        let producer = thread::spawn(move || {
            let send = |n| {
                let is_sent = tx.try_send(messages.message(n)).is_ok();
                sent.fetch_add(usize::from(is_sent), Ordering::Release);
                is_sent
            };
            let count = (0..2).take_while(|&n| send(n)).count();
            (tx, count)
        });
        let known = known.load(Ordering::Acquire);
        rx.close();
        let received = receive_until_closed(&rx).len();
        let (tx, sent) = producer.join().unwrap();
        assert!(known <= received, "{known} sent before the close, and {received} received");
        assert!(received <= sent);
        assert!(rx.try_recv().is_err_and(|error| error == TryRecvError::Closed));
        drop((tx, rx));
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn what_is_sent_before_the_consumers_close_is_received() {
    the_consumer_closes(spsc::quiet_channel::<Message, 2>);
}

#[test]
fn what_is_sent_before_the_consumers_close_of_a_pipe_is_received() {
    the_consumer_closes(pipe::quiet_channel::<Message, 2>);
}

/// Both ends leave at once, with a message in the ring and another on its way.
fn both_ends_leave<M: LoneProducer>(channel: fn() -> Ends<M, 2>) {
    model(move || {
        let census = Census::default();
        let (tx, rx) = channel();
        tx.try_send(census.message(0)).unwrap();
        let message = census.message(1);
        let producer = thread::spawn(move || drop(tx.try_send(message)));
        drop(rx);
        producer.join().unwrap();
        assert_eq!(census.alive(), 0);
    });
}

/// The consumer leaves, and the producer does not: what was sent before is dropped with the consumer; only a message
/// that was just being sent may stay until the channel is dropped.
fn the_consumer_leaves<M: LoneProducer>(channel: fn() -> Ends<M, 2>) {
    model(move || {
        let census = Census::default();
        let (tx, rx) = channel();
        tx.try_send(census.message(0)).unwrap();
        let message = census.message(1);
        let producer = thread::spawn(move || {
            let sent = tx.try_send(message).is_ok();
            (tx, sent)
        });
        drop(rx);
        let (tx, sent) = producer.join().unwrap();
        assert!(census.alive() <= usize::from(sent));
        drop(tx);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn a_consumer_that_leaves_drops_what_is_left() {
    the_consumer_leaves(spsc::channel::<Message, 2>);
}

#[test]
fn a_consumer_that_leaves_a_pipe_drops_what_is_left() {
    the_consumer_leaves(pipe::channel::<Message, 2>);
}

#[test]
fn what_is_left_is_dropped_once() {
    both_ends_leave(spsc::channel::<Message, 2>);
}

#[test]
fn what_is_left_in_a_pipe_is_dropped_once() {
    both_ends_leave(pipe::channel::<Message, 2>);
}

/// A permit outlives the close: its message is received before `Closed`, or dropped with the channel.
#[test]
fn a_permit_against_the_consumers_close() {
    model(|| {
        let census = Census::default();
        let (mut tx, rx) = spsc::channel::<_, 1>();
        let message = census.message(0);
        let producer = thread::spawn(move || {
            drop(tx.try_reserve());
            let permit = tx.try_reserve();
            let sent = permit.is_ok();
            if let Ok(permit) = permit {
                permit.send(message);
            }
            (tx, sent)
        });
        rx.close();
        let received = receive_until_closed(&rx).len();
        let (tx, sent) = producer.join().unwrap();
        assert!(received <= usize::from(sent));
        assert!(rx.try_recv().is_err_and(|error| error == TryRecvError::Closed));
        drop((tx, rx));
        assert_eq!(census.alive(), 0);
    });
}

/// One producer closes while another sends: `Closed` waits for a claim that came before the close, and none comes
/// after.
#[test]
fn closed_comes_after_every_claim() {
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        let (sender, messages) = (tx.clone(), census.clone());
        let sender =
            thread::spawn(move || (0..2).take_while(|&n| sender.try_send(messages.message(n)).is_ok()).count());
        let closer = thread::spawn(move || tx.close());
        let received = receive_until_closed(&rx);
        let sent = sender.join().unwrap();
        assert_eq!(received, (0..sent).collect::<Vec<_>>());
        closer.join().unwrap();
    });
}

/// The last producer to leave closes the channel, after all that the others sent.
#[test]
fn closed_comes_after_the_last_producer() {
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        let producer = |number| {
            let (tx, message) = (tx.clone(), census.message(number));
            thread::spawn(move || tx.try_send(message).unwrap())
        };
        let producers = [producer(0), producer(1)];
        drop(tx);
        assert_eq!(receive_until_closed(&rx).len(), 2);
        producers.into_iter().for_each(|producer| producer.join().unwrap());
    });
}

/// Three handles leave at once.
#[test]
fn the_last_of_three_handles_drops_what_is_left() {
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        let producer = |number| {
            let (tx, message) = (tx.clone(), census.message(number));
            thread::spawn(move || drop(tx.try_send(message)))
        };
        let producers = [producer(0), producer(1)];
        drop((tx, rx));
        producers.into_iter().for_each(|producer| producer.join().unwrap());
        assert_eq!(census.alive(), 0);
    });
}

//! Closing and dropping from either end: nothing that was sent is lost, everything is dropped once.

use crate::harness::{Census, Message, large_model, model};
use loom::thread;
use strait::{Consumer, LoneProducer, Mode, Owned, Producer, TryRecvError, mpsc, pipe, spsc};

type Ends<M, const N: usize> = (Producer<Message, N, M, Owned>, Consumer<Message, N, M, Owned>);

/// Receives, polling, until the channel says that it is closed; gives the numbers.
fn receive_until_closed<M: Mode, const N: usize>(rx: &mut Consumer<Message, N, M, Owned>) -> Vec<usize> {
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
fn closed_comes_last<M: LoneProducer>(channel: fn() -> Ends<M, 2>)
where
    Producer<Message, 2, M, Owned>: Send,
{
    model(move || {
        let census = Census::default();
        let (tx, mut rx) = channel();
        let (mut tx, messages) = (tx.quiet(), census.clone());
        let producer = thread::spawn(move || (0..2).take_while(|&n| tx.try_send(messages.message(n)).is_ok()).count());
        let received = receive_until_closed(&mut rx);
        assert_eq!(received.len(), producer.join().unwrap());
    });
}

#[test]
fn closed_comes_after_all_messages() {
    closed_comes_last(spsc::channel::<Message, 2>);
}

#[test]
fn closed_comes_after_all_messages_of_a_pipe() {
    closed_comes_last(pipe::channel::<Message, 2>);
}

/// The consumer closes while the producer sends: what was sent is received then or later.
fn the_consumer_closes<M: LoneProducer>(channel: fn() -> Ends<M, 2>)
where
    Producer<Message, 2, M, Owned>: Send,
{
    model(move || {
        let census = Census::default();
        let (tx, mut rx) = channel();
        let (mut tx, messages) = (tx.quiet(), census.clone());
        let producer = thread::spawn(move || {
            let sent = (0..2).take_while(|&n| tx.try_send(messages.message(n)).is_ok()).count();
            (tx, sent)
        });
        rx.close();
        let mut received = receive_until_closed(&mut rx).len();
        let (_tx, sent) = producer.join().unwrap();
        received += rx.drain().count();
        assert_eq!(received, sent);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn what_races_with_the_consumers_close_is_received() {
    the_consumer_closes(spsc::channel::<Message, 2>);
}

#[test]
fn what_races_with_the_consumers_close_of_a_pipe_is_received() {
    the_consumer_closes(pipe::channel::<Message, 2>);
}

/// Both ends go at once, with a message in the ring and another on its way.
fn both_ends_go<M: LoneProducer>(channel: fn() -> Ends<M, 2>)
where
    Producer<Message, 2, M, Owned>: Send,
{
    model(move || {
        let census = Census::default();
        let (mut tx, rx) = channel();
        tx.try_send(census.message(0)).unwrap();
        let message = census.message(1);
        let producer = thread::spawn(move || drop(tx.try_send(message)));
        drop(rx);
        producer.join().unwrap();
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn what_is_left_is_dropped_once() {
    both_ends_go(spsc::channel::<Message, 2>);
}

#[test]
fn what_is_left_in_a_pipe_is_dropped_once() {
    both_ends_go(pipe::channel::<Message, 2>);
}

/// A permit outlives the close: its message stays in the ring, or it gives its place back.
#[test]
fn a_permit_against_the_consumers_close() {
    model(|| {
        let census = Census::default();
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
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
        let mut received = rx.drain().count();
        let (_tx, sent) = producer.join().unwrap();
        received += rx.drain().count();
        assert_eq!(received, usize::from(sent));
        assert_eq!(census.alive(), 0);
    });
}

/// One producer closes while another sends: a claim that came before the close is waited for, none comes after it.
#[test]
fn closed_comes_after_every_claim() {
    large_model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::channel::<_, 2>();
        let (sender, messages) = (tx.clone().quiet(), census.clone());
        let sender =
            thread::spawn(move || (0..2).take_while(|&n| sender.try_send(messages.message(n)).is_ok()).count());
        let closer = thread::spawn(move || tx.close());
        let received = receive_until_closed(&mut rx);
        let sent = sender.join().unwrap();
        assert_eq!(received, (0..sent).collect::<Vec<_>>());
        closer.join().unwrap();
    });
}

/// The last producer to leave closes the channel, and what the others sent came before that.
#[test]
fn closed_comes_after_the_last_producer() {
    large_model(|| {
        let census = Census::default();
        let (tx, mut rx) = mpsc::channel::<_, 2>();
        let producer = |number| {
            let (tx, message) = (tx.clone().quiet(), census.message(number));
            thread::spawn(move || tx.try_send(message).unwrap())
        };
        let producers = [producer(0), producer(1)];
        drop(tx);
        assert_eq!(receive_until_closed(&mut rx).len(), 2);
        producers.into_iter().for_each(|producer| producer.join().unwrap());
    });
}

/// Three handles go at once.
#[test]
fn the_last_of_three_handles_drops_what_is_left() {
    large_model(|| {
        let census = Census::default();
        let (tx, rx) = mpsc::channel::<_, 2>();
        let producer = |number| {
            let (tx, message) = (tx.clone().quiet(), census.message(number));
            thread::spawn(move || drop(tx.try_send(message)))
        };
        let producers = [producer(0), producer(1)];
        drop((tx, rx));
        producers.into_iter().for_each(|producer| producer.join().unwrap());
        assert_eq!(census.alive(), 0);
    });
}

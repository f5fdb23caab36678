//! A request and its answer; an answer against a client that gives up, and calls again.

use crate::harness::{Alarm, Census, Message, model};
use core::pin::Pin;
use core::task::Poll;
use loom::future::block_on;
use loom::thread;
use strait::call::{self, CallError, Client, Server};

type Pair = (Client<usize, Message, 1>, Server<usize, Message, 1>);

#[test]
fn an_answer_to_a_thread_and_the_next_one_in_the_same_place() {
    model(|| {
        let census = Census::default();
        let (mut client, server): Pair = call::channel();
        let (first, second) = (census.message(1), census.message(2));
        let service = thread::spawn(move || {
            server.recv().unwrap().reply.send(first).unwrap();
            drop((server.recv().unwrap(), second));
        });
        assert_eq!(client.call(1).unwrap().number, 1);
        assert_eq!(client.call(2).unwrap_err(), CallError::Dropped);
        service.join().unwrap();
        drop(client);
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn an_answer_to_a_task() {
    model(|| {
        let census = Census::default();
        let (mut client, server): Pair = call::channel();
        let answer = census.message(1);
        let service = thread::spawn(move || server.recv().unwrap().reply.send(answer).unwrap());
        assert_eq!(block_on(client.call_async(1)).unwrap().number, 1);
        service.join().unwrap();
    });
}

/// A call that is given up, and the next one begun, against the first one's answer: that one is dropped or given back,
/// and the second call gets its own.
#[test]
fn a_late_answer_against_the_next_call() {
    model(|| {
        let census = Census::default();
        let (mut client, server): Pair = call::channel();
        let alarm = Alarm::new();
        let mut first = client.call_async(1);
        assert!(alarm.poll(Pin::new(&mut first)).is_pending());
        let (request, answer) = (server.try_recv().unwrap(), census.message(1));
        let service = thread::spawn(move || drop(request.reply.send(answer)));
        drop(first);
        let mut second = client.call_async(2);
        assert!(alarm.poll(Pin::new(&mut second)).is_pending(), "the first answer is not the second's");
        service.join().unwrap();
        server.try_recv().unwrap().reply.send(census.message(2)).unwrap();
        let Poll::Ready(Ok(answer)) = alarm.poll(Pin::new(&mut second)) else { panic!("it was answered") };
        assert_eq!(answer.number, 2);
        drop((answer, second));
        assert_eq!(census.alive(), 0);
    });
}

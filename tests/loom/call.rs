//! A request and its answer; an answer against a client that gives up, and calls again.

use crate::harness::{Alarm, Census, Message, model};
use core::pin::Pin;
use core::task::Poll;
use loom::future::block_on;
use loom::thread;
use strait::call::{self, CallError, Client, Server};

type Pair = (Client<usize, Message, 1>, Server<usize, Message, 1>);

/// The second call of a client, answered by another thread in the place of the first.
#[test]
fn a_second_answer_in_the_same_place() {
    model(|| {
        let census = Census::default();
        let (mut client, server): Pair = call::channel();
        let alarm = Alarm::new();
        let mut first = client.call_async(1);
        assert!(alarm.poll(Pin::new(&mut first)).is_pending()); // The request is sent.
        drop(server.try_recv().unwrap());
        let Poll::Ready(Err(CallError::Dropped)) = alarm.poll(Pin::new(&mut first)) else { panic!("it was dropped") };
        drop(first);
        let mut second = client.call_async(2);
        assert!(alarm.poll(Pin::new(&mut second)).is_pending());
        let (reply, answer) = (server.try_recv().unwrap().reply, census.message(2));
        let service = thread::spawn(move || reply.send(answer).unwrap());
        assert_eq!(block_on(second).unwrap().number, 2);
        service.join().unwrap();
        assert_eq!(census.alive(), 0);
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

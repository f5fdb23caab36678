//! Tasks that wait, at either end, alone and together with threads: no wake-up is lost, and no message.

use crate::harness::{Census, large_model, model};
use core::future::Future;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use futures::task::noop_waker_ref;
use futures::{Sink, Stream};
use loom::future::block_on;
use loom::thread;
use std::future::poll_fn;
use strait::{SendError, mpsc, spsc};

/// Polls a future once, for a task that is never polled again.
fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(noop_waker_ref()))
}

#[test]
fn a_waiting_task_is_woken_by_a_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        assert_eq!(block_on(rx.recv_async()), Ok(1));
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_waiting_task_is_woken_by_room() {
    model(|| {
        let (mut tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            block_on(tx.send_async(1)).unwrap();
            tx
        });
        assert_eq!(rx.try_recv(), Ok(0));
        drop(producer.join().unwrap());
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

#[test]
fn a_thread_sends_to_a_task() {
    large_model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            (0..2).for_each(|n| tx.send(n).unwrap());
            tx
        });
        assert_eq!(block_on(async { (rx.recv_async().await, rx.recv_async().await) }), (Ok(0), Ok(1)));
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_task_sends_to_a_thread() {
    large_model(|| {
        let (mut tx, rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            block_on(async {
                tx.send_async(0).await.unwrap();
                tx.send_async(1).await.unwrap();
            });
            tx
        });
        assert_eq!((rx.recv(), rx.recv()), (Ok(0), Ok(1)));
        drop(producer.join().unwrap());
    });
}

/// A cancelled receive loses nothing; a thread that waits at the same end after it is woken.
#[test]
fn a_cancelled_receive_against_a_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        match poll_once(rx.recv_async()) {
            Poll::Ready(received) => assert_eq!(received, Ok(1)),
            Poll::Pending => assert_eq!(rx.recv(), Ok(1)),
        }
        drop(producer.join().unwrap());
    });
}

/// The same with a stream, which leaves its waker in the channel.
#[test]
fn a_thread_waits_where_a_stream_was_polled() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        match poll_once(poll_fn(|context| Pin::new(&mut rx).poll_next(context))) {
            Poll::Ready(received) => assert_eq!(received, Some(1)),
            Poll::Pending => assert_eq!(rx.recv(), Ok(1)),
        }
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_stream_ends_after_the_last_message() {
    model(|| {
        let (tx, mut rx) = spsc::channel::<_, 1>();
        let producer = thread::spawn(move || tx.try_send(1).unwrap());
        let mut next = || block_on(poll_fn(|context| Pin::new(&mut rx).poll_next(context)));
        assert_eq!((next(), next()), (Some(1), None));
        producer.join().unwrap();
    });
}

/// A cancelled send gives its message back, or has sent it.
#[test]
fn a_cancelled_send_against_room() {
    model(|| {
        let census = Census::default();
        let (mut tx, mut rx) = spsc::channel::<_, 1>();
        tx.try_send(census.message(0)).unwrap();
        let message = census.message(1);
        let producer = thread::spawn(move || {
            let mut send = tx.send_async(message);
            let sent = poll_once(&mut send).is_ready();
            assert_eq!(send.into_inner().is_none(), sent);
            (tx, sent)
        });
        assert_eq!(rx.try_recv().unwrap().number, 0);
        let (_tx, sent) = producer.join().unwrap();
        assert_eq!(rx.drain().count(), usize::from(sent));
        assert_eq!(census.alive(), 0);
    });
}

#[test]
fn a_consumer_that_leaves_wakes_the_task() {
    model(|| {
        let (mut tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            // The first send may find the slot of a message that the consumer's drop has dropped.
            let _ = block_on(tx.send_async(1));
            assert_eq!(block_on(tx.send_async(2)), Err(SendError(2)));
        });
        drop(rx);
        producer.join().unwrap();
    });
}

#[test]
fn a_sink_is_ready_when_there_is_room() {
    model(|| {
        let (mut tx, rx) = spsc::channel::<_, 1>();
        tx.try_send(0).unwrap();
        let producer = thread::spawn(move || {
            block_on(poll_fn(|context| Pin::new(&mut tx).poll_ready(context))).unwrap();
            Pin::new(&mut tx).start_send(1).unwrap();
            tx
        });
        assert_eq!(rx.try_recv(), Ok(0));
        drop(producer.join().unwrap());
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

/// The task of one producer closes the channel while the consumer's task waits.
#[test]
fn a_close_wakes_the_consumers_task() {
    model(|| {
        let (tx, mut rx) = mpsc::channel::<u8, 1>();
        let closer = thread::spawn(move || {
            tx.close();
            tx
        });
        assert!(block_on(rx.recv_async()).is_err());
        drop(closer.join().unwrap());
    });
}

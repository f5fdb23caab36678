//! Closing wakes everything that waits on the other end: threads that are blocked, and futures that are pending.

use crate::harness::{Receives, Sends, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::task::Poll;
use std::thread;
use std::time::Duration;
use strait::{RecvError, RecvTimeoutError, SendError, SendTimeoutError};

tests! { on every channel:
    a_consumers_close_wakes_a_blocked_send(u32);
    a_consumers_drop_wakes_a_timed_send(u32);
    a_producers_close_wakes_a_blocked_receive(u32);
    a_producers_drop_wakes_a_timed_receive(u32);
    a_consumers_close_wakes_a_pending_send(u32);
    a_consumers_drop_wakes_a_pending_send(u32);
    a_producers_close_wakes_a_pending_receive(u32);
    a_producers_drop_wakes_a_pending_receive(u32);
}

fn a_consumers_close_wakes_a_blocked_send(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send(7));
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(SendError(7)));
    });
    assert_eq!(rx.len(), capacity, "the message that was not sent is not in the ring");
}

fn a_consumers_drop_wakes_a_timed_send(mut tx: impl Sends<u32>, rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_timeout(7, Duration::MAX));
        let_it_park();
        drop(rx);
        assert_eq!(sender.join().unwrap(), Err(SendTimeoutError::Closed(7)));
    });
}

fn a_producers_close_wakes_a_blocked_receive(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv());
        let_it_park();
        tx.close();
        assert_eq!(receiver.join().unwrap(), Err(RecvError));
    });
}

fn a_producers_drop_wakes_a_timed_receive(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv_timeout(Duration::MAX));
        let_it_park();
        drop(tx);
        assert_eq!(receiver.join().unwrap(), Err(RecvTimeoutError::Closed));
    });
}

fn wakes_a_pending_send<R: Receives<u32>>(mut tx: impl Sends<u32>, rx: R, end: impl FnOnce(&mut Option<R>)) {
    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    let (waker, wakes) = counting();
    let mut sending = tx.send_async(7);
    assert!(poll(&mut sending, &waker).is_pending());
    end(&mut Some(rx));
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(SendError(7))));
}

fn a_consumers_close_wakes_a_pending_send(tx: impl Sends<u32>, rx: impl Receives<u32>) {
    wakes_a_pending_send(tx, rx, |rx| rx.as_mut().expect("it lives").close());
}

fn a_consumers_drop_wakes_a_pending_send(tx: impl Sends<u32>, rx: impl Receives<u32>) {
    wakes_a_pending_send(tx, rx, |rx| drop(rx.take()));
}

fn wakes_a_pending_receive<S: Sends<u32>>(tx: S, mut rx: impl Receives<u32>, end: impl FnOnce(&mut Option<S>)) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    end(&mut Some(tx));
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Err(RecvError)));
}

fn a_producers_close_wakes_a_pending_receive(tx: impl Sends<u32>, rx: impl Receives<u32>) {
    wakes_a_pending_receive(tx, rx, |tx| tx.as_mut().expect("it lives").close());
}

fn a_producers_drop_wakes_a_pending_receive(tx: impl Sends<u32>, rx: impl Receives<u32>) {
    wakes_a_pending_receive(tx, rx, |tx| drop(tx.take()));
}

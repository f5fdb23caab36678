//! Closing wakes everything that waits on the other end: threads that are blocked, and futures that are pending.

use crate::harness::{Receives, Receiving as _, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::task::Poll;
use std::thread;
use std::time::Duration;
use strait::{Mode, RecvError, RecvTimeoutError, SendError, SendTimeoutError, Waits};

tests! { on every channel:
    a_producers_close_wakes_a_blocked_receive;
    a_producers_drop_wakes_a_timed_receive;
    a_producers_close_wakes_a_pending_receive;
    a_producers_drop_wakes_a_pending_receive;
    a_consumers_own_close_wakes_its_pending_receive;
}

tests! { on every channel that waits:
    a_consumers_close_wakes_a_blocked_send;
    a_consumers_drop_wakes_a_timed_send;
    a_consumers_close_wakes_a_pending_send;
    a_consumers_drop_wakes_a_pending_send;
}

fn a_consumers_close_wakes_a_blocked_send<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send(7));
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(SendError(7)));
    });
    assert_eq!(rx.len(), N, "the message that was not sent is not in the ring");
}

fn a_consumers_drop_wakes_a_timed_send<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_timeout(7, Duration::MAX));
        let_it_park();
        drop(rx);
        assert_eq!(sender.join().unwrap(), Err(SendTimeoutError::Closed(7)));
    });
}

fn a_producers_close_wakes_a_blocked_receive<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv());
        let_it_park();
        tx.close();
        assert_eq!(receiver.join().unwrap(), Err(RecvError));
    });
}

fn a_producers_drop_wakes_a_timed_receive<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv_timeout(Duration::MAX));
        let_it_park();
        drop(tx);
        assert_eq!(receiver.join().unwrap(), Err(RecvTimeoutError::Closed));
    });
}

fn wakes_a_pending_send<M: Sends, const N: usize>(mut tx: Tx<N, M>, end: impl FnOnce()) {
    fill(&tx, N);
    let (waker, wakes) = counting();
    let mut sending = M::send_async(&mut tx, 7);
    assert!(poll(&mut sending, &waker).is_pending());
    end();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(SendError(7))));
}

fn a_consumers_close_wakes_a_pending_send<M: Sends, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    wakes_a_pending_send(tx, || rx.close());
}

fn a_consumers_drop_wakes_a_pending_send<M: Sends, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    wakes_a_pending_send(tx, || drop(rx));
}

fn wakes_a_pending_receive<M: Receives, const N: usize>(mut rx: Rx<N, M>, end: impl FnOnce()) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    end();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Err(RecvError)));
}

fn a_producers_close_wakes_a_pending_receive<M: Receives, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    wakes_a_pending_receive(rx, || tx.close());
}

fn a_producers_drop_wakes_a_pending_receive<M: Receives, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    wakes_a_pending_receive(rx, || drop(tx));
}

/// `poll_recv` takes `&self`, so the handle can close the channel while its own waker waits in it.
fn a_consumers_own_close_wakes_its_pending_receive<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut context = std::task::Context::from_waker(&waker);
    assert!(rx.poll_recv(&mut context).is_pending());
    rx.close();
    assert_eq!(wakes.count(), 1);
    assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Err(RecvError)));
    assert!(tx.is_closed());
}

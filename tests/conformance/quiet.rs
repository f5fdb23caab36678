//! Quiet producers: they wake nobody until `notify`, `close` or the last drop.

use crate::harness::{Receives, Sends, Whispers, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::task::Poll;
use std::thread;
use std::time::Duration;
use strait::{RecvError, RecvTimeoutError, SendTimeoutError, TrySendError, mpsc};

tests! { on every channel:
    sends_of_a_quiet_producer_wake_nobody_until_it_notifies(u32);
    a_parked_consumer_sleeps_until_notify(u32);
    a_timed_receive_finds_the_message_at_its_deadline(u32);
    the_close_of_a_quiet_producer_wakes(u32);
    the_drop_of_a_quiet_producer_wakes(u32);
    a_quiet_producer_fails_as_a_loud_one(u32) at_every_fill;
    into_inner_gives_a_producer_that_wakes_again(u32);
    notify_without_a_sleeper_does_nothing(u32);
    a_send_that_waits_wakes_the_consumer_of_quiet_messages(u32);
    a_blocked_send_wakes_a_parked_consumer_of_quiet_messages(u32);
    a_send_that_times_out_wakes_the_consumer_of_quiet_messages(u32);
    a_flush_wakes_the_consumer_of_quiet_messages(u32);
}

fn sends_of_a_quiet_producer_wake_nobody_until_it_notifies(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let mut tx = tx.quiet();
    let (waker, wakes) = counting();
    for n in 0..6 {
        let mut receiving = rx.recv_async();
        assert!(poll(&mut receiving, &waker).is_pending());
        match n % 3 {
            0 => assert_eq!(tx.try_send(n), Ok(())),
            1 => assert_eq!(tx.try_send_array([n]), Ok(())),
            _ => assert_eq!(tx.try_send_many(&mut [n].into()), 1),
        }
        assert_eq!(wakes.count(), n as usize);
        tx.notify();
        assert_eq!(wakes.count(), n as usize + 1);
        assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(n)));
    }
}

fn a_parked_consumer_sleeps_until_notify(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let mut tx = tx.quiet();
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv());
        let_it_park();
        let_it_park();
        tx.try_send(7).unwrap();
        let_it_park();
        // It may have been awake still when the message came; then there is nothing to be seen.
        tx.notify();
        assert_eq!(receiver.join().unwrap(), Ok(7));
    });
}

fn a_timed_receive_finds_the_message_at_its_deadline(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let mut tx = tx.quiet();
    thread::scope(|scope| {
        let receiver = scope.spawn(move || (rx.recv_timeout(Duration::from_millis(5)), rx));
        let_it_park();
        tx.try_send(7).unwrap();
        let (received, mut rx) = receiver.join().unwrap();
        // On a loaded machine the time may be up before the message is sent.
        let found = received.or_else(|error: RecvTimeoutError| {
            assert_eq!(error, RecvTimeoutError::Timeout);
            rx.try_recv()
        });
        assert_eq!(found, Ok(7));
    });
}

fn the_close_of_a_quiet_producer_wakes(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let mut tx = tx.quiet();
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    tx.close();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Err(RecvError)));
}

fn the_drop_of_a_quiet_producer_wakes(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let tx = tx.quiet();
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv());
        let_it_park();
        drop(tx);
        assert_eq!(receiver.join().unwrap(), Err(RecvError));
    });
}

fn a_quiet_producer_fails_as_a_loud_one(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>, count: usize) {
    let capacity = tx.capacity();
    fill(&mut tx, count);
    let mut tx = tx.quiet();
    (count..capacity).for_each(|n| tx.try_send(n as u32).unwrap());
    assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
    assert_eq!(tx.try_send_array([7]), Err(TrySendError::Full([7])));
    assert_eq!(tx.try_send_many(&mut [7].into()), 0);
    rx.close();
    assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
    assert_eq!(tx.try_send_array([7]), Err(TrySendError::Closed([7])));
    assert!(rx.drain().eq(0..capacity as u32));
}

fn into_inner_gives_a_producer_that_wakes_again(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let mut tx = tx.quiet().into_inner();
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    tx.try_send(7).unwrap();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(7)));
}

/// Sends messages that nobody hears of.
fn send_quietly<S: Sends<u32>>(tx: S, count: usize) -> S {
    let mut tx = tx.quiet();
    (0..count).for_each(|n| tx.try_send(n as u32).unwrap());
    tx.into_inner()
}

/// Otherwise it would wait for a consumer that sleeps before a full ring.
fn a_send_that_waits_wakes_the_consumer_of_quiet_messages(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    let capacity = tx.capacity();
    let mut tx = send_quietly(tx, capacity);
    assert_eq!(wakes.count(), 0);
    let mut sending = tx.send_async(7);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(0)));
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
}

fn a_blocked_send_wakes_a_parked_consumer_of_quiet_messages(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || (rx.recv(), rx));
        let_it_park();
        let capacity = tx.capacity();
        let mut tx = send_quietly(tx, capacity);
        assert_eq!(tx.send(7), Ok(()));
        assert_eq!(receiver.join().unwrap().0, Ok(0));
    });
}

fn a_send_that_times_out_wakes_the_consumer_of_quiet_messages(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    let capacity = tx.capacity();
    let mut tx = send_quietly(tx, capacity);
    assert_eq!(tx.send_timeout(7, Duration::from_nanos(1)), Err(SendTimeoutError::Timeout(7)));
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(0)));
}

fn a_flush_wakes_the_consumer_of_quiet_messages(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    let mut tx = send_quietly(tx, 1);
    assert_eq!(tx.flush_timeout(Duration::from_millis(1)), Err(SendTimeoutError::Timeout(())));
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(0)));
}

fn notify_without_a_sleeper_does_nothing(tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let mut tx = tx.quiet();
    tx.notify();
    tx.try_send(7).unwrap();
    tx.notify();
    assert_eq!(rx.try_recv(), Ok(7));
}

/// The quiet producer of `mpsc` keeps `&self` and `Clone`; what it asks of itself it answers.
#[test]
fn quiet_producers_of_mpsc_are_shared_and_cloned() {
    let (tx, mut rx) = mpsc::channel::<u32, 2>();
    let tx = tx.quiet();
    let other = tx.clone();
    thread::scope(|scope| {
        scope.spawn(|| tx.try_send(1).unwrap());
        scope.spawn(|| tx.clone().try_send(2).unwrap());
    });
    assert!(other.is_full() && !other.is_empty() && !other.is_closed() && other.same_channel(&rx));
    assert_eq!((other.len(), other.capacity()), (2, 2));
    drop(tx);
    assert_eq!(rx.drain().sum::<u32>(), 3);
    assert!(!rx.is_closed());
    drop(other);
    assert!(rx.is_closed());
}

/// The turn comes to one that is dropped, before a ring that was filled quietly; those behind it would wait for a
/// consumer asleep.
#[test]
fn a_send_that_gives_up_its_turn_wakes_the_consumer_of_quiet_messages() {
    let (tx, mut rx) = mpsc::channel::<u32, 1>();
    let quiet = tx.clone().quiet();
    let (waker, wakes) = counting();
    let (first, firsts) = counting();
    let (second, seconds) = counting();
    tx.try_send(1).unwrap();
    let mut has_turn = tx.send_async(2);
    let mut waits = tx.send_async(3);
    assert!(poll(&mut has_turn, &first).is_pending() && poll(&mut waits, &second).is_pending());
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!((firsts.count(), seconds.count()), (1, 0));
    let mut receiving = Box::pin(rx.recv_async());
    assert!(poll(&mut receiving, &waker).is_pending());
    quiet.try_send(4).unwrap();
    assert_eq!(wakes.count(), 0);
    drop(has_turn);
    assert_eq!((wakes.count(), seconds.count()), (1, 0));
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(4)));
    assert_eq!(seconds.count(), 1);
    assert_eq!(poll(&mut waits, &second), Poll::Ready(Ok(())));
}

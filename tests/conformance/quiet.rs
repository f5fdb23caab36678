//! Quiet channels: neither end wakes the other, but by `notify`, a close, or the departure of the last handle.

use crate::harness::{Batches, Receives, Receiving as _, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;
use strait::{Mode, Quiet, RecvError, RecvTimeoutError, Refuses, TryRecvError, TrySendError, Waits, mpsc};

tests! { on every quiet channel:
    sends_wake_nobody_until_notify;
    receives_wake_nobody at_every_fill;
    a_parked_consumer_sleeps_until_notify;
    a_timed_receive_finds_the_message_at_its_deadline;
    the_close_of_a_quiet_producer_wakes;
    the_drop_of_a_quiet_producer_wakes;
    the_close_and_the_drop_of_a_quiet_consumer_are_heard;
    a_quiet_producer_fails_as_any_other at_every_fill;
    notify_without_a_sleeper_does_nothing;
    notify_for_nothing_lets_the_consumer_sleep_on;
    a_consumer_that_waits_finds_what_was_sent_before_it_waited at_every_fill;
    both_ends_at_work_lose_nothing;
}

/// Sends one message, in each of the ways that every producer has.
fn send_one<M: Batches, const N: usize>(tx: &mut Tx<N, M>, n: u32) {
    match n % 3 {
        0 => assert_eq!(tx.try_send(n), Ok(())),
        1 => assert_eq!(tx.try_send_array([n]), Ok(())),
        _ => assert_eq!(M::try_send_batch(tx, &mut [n].into()), 1),
    }
}

fn sends_wake_nobody_until_notify<M: Sends, const N: usize>(mut tx: Tx<N, Quiet<M>>, mut rx: Rx<N, Quiet<M>>)
where
    Quiet<M>: Batches,
{
    let (waker, wakes) = counting();
    for n in 0..6 {
        let mut receiving = rx.recv_async();
        assert!(poll(&mut receiving, &waker).is_pending());
        send_one(&mut tx, n);
        assert_eq!(wakes.count(), n as usize);
        tx.notify();
        assert_eq!(wakes.count(), n as usize + 1);
        assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(n)));
    }
}

/// Nobody waits for room; the consumer's own waker is not woken by what it receives, either.
fn receives_wake_nobody<M: Refuses + Receives, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    for kind in 0..4 {
        assert!(rx.poll_recv(&mut context).is_pending());
        fill(&tx, count);
        let (mut batch, expected) = (Vec::new(), 0..count as u32);
        match kind {
            0 => batch.extend((0..count).map_while(|_| rx.try_recv().ok())),
            1 => batch.extend(rx.drain()),
            2 => assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), count),
            _ => {
                rx.peeked(|next| assert_eq!(next.is_some(), count > 0));
                batch.extend((0..count).map_while(|_| rx.recv_timeout(Duration::ZERO).ok()));
            }
        }
        assert!(batch.into_iter().eq(expected));
        assert_eq!((wakes.count(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
    }
    #[cfg(feature = "stats")]
    assert_eq!((tx.stats().producers.wakes, tx.stats().consumer.wakes), (0, 0));
}

fn a_parked_consumer_sleeps_until_notify<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
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

fn a_timed_receive_finds_the_message_at_its_deadline<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || (rx.recv_timeout(Duration::from_millis(5)), rx));
        let_it_park();
        tx.try_send(7).unwrap();
        let (received, rx) = receiver.join().unwrap();
        // On a loaded machine the time may be up before the message is sent.
        let found = received.or_else(|error: RecvTimeoutError| {
            assert_eq!(error, RecvTimeoutError::Timeout);
            rx.try_recv()
        });
        assert_eq!(found, Ok(7));
    });
}

fn the_close_of_a_quiet_producer_wakes<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(rx.poll_recv(&mut context).is_pending());
    tx.close();
    assert_eq!(wakes.count(), 1);
    assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Err(RecvError)));
}

fn the_drop_of_a_quiet_producer_wakes<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv());
        let_it_park();
        drop(tx);
        assert_eq!(receiver.join().unwrap(), Err(RecvError));
    });
}

fn the_close_and_the_drop_of_a_quiet_consumer_are_heard<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    tx.try_send(7).unwrap();
    rx.close();
    assert_eq!(tx.try_send(8), Err(TrySendError::Closed(8)));
    assert_eq!((rx.try_recv(), rx.recv()), (Ok(7), Err(RecvError)));
    drop(rx);
    assert_eq!((tx.try_send(9), tx.is_closed()), (Err(TrySendError::Closed(9)), true));
}

fn a_quiet_producer_fails_as_any_other<M: Batches, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    (count..N).for_each(|n| tx.try_send(n as u32).unwrap());
    assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
    assert_eq!(tx.try_send_array([7]), Err(TrySendError::Full([7])));
    assert_eq!(M::try_send_batch(&mut tx, &mut [7].into()), 0);
    rx.close();
    assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
    assert_eq!(tx.try_send_array([7]), Err(TrySendError::Closed([7])));
    assert!(rx.drain().eq(0..N as u32));
}

fn notify_without_a_sleeper_does_nothing<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
    tx.notify();
    tx.try_send(7).unwrap();
    tx.notify();
    assert_eq!(rx.try_recv(), Ok(7));
}

/// It is woken, finds nothing and waits again.
fn notify_for_nothing_lets_the_consumer_sleep_on<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..3 {
        assert!(rx.poll_recv(&mut context).is_pending());
        tx.notify();
    }
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv());
        for _ in 0..3 {
            let_it_park();
            tx.notify();
        }
        assert!(!receiver.is_finished());
        tx.try_send(7).unwrap();
        tx.notify();
        assert_eq!(receiver.join().unwrap(), Ok(7));
    });
}

fn a_consumer_that_waits_finds_what_was_sent_before_it_waited<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for n in 0..count as u32 {
        match n % 3 {
            0 => assert_eq!(rx.recv(), Ok(n)),
            1 => assert_eq!(rx.recv_timeout(Duration::MAX), Ok(n)),
            _ => assert_eq!(futures::executor::block_on(rx.recv_async()), Ok(n)),
        }
    }
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
}

/// A producer that tries again and again, and notifies now and then; a consumer that polls and sleeps in turn.
fn both_ends_at_work_lose_nothing<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
    const COUNT: u32 = 2000;
    thread::scope(|scope| {
        scope.spawn(move || {
            for n in 0..COUNT {
                while tx.try_send(n).is_err() {
                    tx.notify();
                    thread::yield_now();
                }
                if n % 16 == 0 {
                    tx.notify();
                }
            }
            // Its departure wakes the consumer for the last messages.
        });
        for n in 0..COUNT {
            let message = match n % 3 {
                0 => rx.recv().ok(),
                1 => rx.recv_timeout(Duration::from_secs(60)).ok(),
                _ => std::iter::repeat_with(|| rx.try_recv())
                    .find(|received| *received != Err(TryRecvError::Empty))
                    .unwrap()
                    .ok(),
            };
            assert_eq!(message, Some(n));
        }
        assert_eq!(rx.recv(), Err(RecvError));
    });
}

/// The quiet producer of `mpsc` is shared and cloned.
#[test]
fn quiet_producers_of_mpsc_are_shared_and_cloned() {
    let (tx, mut rx) = mpsc::quiet_channel::<u32, 2>();
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

/// Any of many producers wakes the consumer, for the messages of all.
#[test]
fn one_quiet_producer_notifies_for_all() {
    let (tx, rx) = mpsc::quiet_channel::<u32, 4>();
    let (other, (waker, wakes)) = (tx.clone(), counting());
    assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
    tx.try_send(1).unwrap();
    drop(tx);
    assert_eq!(wakes.count(), 0, "another producer is left");
    other.notify();
    assert_eq!((wakes.count(), rx.try_recv()), (1, Ok(1)));
}

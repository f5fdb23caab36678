//! Many consumers: each message goes to one of them, none is lost when one leaves or times out, and what was claimed
//! survives a close.

use crate::harness::{Alarm, large_model, model};
use core::time::Duration;
use loom::thread;
use strait::{RecvError, TryRecvError, TrySendError, mpmc, spmc};

/// A few readings of the model's clock.
const SOON: Duration = Duration::from_nanos(3);

#[test]
fn two_consumers_take_each_message_once() {
    model(|| {
        let (tx, rx) = spmc::channel::<_, 2>();
        tx.try_send(1).unwrap();
        tx.try_send(2).unwrap();
        let other = rx.clone();
        let thread = thread::spawn(move || other.try_recv());
        let here = rx.try_recv();
        let there = thread.join().unwrap();
        let mut taken = [here.unwrap(), there.unwrap()];
        taken.sort_unstable();
        assert_eq!(taken, [1, 2]);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    });
}

/// With one slot the second send needs the slot of a receive that may be in progress: it is refused, or goes through
/// whole.
#[test]
fn a_slot_is_not_written_while_it_is_read() {
    large_model(|| {
        let (tx, rx) = spmc::channel::<_, 1>();
        tx.try_send(1).unwrap();
        let others = [rx.clone(), rx];
        let threads = others.map(|rx| thread::spawn(move || (rx.try_recv().ok(), rx)));
        let sent = tx.try_send(2);
        assert!(matches!(sent, Ok(()) | Err(TrySendError::Full(2))));
        let mut taken = Vec::new();
        for thread in threads {
            taken.extend(thread.join().unwrap().0);
        }
        taken.sort_unstable();
        assert!(taken == [1] || (taken == [1, 2] && sent.is_ok()), "{taken:?}");
    });
}

#[test]
fn two_producers_and_two_consumers_lose_nothing_in_one_slot() {
    large_model(|| {
        let (tx, rx) = mpmc::channel::<_, 1>();
        let producer = {
            let tx = tx.clone();
            thread::spawn(move || tx.try_send(1).is_ok())
        };
        let consumer = {
            let rx = rx.clone();
            thread::spawn(move || rx.try_recv().ok())
        };
        let sent = tx.try_send(2).is_ok();
        let mut taken = Vec::from_iter(consumer.join().unwrap());
        let others_sent = producer.join().unwrap();
        taken.extend(rx.try_recv());
        assert!(sent || others_sent, "the first of two found room");
        assert_eq!(taken.len(), usize::from(sent) + usize::from(others_sent));
    });
}

/// Both wait; each message wakes one, and the close wakes the rest.
#[test]
fn consumers_that_wait_are_woken_by_messages_and_by_the_close() {
    large_model(|| {
        let (tx, rx) = spmc::channel::<_, 2>();
        let other = rx.clone();
        let waiting = thread::spawn(move || other.recv());
        tx.try_send(1).unwrap();
        drop(tx);
        let (here, there) = (rx.recv(), waiting.join().unwrap());
        assert!(
            (here == Ok(1) && there == Err(RecvError)) || (here == Err(RecvError) && there == Ok(1)),
            "{here:?} {there:?}"
        );
    });
}

/// A message that wakes a consumer whose time is up goes to the one behind it.
#[test]
fn a_consumer_that_times_out_passes_its_wake_on() {
    model(|| {
        let (tx, rx) = spmc::channel::<_, 2>();
        let late = rx.clone();
        let late = thread::spawn(move || late.recv_timeout(SOON).ok());
        let (alarm, mut behind) = (Alarm::new(), Box::pin(async move { rx.recv_async().await }));
        let mut taken = match alarm.poll(behind.as_mut()) {
            core::task::Poll::Ready(message) => Some(message.unwrap()),
            core::task::Poll::Pending => None,
        };
        tx.try_send(1).unwrap();
        let by_the_other = late.join().unwrap();
        if by_the_other.is_none() && taken.is_none() {
            assert!(alarm.has_rung(), "the message is there and nobody was told");
            taken = Some(loom::future::block_on(behind).unwrap());
        }
        assert_eq!(taken.or(by_the_other), Some(1));
    });
}

#[test]
fn what_was_sent_before_a_close_is_received() {
    large_model(|| {
        let (tx, rx) = mpmc::channel::<_, 2>();
        let closing = thread::spawn(move || {
            let sent = tx.try_send(1).is_ok();
            tx.close();
            sent
        });
        let other = rx.clone();
        let thread = thread::spawn(move || other.try_recv());
        let here = rx.try_recv();
        let there = thread.join().unwrap();
        assert!(closing.join().unwrap());
        let left = rx.try_recv();
        assert_eq!([here, there, left].iter().filter(|taken| taken.is_ok()).count(), 1);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    });
}

/// Quiet, so that no fence of a notification stands in for the ordering of the close.
#[test]
fn a_consumer_that_sees_the_close_sees_what_was_sent_before() {
    model(|| {
        let (tx, rx) = spmc::quiet_channel::<_, 2>();
        let closing = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.close();
            tx
        });
        assert_ne!(rx.try_recv(), Err(TryRecvError::Closed));
        drop(closing.join().unwrap());
    });
}

/// The first message is taken only once the second is there, so nobody ever finds the channel empty.
#[test]
fn a_channel_that_was_never_empty_is_not_said_to_be() {
    large_model(|| {
        let (tx, rx) = spmc::channel::<_, 2>();
        tx.try_send(1).unwrap();
        let producer = thread::spawn(move || {
            tx.try_send(2).unwrap();
            tx
        });
        let other = rx.clone();
        let careful = thread::spawn(move || if other.len() == 2 { other.try_recv().ok() } else { None });
        let here = rx.try_recv();
        assert_ne!(here, Err(TryRecvError::Empty));
        careful.join().unwrap();
        drop(producer.join().unwrap());
    });
}

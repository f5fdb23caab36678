//! Quiet channels: the consumer sleeps until a notify, a close, or its time, and misses no message.

use crate::harness::{Alarm, large_model, model};
use core::task::Poll;
use core::time::Duration;
use loom::future::block_on;
use loom::thread;
use strait::mpsc::QuietConsumer;
use strait::{RecvError, RecvTimeoutError, mpsc, spsc};

#[test]
fn a_notify_wakes_the_consumers_thread() {
    model(|| {
        let (tx, rx) = spsc::quiet_channel::<_, 2>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.notify();
            tx
        });
        assert_eq!(rx.recv(), Ok(1));
        drop(producer.join().unwrap());
    });
}

#[test]
fn a_notify_wakes_the_consumers_task() {
    model(|| {
        let (tx, mut rx) = spsc::quiet_channel::<_, 2>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.notify();
            tx
        });
        assert_eq!(block_on(rx.recv_async()), Ok(1));
        drop(producer.join().unwrap());
    });
}

/// One notify is enough for all that was sent before it.
#[test]
fn a_notify_covers_what_was_sent_before_it() {
    large_model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 2>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx.try_send(2).unwrap();
            tx.notify();
            tx
        });
        assert_eq!((rx.recv(), rx.recv()), (Ok(1), Ok(2)));
        drop(producer.join().unwrap());
    });
}

/// Neither a send wakes the consumer's task nor a receive anybody.
#[test]
fn a_send_wakes_nobody() {
    model(|| {
        let (tx, rx) = spsc::quiet_channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let alarm = Alarm::new();
        let received = alarm.poll_recv(&rx);
        let _tx = producer.join().unwrap();
        assert!(!alarm.has_rung());
        if received.is_pending() {
            assert_eq!(alarm.poll_recv(&rx), Poll::Ready(Ok(1)));
        }
    });
}

#[test]
fn the_last_producer_to_leave_wakes_the_consumer() {
    model(|| {
        let (tx, rx) = spsc::quiet_channel::<_, 1>();
        let producer = thread::spawn(move || tx.try_send(1).unwrap());
        assert_eq!((rx.recv(), rx.recv()), (Ok(1), Err(RecvError)));
        producer.join().unwrap();
    });
}

/// A receive that times out has received nothing.
#[test]
fn a_timeout_against_a_message() {
    model(|| {
        let (tx, rx) = spsc::quiet_channel::<_, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let received = rx.recv_timeout(Duration::from_nanos(3));
        drop(producer.join().unwrap());
        match received {
            Ok(message) => assert_eq!(message, 1),
            Err(RecvTimeoutError::Timeout) => assert_eq!(rx.try_recv(), Ok(1)),
            Err(RecvTimeoutError::Closed) => unreachable!("the producer lived"),
        }
    });
}

/// One producer closes the channel while another has claimed a slot and not published it: the close wakes the consumer,
/// the publish wakes nobody. The consumer neither misses the message nor sleeps for good.
fn a_claim_before_the_close(receive: fn(&mut QuietConsumer<u8, 1>) -> Result<u8, RecvError>) {
    large_model(move || {
        let (tx, mut rx) = mpsc::quiet_channel::<_, 1>();
        let sender = tx.clone();
        let sender = thread::spawn(move || (sender.try_send(1).is_ok(), sender));
        let closer = thread::spawn(move || {
            tx.close();
            tx
        });
        let received = receive(&mut rx);
        let (sent, _sender) = sender.join().unwrap();
        assert_eq!(received.is_ok(), sent);
        assert_eq!(receive(&mut rx), Err(RecvError));
        drop(closer.join().unwrap());
    });
}

#[test]
fn a_thread_waits_for_a_claim_before_the_close() {
    a_claim_before_the_close(|rx| rx.recv());
}

#[test]
fn a_task_waits_for_a_claim_before_the_close() {
    a_claim_before_the_close(|rx| block_on(rx.recv_async()));
}

/// A receive whose time is up before the claim is published is tried again.
#[test]
fn a_timed_receive_waits_for_a_claim_before_the_close() {
    a_claim_before_the_close(|rx| {
        loop {
            match rx.recv_timeout(Duration::from_nanos(3)) {
                Ok(message) => return Ok(message),
                Err(RecvTimeoutError::Timeout) => thread::yield_now(),
                Err(RecvTimeoutError::Closed) => return Err(RecvError),
            }
        }
    });
}

/// The consumer itself closes while a producer has claimed a slot.
#[test]
fn a_claim_before_the_consumers_close_is_waited_for() {
    model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 1>();
        let sender = thread::spawn(move || (tx.try_send(1).is_ok(), tx));
        rx.close();
        let received = rx.recv();
        let (sent, _tx) = sender.join().unwrap();
        assert_eq!(received.is_ok(), sent);
    });
}

/// A task that polled before the claim was published is woken, though the publish itself wakes nobody.
#[test]
fn a_task_that_polled_behind_a_claim_is_woken_after_the_close() {
    large_model(|| {
        let (tx, rx) = mpsc::quiet_channel::<_, 1>();
        let sender = tx.clone();
        let sender = thread::spawn(move || (sender.try_send(1).is_ok(), sender));
        let closer = thread::spawn(move || {
            tx.close();
            tx
        });
        let alarm = Alarm::new();
        let polled = alarm.poll_recv(&rx);
        let (sent, _sender) = sender.join().unwrap();
        drop(closer.join().unwrap());
        let received = match polled {
            Poll::Ready(received) => received,
            Poll::Pending => {
                assert!(alarm.has_rung(), "the channel is closed, and the task was not woken");
                rx.recv()
            }
        };
        assert_eq!(received.is_ok(), sent);
    });
}

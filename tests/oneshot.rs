//! The contract of `oneshot`, sentence by sentence.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/counted.rs"]
mod counted;
#[path = "support/polling.rs"]
mod polling;
#[path = "support/waking.rs"]
mod waking;
#[path = "support/watchdog.rs"]
mod watchdog;

use counted::Drops;
use futures::executor::block_on;
use polling::poll;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::cell::Cell;
use std::future::IntoFuture;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};
use strait::oneshot::{self, Consumer, Producer, Slot};
use strait::{RecvError, RecvTimeoutError, SendError, TryRecvError};
use waking::counting;
use watchdog::guarded;

assert_impl_all!(Producer<Cell<u8>>: Send, Sync, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Consumer<Cell<u8>>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Slot<Cell<u8>>: Send, Sync, UnwindSafe, RefUnwindSafe, Default);
assert_impl_all!(oneshot::IntoRecv<'static, Cell<u8>>: Send, Unpin);
assert_impl_all!(oneshot::Recv<'static, Cell<u8>>: Send, Unpin);
assert_impl_all!(oneshot::Closed<'static, Cell<u8>>: Send, Unpin);
assert_not_impl_any!(Producer<u8>: Clone);
assert_not_impl_any!(Consumer<u8>: Clone, Sync);
assert_not_impl_any!(Producer<Rc<u8>>: Send, Sync);
assert_not_impl_any!(Consumer<Rc<u8>>: Send);
assert_not_impl_any!(Slot<Rc<u8>>: Sync);

const SOON: Duration = Duration::from_millis(2);

#[test]
fn one_message_then_closed() {
    let (tx, mut rx) = oneshot::channel();
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(rx.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
    assert_eq!(tx.send(7), Ok(()));
    assert_eq!(rx.try_recv(), Ok(7));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(rx.recv_timeout(Duration::MAX), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Closed));
    assert_eq!(block_on(rx.recv_async()), Err(RecvError));
    assert_eq!(rx.recv(), Err(RecvError));
}

#[test]
fn a_producer_that_leaves_says_closed() {
    let (tx, rx) = oneshot::channel::<u8>();
    drop(tx);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(block_on(rx.into_future()), Err(RecvError));
}

#[test]
fn a_consumer_that_leaves_gives_the_message_back() {
    let (tx, rx) = oneshot::channel();
    assert!(!tx.is_closed());
    drop(rx);
    assert!(tx.is_closed());
    assert_eq!(tx.send("back"), Err(SendError("back")));
}

#[test]
fn what_was_sent_before_the_close_is_received() {
    let (tx, rx) = oneshot::channel();
    tx.send(1).unwrap();
    rx.close();
    assert_eq!(rx.try_recv(), Ok(1));
    let (tx, rx) = oneshot::channel();
    rx.close();
    rx.close();
    assert_eq!((rx.try_recv(), tx.is_closed()), (Err(TryRecvError::Closed), true));
    assert_eq!(tx.send(2), Err(SendError(2)));
    assert_eq!(rx.recv(), Err(RecvError));
}

/// A message is dropped once, received or not, whichever end goes last, on the heap and in a slot that is used again.
#[test]
fn every_message_is_dropped_once() {
    let drops = Drops::of(6);
    let (tx, rx) = oneshot::channel();
    tx.send(drops.message(0)).unwrap();
    drop(rx);
    let (tx, rx) = oneshot::channel();
    drop(rx);
    assert!(tx.send(drops.message(1)).is_err());
    let (tx, rx) = oneshot::channel();
    tx.send(drops.message(2)).unwrap();
    drop(rx.recv().unwrap());
    let mut slot = Slot::new();
    let (tx, rx) = slot.split();
    tx.send(drops.message(3)).unwrap();
    drop(rx);
    let (tx, rx) = slot.split();
    tx.send(drops.message(4)).unwrap();
    std::mem::forget(rx); // left behind by a leaked handle
    let (tx, _rx) = slot.split();
    tx.send(drops.message(5)).unwrap();
    drop(_rx);
    drops.assert_each_once();
}

#[test]
fn a_static_slot_is_lent_to_one_pair_at_a_time() {
    static SLOT: Slot<String> = Slot::new();
    for n in 0..3 {
        let (tx, rx) = SLOT.try_split().unwrap();
        assert!(SLOT.try_split().is_none());
        match n {
            0 => drop((tx, rx)), // the consumer last
            1 => {
                tx.send("left".to_owned()).unwrap();
                drop(rx);
            }
            _ => {
                thread::spawn(move || tx.send("received".to_owned())).join().unwrap().unwrap();
                assert!(SLOT.try_split().is_none(), "the consumer lives");
                assert_eq!(rx.recv().unwrap(), "received");
            }
        }
    }
    let (tx, rx) = SLOT.try_split().unwrap();
    drop(rx);
    drop(tx);
    assert!(SLOT.try_split().is_some());
}

#[test]
fn a_slot_that_was_left_in_disorder_begins_anew() {
    let mut slot = Slot::<u8>::new();
    let (waker, wakes) = counting();
    for n in 0..3 {
        let (tx, rx) = slot.split();
        assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
        std::mem::forget((tx, rx));
        let (tx, rx) = slot.split();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        tx.send(n).unwrap();
        assert_eq!(rx.recv(), Ok(n));
    }
    drop(slot);
    assert!(wakes.count() <= 3);
}

#[test]
fn a_sleeping_thread_is_woken() {
    guarded(|| {
        for round in 0..50 {
            let (tx, rx) = oneshot::channel();
            let consumer = thread::spawn(move || rx.recv());
            if round % 2 == 0 {
                thread::sleep(SOON);
            }
            tx.send(round).unwrap();
            assert_eq!(consumer.join().unwrap(), Ok(round));
            let (tx, rx) = oneshot::channel::<u8>();
            let consumer = thread::spawn(move || rx.recv_timeout(Duration::from_secs(60)));
            if round % 2 == 0 {
                thread::sleep(SOON);
            }
            drop(tx);
            assert_eq!(consumer.join().unwrap(), Err(RecvTimeoutError::Closed));
        }
    });
}

#[test]
fn a_task_is_woken_once_and_by_its_last_waker() {
    let (tx, mut rx) = oneshot::channel();
    let ((first, first_wakes), (second, second_wakes)) = (counting(), counting());
    assert!(poll(&mut pin!(rx.recv_async()), &first).is_pending()); // and cancelled
    assert!(rx.poll_recv(&mut Context::from_waker(&second)).is_pending());
    tx.send(1).unwrap();
    assert_eq!((first_wakes.count(), second_wakes.count()), (0, 1));
    assert_eq!(rx.poll_recv(&mut Context::from_waker(&second)), Poll::Ready(Ok(1)));
}

#[test]
fn an_awaited_consumer_is_given_back_or_refuses() {
    let (tx, rx) = oneshot::channel();
    let mut future = rx.into_future();
    assert!(poll(&mut future, Waker::noop()).is_pending());
    let rx = future.into_inner();
    let mut future = rx.into_future();
    assert!(poll(&mut future, Waker::noop()).is_pending());
    drop(future);
    assert_eq!(tx.send(1), Err(SendError(1)));
}

#[test]
fn the_producer_waits_for_the_consumers_end() {
    let (mut tx, rx) = oneshot::channel::<u8>();
    let (waker, wakes) = counting();
    {
        let mut closed = pin!(tx.closed_async());
        assert!(poll(&mut closed, &waker).is_pending());
        rx.close();
        assert_eq!((wakes.count(), poll(&mut closed, &waker)), (1, Poll::Ready(())));
    }
    drop(rx);
    guarded(|| {
        let (mut tx, rx) = oneshot::channel::<u8>();
        let consumer = thread::spawn(move || drop(rx));
        block_on(tx.closed_async());
        consumer.join().unwrap();
    });
}

/// A panic of the waker leaves the message where it was sent, and frees the channel once.
#[test]
fn a_waker_that_panics_harms_nobody() {
    struct Bomb;

    impl Wake for Bomb {
        fn wake(self: std::sync::Arc<Self>) {
            panic!("a waker of the test");
        }
    }

    let drops = Drops::of(2);
    let bomb = Waker::from(std::sync::Arc::new(Bomb));
    let (tx, rx) = oneshot::channel();
    assert!(rx.poll_recv(&mut Context::from_waker(&bomb)).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| tx.send(drops.message(0)))).is_err());
    assert!(rx.try_recv().is_ok());
    drop(rx);
    let (mut tx, rx) = oneshot::channel();
    assert!(poll(&mut pin!(tx.closed_async()), &bomb).is_pending());
    drop(rx); // The future is gone, and its waker with it.
    assert!(tx.send(drops.message(1)).is_err());
    drops.assert_each_once();
}

/// What is racing: the send, the receive, and both ends' leaving. All sent is received, given back, or dropped.
#[test]
fn racing_ends_neither_lose_nor_double() {
    const ROUNDS: usize = if cfg!(miri) { 20 } else { 3_000 };
    guarded(|| {
        let drops = Drops::of(ROUNDS);
        for round in 0..ROUNDS {
            let (tx, mut rx) = oneshot::channel();
            let message = drops.message(round);
            let producer = thread::spawn(move || drop(tx.send(message)));
            match round % 4 {
                0 => drop(rx),
                1 => assert!(rx.recv().is_ok()),
                2 => assert!(block_on(rx.recv_async()).is_ok()),
                _ => {
                    rx.close();
                    drop(rx.try_recv());
                }
            }
            producer.join().unwrap();
        }
        drops.assert_each_once();
    });
}

#[test]
fn debug_prints_no_message() {
    let (tx, rx) = oneshot::channel();
    assert_eq!(format!("{tx:?}"), "Producer { is_closed: false, .. }");
    tx.send("secret").unwrap();
    assert_eq!(format!("{rx:?}"), "Consumer { is_sent: true, .. }");
    assert_eq!(format!("{:?}", rx.into_future()), "IntoRecv { .. }");
    assert_eq!(format!("{:?}", Slot::<u8>::new()), "Slot { is_split: false, .. }");
}

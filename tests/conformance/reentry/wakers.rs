//! Wakers that call the handles whose operation wakes, clones or drops them.

use super::{calling_waker, waker_that_calls_when_cloned_and_dropped, with_hook, woken};
use crate::harness::{Rx, Sends, Tx};
use crate::polling::poll;
use crate::waking::counting;
use std::cell::{Cell, RefCell};
use std::task::{Context, Poll, Waker};
use strait::{Quiet, Refuses, SendError, TryRecvError, TrySendError, Waits, mpsc};

tests! { on every channel that waits:
    a_waker_sends_and_receives_by_the_handles_that_woke_it;
    a_waker_polls_the_same_consumer_again;
    a_waker_of_the_producer_calls_the_consumer_that_woke_it;
    a_waker_that_is_cloned_and_dropped_calls_the_same_consumer;
    a_waker_that_is_dropped_for_another_calls_the_same_consumer;
}

tests! { on every channel:
    a_waker_that_the_close_wakes_calls_both_handles;
    a_waker_that_closes_the_channel_in_a_close;
}

tests! { on every quiet channel:
    a_waker_that_notify_wakes_calls_both_handles;
}

/// Sends the numbers that come next and receives all that is there.
struct Traffic<'a, 'b, M: Refuses, const N: usize> {
    ends: (&'a Tx<'b, N, M>, &'a Rx<'b, N, M>),
    sent: Cell<u32>,
    received: RefCell<Vec<u32>>,
}

impl<'a, 'b, M: Refuses, const N: usize> Traffic<'a, 'b, M, N> {
    fn between(tx: &'a Tx<'b, N, M>, rx: &'a Rx<'b, N, M>) -> Self {
        Self { ends: (tx, rx), sent: Cell::new(0), received: RefCell::default() }
    }

    fn send(&self) {
        if self.ends.0.try_send(self.sent.get()).is_ok() {
            self.sent.set(self.sent.get() + 1);
        }
    }

    fn receive(&self) {
        while let Ok(message) = self.ends.1.try_recv() {
            self.received.borrow_mut().push(message);
        }
    }

    /// All that was sent came, in order.
    #[track_caller]
    fn reconcile(&self) {
        self.receive();
        assert!(self.received.borrow().iter().copied().eq(0..self.sent.get()));
    }
}

fn a_waker_sends_and_receives_by_the_handles_that_woke_it<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (traffic, waker, calls) = (Traffic::between(&tx, &rx), calling_waker(), Cell::new(0));
    let hook = || {
        calls.set(calls.get() + 1);
        match calls.get() % 3 {
            0 => traffic.receive(),
            1 => (traffic.receive(), traffic.send(), traffic.send()).0,
            _ => (traffic.send(), traffic.receive(), traffic.send()).0,
        }
    };
    // Inside the hook a message may be sent that outlives it, so numbers are given out before the send.
    with_hook(&hook, || {
        for round in 1..30 {
            traffic.receive();
            assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
            let number = traffic.sent.replace(traffic.sent.get() + 1);
            match round % 3 {
                0 => tx.try_send(number).unwrap(),
                1 => tx.send(number).unwrap(),
                _ => tx.try_send_array([number]).unwrap(),
            }
            assert_eq!(calls.get(), round, "woken once by what was sent first");
        }
    });
    traffic.reconcile();
}

/// Two wakers that are woken by turns, each polling again with the other.
fn a_waker_polls_the_same_consumer_again<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (inner, wakes) = counting();
    let hook = || match rx.poll_recv(&mut Context::from_waker(&inner)) {
        Poll::Ready(message) => {
            assert_eq!(message, Ok(7));
            assert!(rx.poll_recv(&mut Context::from_waker(&inner)).is_pending());
        }
        Poll::Pending => panic!("the message is there before its wake-up"),
    };
    let outer = calling_waker();
    for round in 0..3 {
        with_hook(&hook, || {
            assert!(rx.poll_recv(&mut Context::from_waker(&outer)).is_pending());
            tx.try_send(7).unwrap();
        });
        assert_eq!(wakes.count(), round);
        tx.try_send(8).unwrap();
        assert_eq!(wakes.count(), round + 1, "the poll in the waker is one like any other");
        assert_eq!(rx.try_recv(), Ok(8));
    }
}

fn a_waker_of_the_producer_calls_the_consumer_that_woke_it<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, received) = (calling_waker(), RefCell::new(Vec::new()));
    let hook = || received.borrow_mut().extend(rx.try_recv());
    (0..N as u32).for_each(|n| tx.try_send(n).unwrap());
    {
        let mut sending = M::send_async(&mut tx, N as u32);
        assert!(poll(&mut sending, &waker).is_pending());
        let first = with_hook(&hook, || rx.try_recv());
        assert_eq!(first, Ok(0));
        assert_eq!(*received.borrow(), (1..N.min(2) as u32).collect::<Vec<_>>(), "the one after it");
        assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    }
    let rest = std::iter::from_fn(|| rx.try_recv().ok());
    assert!(rest.eq(N.min(2) as u32..=N as u32));
}

/// What the hook does in the middle of a poll; messages that it receives are `100`, and kept.
fn meddle<M: Waits, const N: usize>(kind: u32, tx: &Tx<N, M>, rx: &Rx<N, M>, inner: &Waker, received: &Cell<u32>) {
    let message = match kind {
        0 => rx.try_recv().ok(),
        1 => match rx.poll_recv(&mut Context::from_waker(inner)) {
            Poll::Ready(message) => Some(message.unwrap()),
            Poll::Pending => None,
        },
        2 => {
            let _ = tx.try_send(100); // Notifies the very end that is about to wait.
            None
        }
        _ => {
            assert!(!rx.is_closed() && rx.len() <= N);
            None
        }
    };
    if let Some(message) = message {
        assert_eq!(message, 100);
        received.set(received.get() + 1);
    }
}

/// A clone and a drop of the waker run in the middle of a poll; the poll that returned last is the one that is woken.
fn a_waker_that_is_cloned_and_dropped_calls_the_same_consumer<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (calls, outer) = (Cell::new(0), waker_that_calls_when_cloned_and_dropped());
    let (inner, wakes) = counting();
    for kind in 0..4 {
        let received = Cell::new(0);
        let hook = || {
            calls.set(calls.get() + 1);
            meddle(kind, &tx, &rx, &inner, &received);
        };
        with_hook(&hook, || {
            for _ in 0..3 {
                let before = woken();
                if rx.poll_recv(&mut Context::from_waker(&outer)).is_pending() {
                    tx.try_send(100).expect("there was nothing");
                    assert!(woken() > before, "it waits, so it is woken");
                }
            }
        });
        // Whatever happened in there, the end works and is woken.
        while rx.try_recv().is_ok() {}
        let before = wakes.count();
        assert!(rx.poll_recv(&mut Context::from_waker(&inner)).is_pending());
        tx.try_send(7).unwrap();
        assert_eq!((wakes.count(), rx.try_recv()), (before + 1, Ok(7)));
    }
    assert!(calls.get() > 0, "wakers are cloned");
}

/// One task's waker is dropped by the poll of another; what it does then comes after that one has left its own.
fn a_waker_that_is_dropped_for_another_calls_the_same_consumer<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (first, (inner, _), (second, wakes)) = (waker_that_calls_when_cloned_and_dropped(), counting(), counting());
    for kind in 0..4 {
        let (calls, received) = (Cell::new(0), Cell::new(0));
        let hook = || {
            calls.set(calls.get() + 1);
            meddle(kind, &tx, &rx, &inner, &received);
        };
        assert!(rx.poll_recv(&mut Context::from_waker(&first)).is_pending());
        let before = wakes.count();
        with_hook(&hook, || match rx.poll_recv(&mut Context::from_waker(&second)) {
            Poll::Ready(message) => assert_eq!((kind, message), (2, Ok(100))),
            Poll::Pending => {
                tx.try_send(100).expect("there was nothing");
                assert!(wakes.count() > before, "it waits, so it is woken");
            }
        });
        assert_eq!(calls.get(), 1, "the first waker was dropped in the poll");
        while rx.try_recv().is_ok() {}
    }
}

fn a_waker_that_the_close_wakes_calls_both_handles<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, calls) = (calling_waker(), Cell::new(0));
    let hook = || {
        calls.set(calls.get() + 1);
        assert!(tx.is_closed() && rx.is_closed());
        assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        assert!(rx.poll_recv(&mut Context::from_waker(Waker::noop())).is_ready());
    };
    with_hook(&hook, || {
        assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
        tx.close();
    });
    assert_eq!(calls.get(), 1);
}

fn a_waker_that_closes_the_channel_in_a_close<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, calls) = (calling_waker(), Cell::new(0));
    let hook = || {
        calls.set(calls.get() + 1);
        rx.close();
        tx.close();
    };
    with_hook(&hook, || {
        assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
        rx.close();
    });
    assert_eq!((calls.get(), rx.try_recv()), (1, Err(TryRecvError::Closed)));
}

fn a_waker_that_notify_wakes_calls_both_handles<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
    let (traffic, waker, calls) = (Traffic::between(&tx, &rx), calling_waker(), Cell::new(0));
    let hook = || {
        calls.set(calls.get() + 1);
        traffic.receive();
        traffic.send();
        tx.notify();
    };
    with_hook(&hook, || {
        for round in 1..10 {
            traffic.receive();
            assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
            traffic.send();
            tx.notify();
            assert_eq!(calls.get(), round);
        }
    });
    traffic.reconcile();
}

/// With many producers a pending send shares its handle: its waker sends by the same.
#[test]
fn a_waker_of_a_pending_send_sends_by_the_same_handle() {
    let (tx, rx) = mpsc::channel::<u32, 1>();
    let waker = calling_waker();
    tx.try_send(0).unwrap();
    let mut sending = tx.send_async(1);
    assert!(poll(&mut sending, &waker).is_pending());
    let hook = || tx.try_send(2).unwrap();
    assert_eq!(with_hook(&hook, || rx.try_recv()), Ok(0));
    assert!(poll(&mut sending, &waker).is_pending(), "the waker's message has its place");
    assert_eq!(with_hook(&|| {}, || rx.try_recv()), Ok(2));
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    assert_eq!(rx.try_recv(), Ok(1));

    // A waker that closes: the others are woken as well.
    tx.try_send(3).unwrap();
    let (other, wakes) = counting();
    let (mut first, mut second) = (tx.send_async(4), tx.send_async(5));
    assert!(poll(&mut first, &waker).is_pending());
    assert!(poll(&mut second, &other).is_pending());
    with_hook(&|| tx.close(), || assert_eq!(rx.try_recv(), Ok(3)));
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut first, &waker), Poll::Ready(Err(SendError(4))));
    assert_eq!(poll(&mut second, &other), Poll::Ready(Err(SendError(5))));
}

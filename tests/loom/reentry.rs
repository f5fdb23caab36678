//! Wakers that call the very handle whose operation wakes, clones or drops them, through `&self`.

use crate::harness::{Alarm, model};
use core::mem::ManuallyDrop;
use core::pin::pin;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};
use loom::thread;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use strait::{RecvError, TryRecvError, spsc};

/// A lone handle that a waker shares with the thread that uses it.
struct OneThread<H>(H);

// SAFETY: each model uses the handle, also by its waker, on one thread at a time: that of the operation which wakes,
// clones or drops the waker. It is handed on by `spawn` and `join` alone.
unsafe impl<H: Send> Sync for OneThread<H> {}

/// When a waker makes its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Clone,
    Wake,
    Drop,
}

/// A waker that does something once, and remembers whether it was woken.
struct Caller {
    at: At,
    call: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    was_woken: AtomicBool,
}

impl Caller {
    fn new(at: At, call: impl FnOnce() + Send + 'static) -> Arc<Self> {
        Arc::new(Self { at, call: Mutex::new(Some(Box::new(call))), was_woken: AtomicBool::new(false) })
    }

    fn reach(&self, at: At) {
        if self.at == at {
            let call = self.call.lock().unwrap().take();
            if let Some(call) = call {
                call();
            }
        }
    }

    fn has_called(&self) -> bool {
        self.call.lock().unwrap().is_none()
    }

    /// Lets the waker do nothing from here on.
    fn disarm(&self) {
        let call = self.call.lock().unwrap().take();
        drop(call);
    }

    fn was_woken(&self) -> bool {
        self.was_woken.load(Ordering::Relaxed)
    }

    fn raw(self: Arc<Self>) -> RawWaker {
        /// # Safety
        ///
        /// The pointer came from `Arc::into_raw` in `raw`, and its count belongs to the waker, which keeps it.
        unsafe fn borrowed(data: *const ()) -> ManuallyDrop<Arc<Caller>> {
            // SAFETY: the caller's promise.
            ManuallyDrop::new(unsafe { Arc::from_raw(data.cast()) })
        }
        const TABLE: RawWakerVTable = RawWakerVTable::new(
            |data| {
                // SAFETY: the waker that is cloned lives.
                let caller = unsafe { borrowed(data) };
                caller.reach(At::Clone);
                Arc::clone(&caller).raw()
            },
            |data| {
                // SAFETY: the waker is consumed, and with it its count.
                let caller = ManuallyDrop::into_inner(unsafe { borrowed(data) });
                caller.was_woken.store(true, Ordering::Relaxed);
                caller.reach(At::Wake);
            },
            |data| {
                // SAFETY: the waker that wakes lives.
                let caller = unsafe { borrowed(data) };
                caller.was_woken.store(true, Ordering::Relaxed);
                caller.reach(At::Wake);
            },
            |data| {
                // SAFETY: the waker is consumed, and with it its count.
                let caller = ManuallyDrop::into_inner(unsafe { borrowed(data) });
                caller.reach(At::Drop);
            },
        );
        RawWaker::new(Arc::into_raw(self).cast(), &TABLE)
    }

    fn waker(self: &Arc<Self>) -> Waker {
        // SAFETY: the functions of the table keep to the contract: each waker owns one count of the `Arc`, and what
        // they call may be called from any thread.
        unsafe { Waker::from_raw(Arc::clone(self).raw()) }
    }
}

/// What a consumer's waker does with the producer that wakes it, and what is received after message 1 then.
fn a_wake_calls_the_producer(call: fn(&spsc::Producer<u8, 2>), then: Result<u8, TryRecvError>) {
    model(move || {
        let (tx, rx) = spsc::channel::<_, 2>();
        let tx = Arc::new(OneThread(tx));
        let same = Arc::clone(&tx);
        let caller = Caller::new(At::Wake, move || call(&same.0));
        let producer = thread::spawn(move || {
            tx.0.try_send(1).unwrap();
            tx
        });
        let waker = caller.waker();
        let first = rx.poll_recv(&mut Context::from_waker(&waker));
        let second = rx.try_recv();
        let _tx = producer.join().unwrap();
        let mut received: Vec<_> = match first {
            Poll::Ready(first) => vec![first.unwrap()],
            Poll::Pending => vec![],
        };
        received.extend(second);
        let last = loop {
            match rx.try_recv() {
                Ok(message) => received.push(message),
                Err(error) => break error,
            }
        };
        assert!(first.is_ready() || second.is_ok() || caller.was_woken(), "the message came after both attempts");
        let expected = if caller.has_called() { then } else { Err(TryRecvError::Empty) };
        assert!(received.iter().copied().eq([1].into_iter().chain(expected)));
        assert_eq!(last, expected.err().unwrap_or(TryRecvError::Empty));
        caller.disarm();
    });
}

#[test]
fn a_waker_sends_by_the_producer_that_wakes_it() {
    a_wake_calls_the_producer(|tx| tx.try_send(2).unwrap(), Ok(2));
}

#[test]
fn a_waker_closes_by_the_producer_that_wakes_it() {
    a_wake_calls_the_producer(|tx| tx.close(), Err(TryRecvError::Closed));
}

/// A producer's waker receives by the consumer whose receive wakes it: the outer receive has its message already.
#[test]
fn a_waker_receives_by_the_consumer_that_wakes_it() {
    model(|| {
        let (mut tx, rx) = spsc::channel::<_, 2>();
        tx.try_send_array([0, 1]).unwrap();
        let (rx, inner) = (Arc::new(OneThread(rx)), Arc::new(Mutex::new(None)));
        let (same, result) = (Arc::clone(&rx), Arc::clone(&inner));
        let caller = Caller::new(At::Wake, move || {
            let received = same.0.try_recv();
            *result.lock().unwrap() = Some(received);
        });
        let waker = caller.waker();
        let producer = thread::spawn(move || {
            let sent = pin!(tx.send_async(2)).poll(&mut Context::from_waker(&waker)).is_ready();
            (tx, sent)
        });
        assert_eq!(rx.0.try_recv(), Ok(0));
        let (_tx, sent) = producer.join().unwrap();
        let mut rest: Vec<u8> = inner.lock().unwrap().take().into_iter().flatten().collect();
        rest.extend([rx.0.try_recv(), rx.0.try_recv()].into_iter().flatten());
        assert!(rest.into_iter().eq(1..if sent { 3 } else { 2 }));
    });
}

type Polled = Poll<Result<u8, RecvError>>;

/// A consumer is polled by a waker that polls it for another task when it is cloned or dropped: one of the two polls
/// receives the message, or the task whose poll returned last is woken.
fn a_poll_within_a_poll(at: At) {
    model(move || {
        let (tx, rx) = spsc::channel::<u8, 1>();
        let producer = thread::spawn(move || {
            tx.try_send(1).unwrap();
            tx
        });
        let (rx, inner) = (Arc::new(OneThread(rx)), Arc::new(Mutex::new(None::<Polled>)));
        let [first, second] = [Alarm::new(), Alarm::new()];
        let caller = {
            let (same, result, first) = (Arc::clone(&rx), Arc::clone(&inner), Arc::clone(&first));
            Caller::new(at, move || {
                let polled = first.poll_recv(&same.0);
                *result.lock().unwrap() = Some(polled);
            })
        };
        let waker = caller.waker(); // It is kept, so that what is dropped meanwhile is the channel's clone.
        let mut outer = rx.0.poll_recv(&mut Context::from_waker(&waker));
        if at == At::Drop && outer.is_pending() {
            outer = second.poll_recv(&rx.0);
        }
        let _tx = producer.join().unwrap();
        caller.disarm();
        let inner = inner.lock().unwrap().take().unwrap_or(Poll::Pending);
        match (outer, inner) {
            (Poll::Ready(received), Poll::Pending) | (Poll::Pending, Poll::Ready(received)) => {
                assert_eq!(received, Ok(1));
            }
            (Poll::Pending, Poll::Pending) => {
                let was_woken = if at == At::Drop { second.has_rung() } else { caller.was_woken() };
                assert!(was_woken, "the message came after the last attempt");
                assert_eq!(rx.0.try_recv(), Ok(1));
            }
            (Poll::Ready(_), Poll::Ready(_)) => unreachable!("there is one message"),
        }
        assert_eq!(rx.0.try_recv(), Err(TryRecvError::Empty));
    });
}

#[test]
fn a_waker_that_is_cloned_polls_the_consumer_that_clones_it() {
    a_poll_within_a_poll(At::Clone);
}

#[test]
fn a_waker_that_is_dropped_polls_the_consumer_that_drops_it() {
    a_poll_within_a_poll(At::Drop);
}

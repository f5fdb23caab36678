//! The receiving end.

use super::ends::Arrival;
use super::slot::{CONSUMER_GONE, PRODUCER_GONE, SENT, SlotRef};
use crate::error::{RecvError, TryRecvError};
use crate::wait::{End as _, Waiting, named_future};
use core::{
    cell::Cell,
    fmt,
    future::IntoFuture,
    marker::PhantomData,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use super::ProducerRef;
#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::Limit;
#[cfg(feature = "std")]
use core::time::Duration;

/// The receiving end of a oneshot channel, which it borrows for `'a`: see [`Consumer`](super::Consumer) for one on the
/// heap or in a `static`.
///
/// Awaiting it waits for the message. After its message, every further receive says `Closed`.
#[must_use = "dropping it closes the channel"]
pub struct ConsumerRef<'a, T> {
    slot: SlotRef<'a, T>,
    /// Keeps the consumer from being shared between threads.
    not_sync: PhantomData<Cell<()>>,
}

impl<'a, T> ConsumerRef<'a, T> {
    pub(super) fn new(slot: SlotRef<'a, T>) -> Self {
        Self { slot, not_sync: PhantomData }
    }

    /// Receives the message if it is there now; wait-free.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if it is not there yet; [`TryRecvError::Closed`] if it was received, or the producer is
    /// gone without having sent, or this end was closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{TryRecvError, oneshot};
    ///
    /// let (tx, rx) = oneshot::channel();
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    /// tx.send(1).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    /// ```
    #[inline]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        Arrival(self.slot).try_recv()
    }

    /// Receives the message; blocks until it is there. Consumes the consumer: there is nothing more to come.
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the producer is gone without having sent, or the message was received before.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::oneshot::channel();
    /// std::thread::spawn(move || tx.send("done"));
    /// assert_eq!(rx.recv(), Ok("done"));
    /// ```
    #[doc(alias = "blocking_recv")]
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv(self) -> Result<T, RecvError> {
        self.wait()
    }

    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait(&self) -> Result<T, RecvError> {
        let end = Arrival(self.slot);
        end.wait(|| end.attempt())
    }

    /// Gives out a producer again if the last one is gone; what it sent and nobody received is dropped.
    #[cfg(feature = "std")]
    pub(crate) fn rearm(&mut self) -> Option<ProducerRef<'a, T>> {
        // SAFETY: the consumer is borrowed exclusively, so it is in no operation.
        unsafe { self.slot.rearm() }.then(|| ProducerRef::new(self.slot))
    }

    /// Receives the message; blocks until it is there, for `timeout` at most.
    ///
    /// `Duration::ZERO` makes it [`try_recv`](Self::try_recv). It may come later all the same; to refuse it then, drop
    /// the consumer or [`close`](Self::close) it.
    ///
    /// # Errors
    ///
    /// [`RecvTimeoutError::Timeout`] if it did not come in time; [`RecvTimeoutError::Closed`] as `Closed` of
    /// [`try_recv`](Self::try_recv).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::{RecvTimeoutError, oneshot};
    ///
    /// let (tx, rx) = oneshot::channel::<u8>();
    /// assert_eq!(rx.recv_timeout(Duration::from_millis(1)), Err(RecvTimeoutError::Timeout));
    /// drop(tx);
    /// assert_eq!(rx.recv_timeout(Duration::MAX), Err(RecvTimeoutError::Closed));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.recv_by(|| Limit::after(timeout))
    }

    /// Receives the message; blocks until it is there, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`recv_timeout`](Self::recv_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Instant;
    /// use strait::{RecvTimeoutError, oneshot};
    ///
    /// let (tx, rx) = oneshot::channel();
    /// assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Timeout));
    /// tx.send(1).unwrap();
    /// assert_eq!(rx.recv_deadline(Instant::now()), Ok(1));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_by(|| Limit::Until(deadline))
    }

    #[cfg(feature = "std")]
    fn recv_by(&self, limit: impl FnOnce() -> Limit) -> Result<T, RecvTimeoutError> {
        let end = Arrival(self.slot);
        match end.wait_until(limit, || end.attempt()) {
            Some(received) => received.map_err(RecvTimeoutError::from),
            None => Err(RecvTimeoutError::Timeout),
        }
    }

    /// Receives the message; the future is ready when it is there.
    ///
    /// The consumer stays: for a message that may come after a timeout. To give it away, await it itself.
    ///
    /// # Errors
    ///
    /// [`RecvError`] as [`recv`](Self::recv).
    ///
    /// # Cancel safety
    ///
    /// The future never holds the message: dropping it at any time loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::oneshot::channel();
    /// std::thread::spawn(move || tx.send("done"));
    /// assert_eq!(rx.recv_async().await, Ok("done"));
    /// # });
    /// ```
    pub fn recv_async(&mut self) -> Recv<'_, T> {
        Recv(Waiting::at(Arrival(self.slot)))
    }

    /// Polls for the message: for hand-written futures.
    ///
    /// Returns `Pending` if it is not there, and the task is woken when that may have changed. The channel keeps the
    /// waker until then, or until this is polled with another.
    ///
    /// # Errors
    ///
    /// [`RecvError`] as [`recv`](Self::recv).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::task::{Context, Poll, Waker};
    ///
    /// let (tx, rx) = strait::oneshot::channel();
    /// let mut context = Context::from_waker(Waker::noop());
    /// assert_eq!(rx.poll_recv(&mut context), Poll::Pending);
    /// tx.send(1).unwrap();
    /// assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Ok(1)));
    /// ```
    pub fn poll_recv(&self, context: &mut Context<'_>) -> Poll<Result<T, RecvError>> {
        Arrival(self.slot).poll(context, &mut false, Arrival::attempt)
    }

    /// Refuses the message if it was not sent yet. One that was sent can still be received.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{SendError, TryRecvError, oneshot};
    ///
    /// let (tx, rx) = oneshot::channel();
    /// rx.close();
    /// assert_eq!(tx.send(1), Err(SendError(1)));
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    /// ```
    pub fn close(&self) {
        Arrival(self.slot).close();
    }
}

impl<T> Drop for ConsumerRef<'_, T> {
    /// Closes the channel; a message that is there is dropped.
    fn drop(&mut self) {
        /// Leaves when dropped, also if the waker of the producer's task panics.
        struct Leave<'a, T>(SlotRef<'a, T>);

        impl<T> Drop for Leave<'_, T> {
            fn drop(&mut self) {
                // SAFETY: the consumer is through with its slot.
                unsafe { self.0.leave(CONSUMER_GONE, PRODUCER_GONE) };
            }
        }

        if self.slot.arrival().flags() & PRODUCER_GONE != 0 {
            // SAFETY: the producer is gone, and the consumer is through with its slot.
            unsafe { self.slot.free() };
            return;
        }
        let _leave = Leave(self.slot);
        self.close();
    }
}

impl<'a, T> IntoFuture for ConsumerRef<'a, T> {
    type Output = Result<T, RecvError>;
    type IntoFuture = IntoRecv<'a, T>;

    fn into_future(self) -> IntoRecv<'a, T> {
        IntoRecv(self)
    }
}

/// The future of [`recv_async`](ConsumerRef::recv_async).
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Recv<'a, T>(Waiting<Arrival<'a, T>>);

named_future!(impl['a, T] Recv['a, T] -> Result<T, RecvError> {
    |this, context| this.0.poll(context, Arrival::attempt)
});

#[cfg(feature = "std")]
impl<T> Recv<'_, T> {
    /// [`ConsumerRef::close`]
    pub(crate) fn refuse(&self) {
        self.0.end().close();
    }
}

/// The future of a consumer that is awaited; owns it. Dropping the future refuses the message.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct IntoRecv<'a, T>(ConsumerRef<'a, T>);

impl<'a, T> IntoRecv<'a, T> {
    /// Gives the consumer back.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::IntoFuture;
    ///
    /// let (tx, rx) = strait::oneshot::channel();
    /// let future = rx.into_future();
    /// tx.send(1).unwrap();
    /// assert_eq!(future.into_inner().recv(), Ok(1));
    /// ```
    pub fn into_inner(self) -> ConsumerRef<'a, T> {
        self.0
    }
}

named_future!(impl['a, T] IntoRecv['a, T] -> Result<T, RecvError> {
    |this, context| this.0.poll_recv(context)
});

impl<T> fmt::Debug for ConsumerRef<'_, T> {
    /// Shows whether the message is there; prints none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumer").field("is_sent", &(self.slot.arrival().flags() & SENT != 0)).finish_non_exhaustive()
    }
}

// Whether or not a message's drop panics, the flags say who has it.
impl<T> core::panic::UnwindSafe for ConsumerRef<'_, T> {}
impl<T> core::panic::RefUnwindSafe for ConsumerRef<'_, T> {}

//! One message: never waiting, blocking, timed, async.

use super::{Consumer, Recv, rx::Ticket};
use crate::channel::Channel;
use crate::error::{RecvError, TryRecvError};
use crate::mode::{Awaits, LoneConsumer, Mode};
use crate::wait::{End as _, Waiters as _, Waiting};
use core::task::{Context, Poll};

#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::Limit;
#[cfg(feature = "std")]
use core::time::Duration;

impl<T, const N: usize, M: Mode> Consumer<'_, T, N, M> {
    /// Receives a message if one is there now.
    ///
    /// Wait-free; never waits for another thread. In `mpsc` a message that another thread is still writing counts as
    /// absent. No system call unless a producer sleeps; in a quiet channel none at all.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if there is none, [`TryRecvError::Closed`] if the channel is closed and drained.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{TryRecvError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 2>();
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    /// tx.try_send("a").unwrap();
    /// drop(tx);
    /// assert_eq!(rx.try_recv(), Ok("a"));
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    /// ```
    #[doc(alias = "pop")]
    #[doc(alias = "dequeue")]
    #[doc(alias = "poll")]
    #[inline]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.rx().try_recv()
    }

    /// Receives a message; blocks while there is none.
    ///
    /// Spins for a moment, yields, then sleeps until a producer has sent something or the channel is closed. In a quiet
    /// channel it sleeps until [`notify`](crate::Producer::notify) or the close.
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the channel is closed and everything that was sent has been received.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{RecvError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 2>();
    /// let producer = std::thread::spawn(move || tx.send("a"));
    /// assert_eq!(rx.recv(), Ok("a"));
    /// assert_eq!(rx.recv(), Err(RecvError));
    /// # producer.join().unwrap().unwrap();
    /// ```
    #[doc(alias = "blocking_recv")]
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv(&self) -> Result<T, RecvError> {
        // A receive without a deadline has not timed out.
        self.rx().recv_by(|| Limit::Never, |_| RecvError)
    }

    /// Receives a message; blocks while there is none, for `timeout` at most.
    ///
    /// A message that is there is returned even if the time is up. `Duration::ZERO` makes it
    /// [`try_recv`](Self::try_recv); `Duration::MAX` waits without limit. The clock is read only if it has to wait.
    ///
    /// # Errors
    ///
    /// [`RecvTimeoutError::Closed`] if the channel is closed and drained, [`RecvTimeoutError::Timeout`] if nothing
    /// came.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::{RecvTimeoutError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 2>();
    /// let soon = Duration::from_millis(2);
    /// assert_eq!(rx.recv_timeout(soon), Err(RecvTimeoutError::Timeout));
    /// tx.try_send("a").unwrap();
    /// assert_eq!(rx.recv_timeout(Duration::ZERO), Ok("a"));
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.rx().recv_by(|| Limit::after(timeout), |error| error)
    }

    /// Receives a message; blocks while there is none, until `deadline` at most.
    ///
    /// A deadline in the past makes it [`try_recv`](Self::try_recv).
    ///
    /// # Errors
    ///
    /// As [`recv_timeout`](Self::recv_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Instant;
    /// use strait::{RecvTimeoutError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<u8, 2>();
    /// assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Timeout));
    /// drop(tx);
    /// assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Closed));
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.rx().recv_by(|| Limit::Until(deadline), |error| error)
    }
}

impl<T, const N: usize, M: LoneConsumer> Consumer<'_, T, N, M> {
    /// Receives a message; the future is ready when there is one.
    ///
    /// Works on any executor; the other end may be a thread.
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the channel is closed and everything that was sent has been received.
    ///
    /// # Cancel safety
    ///
    /// The future never holds a message: dropping it at any time loses nothing. It fits into `select!` and `timeout`.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// std::thread::spawn(move || tx.send("from a thread"));
    /// assert_eq!(rx.recv_async().await, Ok("from a thread"));
    /// # });
    /// ```
    #[inline]
    pub fn recv_async(&mut self) -> Recv<'_, T, N, M> {
        Recv(Waiting::at(self.rx()))
    }
}

impl<T, const N: usize, M: Awaits> Consumer<'_, T, N, M> {
    /// Polls for a message: for hand-written futures and for waiting on several things.
    ///
    /// Returns `Pending` if there is none, and the task is woken when that may have changed. The channel keeps the
    /// waker until it wakes it, until this is polled with another, or until another operation of this handle waits; a
    /// pending poll that is not repeated loses nothing. One of many consumers keeps its place among them from poll to
    /// poll; several tasks at once need a handle each.
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the channel is closed and everything that was sent has been received.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::task::{Context, Poll, Waker};
    ///
    /// let (tx, rx) = strait::spsc::channel::<_, 2>();
    /// let mut context = Context::from_waker(Waker::noop());
    /// assert_eq!(rx.poll_recv(&mut context), Poll::Pending);
    /// tx.try_send(1).unwrap();
    /// assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Ok(1)));
    /// ```
    pub fn poll_recv(&self, context: &mut Context<'_>) -> Poll<Result<T, RecvError>> {
        let rx = self.rx();
        let mut place = Place { handle: self, ticket: M::Consumers::take_kept(&self.kept) };
        rx.poll(context, &mut place.ticket, |rx| rx.attempt_recv())
    }
}

/// A handle's entry among those that wait, while one poll has it; also by a panic the handle keeps it.
struct Place<'p, 'a, T, const N: usize, M: Mode> {
    handle: &'p Consumer<'a, T, N, M>,
    ticket: Ticket<Channel<T, N, M>>,
}

impl<T, const N: usize, M: Mode> Drop for Place<'_, '_, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        let ticket = core::mem::take(&mut self.ticket);
        self.handle.rx().cancel(&mut M::Consumers::keep(&self.handle.kept, ticket));
    }
}

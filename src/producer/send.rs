//! One message: never waiting, blocking, timed, async.

use super::{Producer, SendFuture};
use crate::error::TrySendError;
use crate::mode::{LoneProducer, Mode, Refuses, Waits};

#[cfg(feature = "std")]
use super::tx::{Tx, untimed};
#[cfg(feature = "std")]
use crate::error::{SendError, SendTimeoutError};
#[cfg(feature = "std")]
use crate::mode::Mpsc;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::Limit;
#[cfg(feature = "std")]
use core::time::Duration;

impl<T, const N: usize, M: Mode> Producer<'_, T, N, M> {
    /// Sends a message if there is room now.
    ///
    /// Never waits for another thread: wait-free with a lone producer, lock-free with many. No system call unless the
    /// consumer sleeps; in a quiet channel none at all.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if the channel was full at some moment of the call, [`TrySendError::Closed`] if it is
    /// closed or the consumer is gone. Both return the message.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{TrySendError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 1>();
    /// assert_eq!(tx.try_send("a"), Ok(()));
    /// assert_eq!(tx.try_send("b"), Err(TrySendError::Full("b")));
    /// drop(rx);
    /// assert_eq!(tx.try_send("c"), Err(TrySendError::Closed("c")));
    /// ```
    #[doc(alias = "push")]
    #[doc(alias = "enqueue")]
    #[doc(alias = "offer")]
    #[inline]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>>
    where
        M: Refuses,
    {
        self.tx().try_send(message)
    }

    /// Sends a message; blocks while the channel is full.
    ///
    /// Spins for a moment, yields, then sleeps until the consumer has made room. Many blocked producers are woken one
    /// at a time, in order. Not in a quiet channel, whose producers only try.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the message if the channel is closed or the consumer is gone, before or while this waits.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{SendError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 1>();
    /// let consumer = std::thread::spawn(move || [rx.recv(), rx.recv()]);
    /// tx.send(1).unwrap();
    /// tx.send(2).unwrap(); // waits until the consumer has taken the first
    /// assert_eq!(consumer.join().unwrap(), [Ok(1), Ok(2)]);
    /// assert_eq!(tx.send(3), Err(SendError(3)));
    /// ```
    #[doc(alias = "blocking_send")]
    #[cfg(feature = "std")]
    #[inline]
    pub fn send(&self, message: T) -> Result<(), SendError<T>>
    where
        M: Waits,
    {
        untimed(self.tx().send_by(message, Tx::try_send, || Limit::Never))
    }

    /// Sends a message; blocks while the channel is full, for `timeout` at most.
    ///
    /// `Duration::ZERO` makes it [`try_send`](Self::try_send); `Duration::MAX` waits without limit. The clock is read
    /// only if it has to wait.
    ///
    /// # Errors
    ///
    /// [`SendTimeoutError::Timeout`] if the channel stayed full, [`SendTimeoutError::Closed`] if it is closed or the
    /// consumer is gone. Both return the message.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::{SendTimeoutError, spsc};
    ///
    /// let (tx, _rx) = spsc::channel::<_, 1>();
    /// let soon = Duration::from_millis(2);
    /// assert_eq!(tx.send_timeout("a", soon), Ok(()));
    /// assert_eq!(tx.send_timeout("b", soon), Err(SendTimeoutError::Timeout("b")));
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn send_timeout(&self, message: T, timeout: Duration) -> Result<(), SendTimeoutError<T>>
    where
        M: Waits,
    {
        self.tx().send_by(message, Tx::try_send, || Limit::after(timeout))
    }

    /// Sends a message; blocks while the channel is full, until `deadline` at most.
    ///
    /// A deadline in the past makes it [`try_send`](Self::try_send).
    ///
    /// # Errors
    ///
    /// As [`send_timeout`](Self::send_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Instant;
    /// use strait::{SendTimeoutError, spsc};
    ///
    /// let (tx, _rx) = spsc::channel::<_, 1>();
    /// let now = Instant::now();
    /// assert_eq!(tx.send_deadline("a", now), Ok(()));
    /// assert_eq!(tx.send_deadline("b", now), Err(SendTimeoutError::Timeout("b")));
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn send_deadline(&self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>>
    where
        M: Waits,
    {
        self.tx().send_by(message, Tx::try_send, || Limit::Until(deadline))
    }
}

impl<T, const N: usize, M: LoneProducer> Producer<'_, T, N, M> {
    /// Sends a message; the future is ready when it is in the channel.
    ///
    /// Works on any executor; the other end may be a thread.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError) with the message if the channel is closed or the consumer is gone, before or
    /// while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready.
    ///
    /// # Cancel safety
    ///
    /// The future owns the message until it is in the channel: dropped before that, it drops it unsent;
    /// [`into_inner`](SendFuture::into_inner) returns it. [`reserve_async`](Self::reserve_async) waits without a
    /// message.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.send_async("tick").await.unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("tick"));
    /// # });
    /// ```
    #[inline]
    pub fn send_async(&mut self, message: T) -> SendFuture<'_, T, N, M>
    where
        M: Waits,
    {
        SendFuture::new(self.tx(), message)
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize> Producer<'_, T, N, Mpsc> {
    /// Sends a message; the future is ready when it is in the channel.
    ///
    /// Works on any executor. Many waiting producers, threads and tasks alike, proceed one at a time, in order.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the message if the channel is closed or the consumer is gone, before or while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready.
    ///
    /// # Cancel safety
    ///
    /// The future owns the message until it is in the channel: dropped before that, it drops it unsent;
    /// [`into_inner`](SendFuture::into_inner) returns it.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// let other = tx.clone();
    /// tx.send_async("bid").await.unwrap();
    /// other.send_async("ask").await.unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("bid"));
    /// # });
    /// ```
    #[inline]
    pub fn send_async(&self, message: T) -> SendFuture<'_, T, N, Mpsc> {
        SendFuture::new(self.tx(), message)
    }
}

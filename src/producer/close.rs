//! The end of sending: close, wait for the other end to go, flush.

use super::{Flush, Producer, ProducerClosed, tx::Tx};
use crate::channel::Core;
use crate::error::SendError;
use crate::mode::{LoneProducer, Mode, Waits};
use crate::ring::{Ring as _, has_reached};
use crate::wait::Waiting;
use core::task::Poll;

#[cfg(feature = "std")]
use super::tx::untimed;
#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::mode::{Mpsc, Wakes};
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::{End as _, Limit, Until};
#[cfg(feature = "std")]
use core::time::Duration;

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Closes the channel: nothing more can be sent, by any handle.
    ///
    /// What was sent can still be received. Wakes everyone who waits, at both ends. Closing again does nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{RecvError, TrySendError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 2>();
    /// tx.try_send(1).unwrap();
    /// tx.close();
    /// assert_eq!(tx.try_send(2), Err(TrySendError::Closed(2)));
    /// assert_eq!(rx.recv(), Ok(1));
    /// assert_eq!(rx.recv(), Err(RecvError));
    /// ```
    pub fn close(&self) {
        self.tx().channel().close();
    }

    /// Blocks until the consumer is gone or the channel is closed by either end.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<u8, 2>();
    /// let consumer = std::thread::spawn(move || drop(rx));
    /// tx.closed();
    /// assert!(tx.is_closed());
    /// consumer.join().unwrap();
    /// ```
    #[cfg(feature = "std")]
    pub fn closed(&self)
    where
        M: Wakes,
    {
        let tx = self.tx();
        while tx.wait_for(Until::Closed, || Limit::Never, || tx.attempt_closed()).is_none() {}
    }

    /// Blocks as [`closed`](Self::closed) does, for `timeout` at most; returns whether the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let (tx, rx) = strait::spsc::channel::<u8, 2>();
    /// assert!(!tx.closed_timeout(Duration::from_millis(1)));
    /// drop(rx);
    /// assert!(tx.closed_timeout(Duration::ZERO));
    /// ```
    #[cfg(feature = "std")]
    pub fn closed_timeout(&self, timeout: Duration) -> bool
    where
        M: Wakes,
    {
        let tx = self.tx();
        tx.wait_for(Until::Closed, || Limit::after(timeout), || tx.attempt_closed()).is_some()
    }

    /// Blocks until everything that was sent before, by any producer, has been received.
    ///
    /// Messages that others send meanwhile do not delay it. "Received" does not mean "processed". Sleeps until the
    /// consumer has got so far; does not poll.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the consumer is gone and left some of it unreceived.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 2>();
    /// tx.try_send(1).unwrap();
    /// let consumer = std::thread::spawn(move || rx.recv());
    /// tx.flush().unwrap();
    /// assert!(tx.is_empty());
    /// assert_eq!(consumer.join().unwrap(), Ok(1));
    /// ```
    #[cfg(feature = "std")]
    pub fn flush(&self) -> Result<(), SendError<()>>
    where
        M: Waits,
    {
        untimed(self.tx().flush_by(|| Limit::Never))
    }

    /// Blocks as [`flush`](Self::flush) does, for `timeout` at most.
    ///
    /// # Errors
    ///
    /// [`SendTimeoutError::Timeout`] if some of it is left when the time is up, [`SendTimeoutError::Closed`] if the
    /// consumer is gone and left some of it unreceived.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::{SendTimeoutError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 2>();
    /// tx.try_send(1).unwrap();
    /// assert_eq!(tx.flush_timeout(Duration::from_millis(1)), Err(SendTimeoutError::Timeout(())));
    /// rx.try_recv().unwrap();
    /// assert_eq!(tx.flush_timeout(Duration::ZERO), Ok(()));
    /// ```
    #[cfg(feature = "std")]
    pub fn flush_timeout(&self, timeout: Duration) -> Result<(), SendTimeoutError<()>>
    where
        M: Waits,
    {
        self.tx().flush_by(|| Limit::after(timeout))
    }

    /// Blocks as [`flush`](Self::flush) does, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`flush_timeout`](Self::flush_timeout).
    #[cfg(feature = "std")]
    pub fn flush_deadline(&self, deadline: Instant) -> Result<(), SendTimeoutError<()>>
    where
        M: Waits,
    {
        self.tx().flush_by(|| Limit::Until(deadline))
    }
}

impl<'a, T, const N: usize, M: LoneProducer> Producer<'a, T, N, M> {
    /// Waits until the consumer is gone or the channel is closed by either end; dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, rx) = strait::spsc::channel::<u8, 2>();
    /// std::thread::spawn(move || drop(rx));
    /// tx.closed_async().await;
    /// assert!(tx.is_closed());
    /// # });
    /// ```
    pub fn closed_async(&mut self) -> ProducerClosed<'_, T, N, M>
    where
        M: Waits,
    {
        ProducerClosed(Waiting::at(self.tx()))
    }

    /// Waits as [`flush`](Self::flush) does; dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`flush`](Self::flush).
    pub fn flush_async(&mut self) -> Flush<'_, T, N, M>
    where
        M: Waits,
    {
        Flush::new(self.tx())
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize> Producer<'a, T, N, Mpsc> {
    /// Waits until the consumer is gone or the channel is closed by either end; dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, rx) = strait::mpsc::channel::<u8, 2>();
    /// std::thread::spawn(move || drop(rx));
    /// tx.closed_async().await;
    /// assert!(tx.is_closed());
    /// # });
    /// ```
    pub fn closed_async(&self) -> ProducerClosed<'_, T, N, Mpsc> {
        ProducerClosed(Waiting::at(self.tx()))
    }

    /// Waits as [`flush`](Self::flush) does; dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`flush`](Self::flush).
    pub fn flush_async(&self) -> Flush<'_, T, N, Mpsc> {
        Flush::new(self.tx())
    }
}

impl<C: Core> Tx<'_, C> {
    #[cfg(feature = "std")]
    fn flush_by(self, limit: impl FnOnce() -> Limit) -> Result<(), SendTimeoutError<()>> {
        let target = self.tail().position();
        match self.wait_for(Until::Notified, limit, || self.attempt_flush(target)) {
            Some(flushed) => flushed.map_err(SendTimeoutError::from),
            None => Err(SendTimeoutError::Timeout(())),
        }
    }

    /// Attempts to find everything before the position `target` received.
    pub(super) fn attempt_flush(self, target: usize) -> Poll<Result<(), SendError<()>>> {
        // The head is read first: the drop of the last consumer says how far it has received before it drops the rest,
        // which moves the head, too.
        let has_arrived = has_reached(self.channel().ring().head_position(), target);
        match self.channel().presence().end() {
            Some(end) => Poll::Ready(if has_reached(end, target) { Ok(()) } else { Err(SendError(())) }),
            None if has_arrived => Poll::Ready(Ok(())),
            None => Poll::Pending,
        }
    }
}

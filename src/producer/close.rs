//! The end of sending: close, wait for the other end to go, flush.

use super::Producer;
use crate::channel::Core as _;
use crate::mode::{Mode, Waits};
use crate::wait::WaitingForClose;
use core::future::Future;

#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::presence::Side;
#[cfg(feature = "std")]
use crate::sync::{Instant, sleep};
#[cfg(feature = "std")]
use crate::wait::{End as _, deadline_after};
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
        M: Waits,
    {
        let tx = self.tx();
        while tx.wait_closed_until(|| None, || tx.attempt_closed()).is_none() {}
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
        M: Waits,
    {
        let tx = self.tx();
        tx.wait_closed_until(|| deadline_after(timeout), || tx.attempt_closed()).is_some()
    }

    /// Waits until the consumer is gone or the channel is closed by either end.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses nothing.
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
    pub fn closed_async(&mut self) -> impl Future<Output = ()>
    where
        M: Waits,
    {
        WaitingForClose::new(self.tx(), |tx| tx.attempt_closed())
    }

    /// Waits until the consumer has received everything that was sent, for `timeout` at most.
    ///
    /// This includes messages that other producers send in the meantime, so stop them first. "Received" does not mean
    /// "processed". Intended for shutdown: it polls, every 50 microseconds at first and every millisecond later.
    ///
    /// # Errors
    ///
    /// [`SendTimeoutError::Timeout`] if messages are left when the time is up, [`SendTimeoutError::Closed`] if they are
    /// left and the consumer is gone.
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
        const LONGEST_SLEEP: Duration = Duration::from_millis(1);

        let tx = self.tx();
        let mut deadline = None;
        let mut next_sleep = Duration::from_micros(50);
        loop {
            let has_consumer = tx.channel().presence().has(Side::Consumers);
            if tx.len() == 0 {
                return Ok(());
            }
            if !has_consumer {
                return Err(SendTimeoutError::Closed(()));
            }
            let deadline = *deadline.get_or_insert_with(|| deadline_after(timeout));
            let left = deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return Err(SendTimeoutError::Timeout(()));
            }
            sleep(next_sleep.min(left));
            next_sleep = (next_sleep * 2).min(LONGEST_SLEEP);
        }
    }
}

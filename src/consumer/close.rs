//! The end of receiving: close, and wait for the other end to go.

use super::{Consumer, ConsumerClosed};
use crate::channel::Core as _;
use crate::mode::{LoneConsumer, Mode};
use crate::wait::Waiting;

#[cfg(feature = "std")]
use crate::wait::{End as _, Limit, Until};
#[cfg(feature = "std")]
use core::time::Duration;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Closes the channel: nothing more can be sent.
    ///
    /// What was sent can still be received. Wakes everyone who waits, at both ends. Closing again does nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{RecvError, SendError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 2>();
    /// tx.send(1).unwrap();
    /// rx.close();
    /// assert_eq!(tx.send(2), Err(SendError(2)));
    /// assert_eq!(rx.recv(), Ok(1));
    /// assert_eq!(rx.recv(), Err(RecvError));
    /// ```
    pub fn close(&self) {
        self.rx().channel().close();
    }

    /// Blocks until all producers are gone or the channel is closed by either end; messages may be left.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<u8, 2>();
    /// let producer = std::thread::spawn(move || drop(tx));
    /// rx.closed();
    /// assert!(rx.is_closed());
    /// producer.join().unwrap();
    /// ```
    #[cfg(feature = "std")]
    pub fn closed(&self) {
        let rx = self.rx();
        while rx.wait_for(Until::Closed, || Limit::Never, || rx.attempt_closed()).is_none() {}
    }

    /// Blocks as [`closed`](Self::closed) does, for `timeout` at most; returns whether the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let (tx, rx) = strait::spsc::channel::<u8, 2>();
    /// assert!(!rx.closed_timeout(Duration::from_millis(1)));
    /// drop(tx);
    /// assert!(rx.closed_timeout(Duration::ZERO));
    /// ```
    #[cfg(feature = "std")]
    pub fn closed_timeout(&self, timeout: Duration) -> bool {
        let rx = self.rx();
        rx.wait_for(Until::Closed, || Limit::after(timeout), || rx.attempt_closed()).is_some()
    }
}

impl<'a, T, const N: usize, M: LoneConsumer> Consumer<'a, T, N, M> {
    /// Waits until all producers are gone or the channel is closed by either end; messages may be left.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::spsc::channel::<u8, 2>();
    /// std::thread::spawn(move || drop(tx));
    /// rx.closed_async().await;
    /// assert!(rx.is_closed());
    /// # });
    /// ```
    pub fn closed_async(&mut self) -> ConsumerClosed<'_, T, N, M> {
        ConsumerClosed(Waiting::at(self.rx()))
    }
}

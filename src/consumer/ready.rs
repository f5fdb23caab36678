//! Waiting until a message is there, and taking none.

use super::{Consumer, Ready, rx::Rx};
use crate::channel::Core;
use crate::error::{RecvError, TryRecvError};
use crate::mode::Mode;
use crate::wait::Waiting;
use core::task::Poll;

#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::{End as _, Limit};
#[cfg(feature = "std")]
use core::time::Duration;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Blocks until a message is there, and takes none.
    ///
    /// With a lone consumer the next receive finds it. Waits and costs as [`recv`](Self::recv).
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the channel is closed and drained.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 2>();
    /// let producer = std::thread::spawn(move || tx.send("a"));
    /// assert_eq!(rx.ready(), Ok(()));
    /// assert_eq!(rx.try_recv(), Ok("a"));
    /// assert!(rx.ready().is_err()); // closed and drained
    /// # producer.join().unwrap().unwrap();
    /// ```
    #[cfg(feature = "std")]
    pub fn ready(&self) -> Result<(), RecvError> {
        let rx = self.rx();
        rx.wait(|| rx.attempt_ready())
    }

    /// Blocks as [`ready`](Self::ready) does, for `timeout` at most.
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
    /// assert_eq!(rx.ready_timeout(Duration::from_millis(1)), Err(RecvTimeoutError::Timeout));
    /// tx.try_send("a").unwrap();
    /// assert_eq!(rx.ready_timeout(Duration::ZERO), Ok(()));
    /// assert_eq!(rx.len(), 1);
    /// ```
    #[cfg(feature = "std")]
    pub fn ready_timeout(&self, timeout: Duration) -> Result<(), RecvTimeoutError> {
        self.rx().ready_by(|| Limit::after(timeout))
    }

    /// Blocks as [`ready`](Self::ready) does, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`ready_timeout`](Self::ready_timeout).
    #[cfg(feature = "std")]
    pub fn ready_deadline(&self, deadline: Instant) -> Result<(), RecvTimeoutError> {
        self.rx().ready_by(|| Limit::Until(deadline))
    }

    /// Waits until a message is there, and takes none; dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`ready`](Self::ready).
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// std::thread::spawn(move || tx.send("from a thread"));
    /// rx.ready_async().await.unwrap();
    /// assert_eq!(rx.try_recv(), Ok("from a thread"));
    /// # });
    /// ```
    pub fn ready_async(&mut self) -> Ready<'_, T, N, M> {
        Ready(Waiting::at(self.rx()))
    }
}

impl<C: Core> Rx<'_, C> {
    /// Attempts to find a message, and takes none.
    pub(crate) fn attempt_ready(self) -> Poll<Result<(), RecvError>> {
        if self.len() > 0 {
            return Poll::Ready(Ok(()));
        }
        let missing = if self.head().is_over() { TryRecvError::Closed } else { TryRecvError::Empty };
        self.attempt_failed(missing, Err(RecvError))
    }

    #[cfg(feature = "std")]
    fn ready_by(self, limit: impl FnOnce() -> Limit) -> Result<(), RecvTimeoutError> {
        match self.wait_until(limit, || self.attempt_ready()) {
            Some(ready) => ready.map_err(RecvTimeoutError::from),
            None => Err(RecvTimeoutError::Timeout),
        }
    }
}

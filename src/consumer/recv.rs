//! One message: never waiting, blocking, timed, async.

use super::Consumer;
use crate::error::{RecvError, TryRecvError};
use crate::link::Link;
use crate::mode::Mode;
use crate::wait::Waiting;
use core::future::Future;

#[cfg(feature = "std")]
use super::rx::Rx;
#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::ring::Missing;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::deadline_after;
#[cfg(feature = "std")]
use core::time::Duration;

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// Receives a message if one is there now.
    ///
    /// Wait-free; never waits for another thread. In `mpsc` a message that was claimed and not yet published counts as
    /// not there. At most four atomic loads and one store; no system call unless a producer sleeps.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if there is none, [`TryRecvError::Closed`] if the channel is closed and
    /// drained.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{TryRecvError, spsc};
    ///
    /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
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
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.rx().try_recv()
    }

    /// Receives a message; blocks while there is none.
    ///
    /// Spins for a moment, yields once or a few times, then sleeps until a producer has sent something or the channel
    /// is closed.
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
    /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
    /// let producer = std::thread::spawn(move || tx.send("a"));
    /// assert_eq!(rx.recv(), Ok("a"));
    /// assert_eq!(rx.recv(), Err(RecvError));
    /// # producer.join().unwrap().unwrap();
    /// ```
    #[doc(alias = "blocking_recv")]
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv(&mut self) -> Result<T, RecvError> {
        // A receive without an end to its waiting has not timed out.
        self.recv_by(|| None, |_| RecvError)
    }

    /// Receives a message; blocks while there is none, for `timeout` at most.
    ///
    /// A message that is there is returned even if the time is up. `Duration::ZERO` makes it
    /// [`try_recv`](Self::try_recv); `Duration::MAX` waits for ever. The clock is read only if it has to wait.
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
    /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
    /// let soon = Duration::from_millis(2);
    /// assert_eq!(rx.recv_timeout(soon), Err(RecvTimeoutError::Timeout));
    /// tx.try_send("a").unwrap();
    /// assert_eq!(rx.recv_timeout(Duration::ZERO), Ok("a"));
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv_timeout(&mut self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.recv_by(|| deadline_after(timeout), |error| error)
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
    /// let (tx, mut rx) = spsc::channel::<u8, 2>();
    /// assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Timeout));
    /// drop(tx);
    /// assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Closed));
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn recv_deadline(&mut self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_by(|| Some(deadline), |error| error)
    }

    #[cfg(feature = "std")]
    #[inline]
    fn recv_by<E>(
        &mut self,
        deadline: impl FnOnce() -> Option<Instant>,
        error: impl Fn(RecvTimeoutError) -> E,
    ) -> Result<T, E> {
        let rx = self.rx();
        rx.pop(Ok, move |missing| match missing {
            Missing::Closed => Err(error(RecvTimeoutError::Closed)),
            Missing::Empty | Missing::Unpublished => Rx::recv_waiting(rx.channel, rx.head, deadline()).map_err(error),
        })
    }

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
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// std::thread::spawn(move || tx.send("from a thread"));
    /// assert_eq!(rx.recv_async().await, Ok("from a thread"));
    /// # });
    /// ```
    #[inline]
    pub fn recv_async(&mut self) -> impl Future<Output = Result<T, RecvError>> {
        Waiting::new(self.rx(), |rx| rx.look())
    }
}

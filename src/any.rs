//! Handles of any mode behind one trait: for generic code, and for doubles in tests.

use crate::consumer::Consumer;
use crate::error::{RecvError, TryRecvError, TrySendError};
use crate::mode::{Awaits, Waits};
use crate::producer::Producer;
use core::task::{Context, Poll};

#[cfg(feature = "std")]
use crate::error::{RecvTimeoutError, SendError, SendTimeoutError};
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use core::time::Duration;

/// A producer of single messages, of any mode and capacity. Object-safe, and open: implement it for a double in a test.
///
/// Each method is that of [`Producer`] of the same name. The producers of quiet channels, which only try, do not
/// implement it.
///
/// # Examples
///
/// ```
/// use strait::{AnyProducer, mpsc, spsc};
///
/// fn report(to: &dyn AnyProducer<&'static str>) {
///     to.send("started").unwrap();
/// }
///
/// let (lone, rx) = spsc::channel::<_, 4>();
/// let (one_of_many, also_rx) = mpsc::channel::<_, 64>();
/// report(&lone);
/// report(&one_of_many);
/// assert_eq!((rx.try_recv(), also_rx.try_recv()), (Ok("started"), Ok("started")));
/// ```
pub trait AnyProducer<T> {
    /// Sends a message if there is room now.
    ///
    /// # Errors
    ///
    /// As [`Producer::try_send`].
    fn try_send(&self, message: T) -> Result<(), TrySendError<T>>;

    /// Sends a message; blocks while the channel is full.
    ///
    /// # Errors
    ///
    /// As [`Producer::send`].
    #[cfg(feature = "std")]
    fn send(&self, message: T) -> Result<(), SendError<T>>;

    /// Sends a message; blocks while the channel is full, for `timeout` at most.
    ///
    /// # Errors
    ///
    /// As [`Producer::send_timeout`].
    #[cfg(feature = "std")]
    fn send_timeout(&self, message: T, timeout: Duration) -> Result<(), SendTimeoutError<T>>;

    /// Sends a message; blocks while the channel is full, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`Producer::send_deadline`].
    #[cfg(feature = "std")]
    fn send_deadline(&self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>>;

    /// Returns the number of messages that were sent and not yet received.
    fn len(&self) -> usize;

    /// Returns whether everything was received.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether the channel is closed.
    fn is_closed(&self) -> bool;

    /// Closes the channel.
    fn close(&self);
}

/// A consumer of single messages, of any mode and capacity. Object-safe, and open: implement it for a double in a test.
///
/// Each method is that of [`Consumer`] of the same name.
///
/// # Examples
///
/// ```
/// use strait::{AnyConsumer, pipe};
///
/// fn total(from: &dyn AnyConsumer<u32>) -> u32 {
///     std::iter::from_fn(|| from.try_recv().ok()).sum()
/// }
///
/// let (tx, rx) = pipe::channel::<_, 4>();
/// tx.try_send_array([1, 2, 3]).unwrap();
/// assert_eq!(total(&rx), 6);
/// ```
pub trait AnyConsumer<T> {
    /// Receives a message if one is there now.
    ///
    /// # Errors
    ///
    /// As [`Consumer::try_recv`].
    fn try_recv(&self) -> Result<T, TryRecvError>;

    /// Receives a message; blocks while there is none.
    ///
    /// # Errors
    ///
    /// As [`Consumer::recv`].
    #[cfg(feature = "std")]
    fn recv(&self) -> Result<T, RecvError>;

    /// Receives a message; blocks while there is none, for `timeout` at most.
    ///
    /// # Errors
    ///
    /// As [`Consumer::recv_timeout`].
    #[cfg(feature = "std")]
    fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError>;

    /// Receives a message; blocks while there is none, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`Consumer::recv_deadline`].
    #[cfg(feature = "std")]
    fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError>;

    /// Polls for a message.
    ///
    /// # Errors
    ///
    /// As [`Consumer::poll_recv`].
    fn poll_recv(&self, context: &mut Context<'_>) -> Poll<Result<T, RecvError>>;

    /// Returns the number of messages in the channel.
    fn len(&self) -> usize;

    /// Returns whether there is no message.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether the channel is closed; messages may be left.
    fn is_closed(&self) -> bool;

    /// Closes the channel.
    fn close(&self);
}

impl<T, const N: usize, M: Waits> AnyProducer<T> for Producer<'_, T, N, M> {
    fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.try_send(message)
    }

    #[cfg(feature = "std")]
    fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.send(message)
    }

    #[cfg(feature = "std")]
    fn send_timeout(&self, message: T, timeout: Duration) -> Result<(), SendTimeoutError<T>> {
        self.send_timeout(message, timeout)
    }

    #[cfg(feature = "std")]
    fn send_deadline(&self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {
        self.send_deadline(message, deadline)
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn is_closed(&self) -> bool {
        self.is_closed()
    }

    fn close(&self) {
        self.close();
    }
}

impl<T, const N: usize, M: Awaits> AnyConsumer<T> for Consumer<'_, T, N, M> {
    fn try_recv(&self) -> Result<T, TryRecvError> {
        self.try_recv()
    }

    #[cfg(feature = "std")]
    fn recv(&self) -> Result<T, RecvError> {
        self.recv()
    }

    #[cfg(feature = "std")]
    fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.recv_timeout(timeout)
    }

    #[cfg(feature = "std")]
    fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_deadline(deadline)
    }

    fn poll_recv(&self, context: &mut Context<'_>) -> Poll<Result<T, RecvError>> {
        self.poll_recv(context)
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn is_closed(&self) -> bool {
        self.is_closed()
    }

    fn close(&self) {
        self.close();
    }
}

//! One message: never waiting, blocking, timed, async.

use super::{Producer, SendAsync, future::Unsent};
use crate::error::TrySendError;
use crate::link::Link;
use crate::mode::{LoneProducer, Mpsc};

#[cfg(feature = "std")]
use super::tx::{Tx, for_ever};
#[cfg(feature = "std")]
use crate::error::SendError;
#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::deadline_after;
#[cfg(feature = "std")]
use core::time::Duration;

/// The sending methods of all producers.
macro_rules! sending {
    ($self:ident, $receiver:ty) => {
        /// Sends a message if there is a place now.
        ///
        /// Never waits for another thread: wait-free with a lone producer, lock-free with many. With a lone producer
        /// two atomic loads and one store, with many four loads, a compare-and-swap and one store; a load more when it
        /// looks for free places. No system call unless the consumer sleeps.
        ///
        /// # Errors
        ///
        /// [`TrySendError::Full`] if all `N` places are taken, [`TrySendError::Closed`] if the channel is closed or the
        /// consumer is gone; each holds the message.
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{TrySendError, spsc};
        ///
        /// let (mut tx, rx) = spsc::channel::<_, 1>();
        /// assert_eq!(tx.try_send("a"), Ok(()));
        /// assert_eq!(tx.try_send("b"), Err(TrySendError::Full("b")));
        /// drop(rx);
        /// assert_eq!(tx.try_send("c"), Err(TrySendError::Closed("c")));
        /// ```
        #[doc(alias = "push")]
        #[doc(alias = "enqueue")]
        #[doc(alias = "offer")]
        #[inline]
        pub fn try_send($self: $receiver, message: T) -> Result<(), TrySendError<T>> {
            let tx = $self.tx();
            tx.count_if_refused(tx.try_send(message))
        }

        /// Sends a message; blocks while the ring is full.
        ///
        /// Spins for a moment, yields once or a few times, then sleeps until the consumer has made room. Many blocked
        /// producers are woken one at a time, in order.
        ///
        /// # Errors
        ///
        /// [`SendError`] with the message if the channel is closed or the consumer is gone, or goes while this waits.
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{SendError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 1>();
        /// let consumer = std::thread::spawn(move || (rx.recv(), rx.recv()));
        /// assert_eq!((tx.send(1), tx.send(2)), (Ok(()), Ok(())));
        /// assert_eq!(consumer.join().unwrap(), (Ok(1), Ok(2)));
        /// assert_eq!(tx.send(3), Err(SendError(3)));
        /// ```
        #[doc(alias = "blocking_send")]
        #[cfg(feature = "std")]
        #[inline]
        pub fn send($self: $receiver, message: T) -> Result<(), SendError<T>> {
            for_ever($self.tx().send_by(message, Tx::try_send, || None))
        }

        /// Sends a message; blocks while the ring is full, for `timeout` at most.
        ///
        /// `Duration::ZERO` makes it [`try_send`](Self::try_send); `Duration::MAX` waits for ever. The clock is read
        /// only if it has to wait.
        ///
        /// # Errors
        ///
        /// [`SendTimeoutError::Timeout`] if the ring stayed full, [`SendTimeoutError::Closed`] if the channel is closed
        /// or the consumer is gone; each holds the message.
        ///
        /// # Examples
        ///
        /// ```
        /// use std::time::Duration;
        /// use strait::{SendTimeoutError, spsc};
        ///
        /// let (mut tx, _rx) = spsc::channel::<_, 1>();
        /// let soon = Duration::from_millis(2);
        /// assert_eq!(tx.send_timeout("a", soon), Ok(()));
        /// assert_eq!(tx.send_timeout("b", soon), Err(SendTimeoutError::Timeout("b")));
        /// ```
        #[cfg(feature = "std")]
        #[inline]
        pub fn send_timeout($self: $receiver, message: T, timeout: Duration) -> Result<(), SendTimeoutError<T>> {
            $self.tx().send_by(message, Tx::try_send, || deadline_after(timeout))
        }

        /// Sends a message; blocks while the ring is full, until `deadline` at most.
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
        /// let (mut tx, _rx) = spsc::channel::<_, 1>();
        /// let now = Instant::now();
        /// assert_eq!(tx.send_deadline("a", now), Ok(()));
        /// assert_eq!(tx.send_deadline("b", now), Err(SendTimeoutError::Timeout("b")));
        /// ```
        #[cfg(feature = "std")]
        #[inline]
        pub fn send_deadline($self: $receiver, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {
            $self.tx().send_by(message, Tx::try_send, || Some(deadline))
        }
    };
}

/// The async sending methods of all producers.
macro_rules! sending_async {
    ($self:ident, $receiver:ty, $mode:ty) => {
        /// Sends a message; the future is ready when it is in the ring.
        ///
        /// Works on any executor. Many waiting producers, threads and tasks alike, go on one at a time, in order.
        ///
        /// # Errors
        ///
        /// [`SendError`] with the message if the channel is closed or the consumer is gone, or goes while this waits.
        ///
        /// # Panics
        ///
        /// If the future is polled again after it was ready.
        ///
        /// # Cancel safety
        ///
        /// The future owns the message until it is in the ring: dropped before that, it drops it unsent;
        /// [`SendAsync::into_inner`] gives it back. With a lone producer, `reserve_async` waits without a message.
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
        pub fn send_async($self: $receiver, message: T) -> SendAsync<'_, T, N, $mode> {
            SendAsync(Unsent::new($self.tx(), message))
        }
    };
}

super::for_lone_and_for_many!(sending);

impl<T, const N: usize, M: LoneProducer, L: Link> Producer<T, N, M, L> {
    sending_async!(self, &mut Self, M);
}

#[cfg(feature = "std")]
impl<T, const N: usize, L: Link> Producer<T, N, Mpsc, L> {
    sending_async!(self, &Self, Mpsc);
}

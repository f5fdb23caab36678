//! One message, or one array of them: never waiting, blocking, timed, async; and the end of sending.

use super::{
    Producer,
    tx::{Ticket, Tx},
};
use crate::error::{SendError, TrySendError};
use crate::link::Link;
use crate::mode::{LoneProducer, Mode, Mpsc};
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::{Look, deadline_after};
#[cfg(feature = "std")]
use core::time::Duration;

/// The sending methods of all producers.
macro_rules! sending {
    ($self:ident, $receiver:ty) => {
        /// Sends a message if there is a place now.
        ///
        /// Never waits for another thread: wait-free with a lone producer, lock-free with many. Two loads and two stores
        /// with a lone producer, and an exchange with many; no system call unless the consumer sleeps.
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
        #[inline]
        pub fn try_send($self: $receiver, message: T) -> Result<(), TrySendError<T>> {
            $self.tx().try_send(message)
        }

        /// Sends a message; blocks while the ring is full.
        ///
        /// Spins for some microseconds, yields a few times, then sleeps until the consumer has made room. Many blocked
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
        #[cfg(feature = "std")]
        #[inline]
        pub fn send($self: $receiver, message: T) -> Result<(), SendError<T>> {
            let tx = $self.tx();
            for_ever(tx.send_by(message, |message| tx.try_send(message), || None))
        }

        /// Sends a message; blocks while the ring is full, for `timeout` at most.
        ///
        /// `Duration::ZERO` makes it [`try_send`](Self::try_send); `Duration::MAX` waits for ever. The clock is read only
        /// if it has to wait.
        ///
        /// # Errors
        ///
        /// [`SendTimeoutError::Timeout`] if the ring stayed full, [`SendTimeoutError::Closed`] if the channel is closed or
        /// the consumer is gone; each holds the message.
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
            let tx = $self.tx();
            tx.send_by(message, |message| tx.try_send(message), || deadline_after(timeout))
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
            let tx = $self.tx();
            tx.send_by(message, |message| tx.try_send(message), || Some(deadline))
        }

        /// Sends all messages of an array in a row, or none of them, if there are places now.
        ///
        /// No other producer's message comes between them. An array of 0 is `Ok` at once, and one of more than `N` does
        /// not compile. One claim and at most one wake-up for all.
        ///
        /// # Errors
        ///
        /// [`TrySendError::Full`] if fewer than `K` places are free, [`TrySendError::Closed`] if the channel is closed or
        /// the consumer is gone; each holds the array.
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{TrySendError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 4>();
        /// assert_eq!(tx.try_send_array([1, 2, 3]), Ok(()));
        /// assert_eq!(tx.try_send_array([4, 5]), Err(TrySendError::Full([4, 5])));
        /// assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2, 3]);
        /// ```
        #[inline]
        pub fn try_send_array<const K: usize>($self: $receiver, messages: [T; K]) -> Result<(), TrySendError<[T; K]>> {
            $self.tx().try_send_array(messages)
        }

        /// Sends all messages of an array in a row; blocks while there are fewer than `K` free places.
        ///
        /// # Errors
        ///
        /// [`SendError`] with the whole array if the channel is closed or the consumer is gone, or goes while this waits.
        ///
        /// # Examples
        ///
        /// ```
        /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
        /// let consumer = std::thread::spawn(move || rx.iter().collect::<Vec<_>>());
        /// tx.send_array([1, 2]).unwrap();
        /// tx.send_array([3, 4]).unwrap();
        /// drop(tx);
        /// assert_eq!(consumer.join().unwrap(), [1, 2, 3, 4]);
        /// ```
        #[cfg(feature = "std")]
        #[inline]
        pub fn send_array<const K: usize>($self: $receiver, messages: [T; K]) -> Result<(), SendError<[T; K]>> {
            let tx = $self.tx();
            for_ever(tx.send_by(messages, |messages| tx.try_send_array(messages), || None))
        }

        /// Closes the channel: nothing can be sent any more, by any handle; what was sent can still be received.
        ///
        /// Wakes all that wait, at both ends. Closing again does nothing.
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{RecvError, TrySendError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
        /// tx.try_send(1).unwrap();
        /// tx.close();
        /// assert_eq!(tx.try_send(2), Err(TrySendError::Closed(2)));
        /// assert_eq!((rx.recv(), rx.recv()), (Ok(1), Err(RecvError)));
        /// ```
        pub fn close($self: $receiver) {
            $self.tx().channel.close();
        }

        /// Waits until the consumer has taken everything that was sent, for `timeout` at most.
        ///
        /// Meant for the end of a service; it looks again every 50 microseconds at first and every millisecond later.
        ///
        /// # Errors
        ///
        /// [`SendTimeoutError::Timeout`] if messages are left when the time is up, [`SendTimeoutError::Closed`] if they
        /// are left and the consumer is gone or has closed the channel.
        ///
        /// # Examples
        ///
        /// ```
        /// use std::time::Duration;
        /// use strait::{SendTimeoutError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
        /// tx.try_send(1).unwrap();
        /// assert_eq!(tx.flush_timeout(Duration::from_millis(1)), Err(SendTimeoutError::Timeout(())));
        /// rx.try_recv().unwrap();
        /// assert_eq!(tx.flush_timeout(Duration::ZERO), Ok(()));
        /// ```
        #[cfg(feature = "std")]
        pub fn flush_timeout($self: $receiver, timeout: Duration) -> Result<(), SendTimeoutError<()>> {
            let tx = $self.tx();
            let look = || {
                let consumer_is_done = tx.channel.presence().is_consumer_done();
                match tx.len() {
                    0 => Look::Done(Ok(())),
                    _ if consumer_is_done => Look::Done(Err(SendTimeoutError::Closed(()))),
                    _ => Look::Again,
                }
            };
            tx.wait(deadline_after(timeout), look).unwrap_or(Err(SendTimeoutError::Timeout(())))
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

        /// Sends all messages of an array in a row; the future is ready when they are in the ring.
        ///
        /// # Errors
        ///
        /// [`SendError`] with the whole array if the channel is closed or the consumer is gone, or goes while this waits.
        ///
        /// # Cancel safety
        ///
        /// As [`send_async`](Self::send_async): all of the array is in the ring or none of it.
        ///
        /// # Examples
        ///
        /// ```
        /// # futures::executor::block_on(async {
        /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
        /// tx.send_array_async(["bid", "ask"]).await.unwrap();
        /// assert_eq!(rx.recv_async().await, Ok("bid"));
        /// # });
        /// ```
        #[inline]
        pub fn send_array_async<const K: usize>(
            $self: $receiver,
            messages: [T; K],
        ) -> SendArrayAsync<'_, T, K, N, $mode> {
            SendArrayAsync(Unsent::new($self.tx(), messages))
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

/// A send without an end to its waiting has not timed out.
#[cfg(feature = "std")]
#[inline]
fn for_ever<V>(sent: Result<(), SendTimeoutError<V>>) -> Result<(), SendError<V>> {
    sent.map_err(|error| SendError(error.into_inner()))
}

/// A value on its way into the ring, and its sender's place among those that wait.
struct Unsent<'a, V, T, const N: usize, M: Mode> {
    tx: Tx<'a, T, N, M>,
    value: Option<V>,
    ticket: Ticket<M>,
}

impl<'a, V, T, const N: usize, M: Mode> Unsent<'a, V, T, N, M> {
    #[inline]
    fn new(tx: Tx<'a, T, N, M>, value: V) -> Self {
        Self { tx, value: Some(value), ticket: Ticket::<M>::default() }
    }

    #[inline]
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        mut attempt: impl FnMut(Tx<'a, T, N, M>, V) -> Result<(), TrySendError<V>>,
    ) -> Poll<Result<(), SendError<V>>> {
        let Self { tx, value, ticket } = self;
        let tx = *tx;
        let _ = ready!(tx.poll(context, ticket, || Tx::<T, N, M>::look(value, |value| attempt(tx, value))));
        Poll::Ready(self.value.take().map_or(Ok(()), |value| Err(SendError(value))))
    }
}

impl<V, T, const N: usize, M: Mode> Drop for Unsent<'_, V, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        self.tx.cancel(&mut self.ticket);
    }
}

/// The future of [`send_async`](crate::spsc#async).
#[must_use = "a future does nothing until it is polled"]
pub struct SendAsync<'a, T, const N: usize, M: Mode>(Unsent<'a, T, T, N, M>);

/// The future of `send_array_async`.
#[must_use = "a future does nothing until it is polled"]
pub struct SendArrayAsync<'a, T, const K: usize, const N: usize, M: Mode>(Unsent<'a, [T; K], T, N, M>);

/// A future that owns a value of type `$value` until `$attempt` has sent it.
macro_rules! owning_future {
    ([$($generics:tt)*] $future:ty, $value:ty, $attempt:ident) => {
        impl<$($generics)*> $future {
            /// Gives the value back if it has not been sent.
            pub fn into_inner(mut self) -> Option<$value> {
                self.0.value.take()
            }
        }

        impl<$($generics)*> Future for $future {
            type Output = Result<(), SendError<$value>>;

            #[inline]
            fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
                self.0.poll(context, Tx::$attempt)
            }
        }

        // The value is never pinned: it is moved into the ring.
        impl<$($generics)*> Unpin for $future {}

        impl<$($generics)*> fmt::Debug for $future {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($attempt)).field("is_sent", &self.0.value.is_none()).finish_non_exhaustive()
            }
        }
    };
}

owning_future!(['a, T, const N: usize, M: Mode] SendAsync<'a, T, N, M>, T, try_send);
owning_future!(['a, T, const K: usize, const N: usize, M: Mode] SendArrayAsync<'a, T, K, N, M>, [T; K], try_send_array);

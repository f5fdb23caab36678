//! The futures that own what they send until it is in the channel.

use super::tx::{Ticket, Tx};
use crate::channel::{Channel, Core};
use crate::error::{SendError, TrySendError};
use crate::mode::Mode;
use crate::wait::End as _;
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// A value on its way into the channel, and its sender's entry among those that wait.
struct Unsent<'a, V, C: Core> {
    tx: Tx<'a, C>,
    value: Option<V>,
    ticket: Ticket<C>,
}

impl<'a, V, C: Core> Unsent<'a, V, C> {
    #[inline]
    fn new(tx: Tx<'a, C>, value: V) -> Self {
        Self { tx, value: Some(value), ticket: Ticket::<C>::default() }
    }

    #[inline]
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        mut try_send: impl FnMut(Tx<'a, C>, V) -> Result<(), TrySendError<V>>,
    ) -> Poll<Result<(), SendError<V>>> {
        assert!(self.value.is_some(), "a send was polled again after it was ready");
        let Self { tx, value, ticket } = self;
        let sent = ready!(tx.poll(context, ticket, || Tx::<C>::attempt(value, |value| try_send(*tx, value))));
        // PERF: whether it was sent is not read from `value`: that would wait for the store of the message.
        Poll::Ready(if sent.is_ok() { Ok(()) } else { self.give_back() })
    }

    #[cold]
    fn give_back(&mut self) -> Result<(), SendError<V>> {
        self.value.take().map_or(Ok(()), |value| Err(SendError(value)))
    }
}

impl<V, C: Core> Drop for Unsent<'_, V, C> {
    #[inline]
    fn drop(&mut self) {
        self.tx.cancel(&mut self.ticket);
    }
}

/// The future of `send_async`: owns the message until it is in the channel.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SendFuture<'a, T, const N: usize, M: Mode>(Unsent<'a, T, Channel<T, N, M>>);

impl<'a, T, const N: usize, M: Mode> SendFuture<'a, T, N, M> {
    #[inline]
    pub(super) fn new(tx: Tx<'a, Channel<T, N, M>>, message: T) -> Self {
        Self(Unsent::new(tx, message))
    }

    /// Returns the message if it has not been sent.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, _rx) = strait::spsc::channel::<_, 4>();
    /// assert_eq!(tx.send_async("tick").into_inner(), Some("tick"));
    /// ```
    pub fn into_inner(mut self) -> Option<T> {
        self.0.value.take()
    }
}

impl<T, const N: usize, M: Mode> Future for SendFuture<'_, T, N, M> {
    type Output = Result<(), SendError<T>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context, Tx::try_send)
    }
}

// The value is never pinned: it is moved into the channel.
impl<T, const N: usize, M: Mode> Unpin for SendFuture<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> fmt::Debug for SendFuture<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Send").field("is_sent", &self.0.value.is_none()).finish_non_exhaustive()
    }
}

/// The future of `send_array_async`: owns the array until it is in the channel.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SendArrayFuture<'a, T, const K: usize, const N: usize, M: Mode>(Unsent<'a, [T; K], Channel<T, N, M>>);

impl<'a, T, const K: usize, const N: usize, M: Mode> SendArrayFuture<'a, T, K, N, M> {
    #[inline]
    pub(super) fn new(tx: Tx<'a, Channel<T, N, M>>, messages: [T; K]) -> Self {
        Self(Unsent::new(tx, messages))
    }

    /// Returns the array if it has not been sent.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, _rx) = strait::spsc::channel::<_, 4>();
    /// assert_eq!(tx.send_array_async(["bid", "ask"]).into_inner(), Some(["bid", "ask"]));
    /// ```
    pub fn into_inner(mut self) -> Option<[T; K]> {
        self.0.value.take()
    }
}

impl<T, const K: usize, const N: usize, M: Mode> Future for SendArrayFuture<'_, T, K, N, M> {
    type Output = Result<(), SendError<[T; K]>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context, Tx::try_send_array)
    }
}

// The values are never pinned: they are moved into the channel.
impl<T, const K: usize, const N: usize, M: Mode> Unpin for SendArrayFuture<'_, T, K, N, M> {}

impl<T, const K: usize, const N: usize, M: Mode> fmt::Debug for SendArrayFuture<'_, T, K, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendArray").field("is_sent", &self.0.value.is_none()).finish_non_exhaustive()
    }
}

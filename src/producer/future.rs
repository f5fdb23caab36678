//! The futures of sending. Those of one message or one array own it until it is in the channel.

use super::{
    reserve::Permit,
    tx::{Ticket, Tx},
};
use crate::channel::{Channel, Core};
use crate::error::{PartialSendError, SendError, TrySendError};
use crate::mode::{LoneProducer, Mode, Slices};
use crate::wait::{End as _, Moved, Until, Waiting, named_future, within_budget};
use core::task::{Context, Poll, ready};

#[cfg(feature = "std")]
use alloc::collections::VecDeque;

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
        try_send: impl Fn(Tx<'a, C>, V) -> Result<(), TrySendError<V>>,
    ) -> Poll<Result<(), SendError<V>>> {
        within_budget(context, |context| {
            let tx = self.tx;
            let Some(value) = self.value.take() else { panic!("a send was polled again after it was ready") };
            // PERF: the first attempt apart from the others, so that what the future keeps may be in registers.
            let sent = match try_send(tx, value) {
                Ok(()) => Ok(()),
                Err(TrySendError::Closed(value)) => Err(SendError(value)),
                Err(TrySendError::Full(value)) => {
                    self.value = Some(value);
                    return self.poll_after(context, try_send);
                }
            };
            tx.cancel(&mut self.ticket);
            Poll::Ready(sent)
        })
    }

    /// [`poll`](Self::poll) after a first attempt that found the channel full.
    // PERF: always part of `poll`, so that no address of `self` is taken.
    #[inline(always)]
    fn poll_after(
        &mut self,
        context: &mut Context<'_>,
        try_send: impl Fn(Tx<'a, C>, V) -> Result<(), TrySendError<V>>,
    ) -> Poll<Result<(), SendError<V>>> {
        let mut place = None;
        let value = Moved::new(&mut self.value, &mut place);
        let attempt = |tx: Tx<'a, C>| tx.attempt(value.here, |value| try_send(tx, value));
        let sent = ready!(self.tx.poll_after(context, &mut self.ticket, attempt));
        Poll::Ready(sent.or_else(|SendError(())| value.here.take().map_or(Ok(()), |value| Err(SendError(value)))))
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

named_future!(impl['a, T, const N: usize, M: Mode] SendFuture['a, T, N, M] -> Result<(), SendError<T>> {
    |this, context| this.0.poll(context, Tx::try_send), is_sent: |this| this.0.value.is_none()
});

/// The future of `send_array_async`: owns the array until it is in the channel.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SendArray<'a, T, const K: usize, const N: usize, M: Mode>(Unsent<'a, [T; K], Channel<T, N, M>>);

impl<'a, T, const K: usize, const N: usize, M: Mode> SendArray<'a, T, K, N, M> {
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

named_future!(impl['a, T, const K: usize, const N: usize, M: Mode] SendArray['a, T, K, N, M]
-> Result<(), SendError<[T; K]>> {
    |this, context| this.0.poll(context, Tx::try_send_array), is_sent: |this| this.0.value.is_none()
});

/// The future of [`send_many_async`](crate::Producer::send_many_async): holds the iterator and no message.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SendMany<'a, I: Iterator<Item = T>, T, const N: usize, M: LoneProducer> {
    pub(super) waiting: Waiting<Tx<'a, Channel<T, N, M>>>,
    pub(super) messages: I,
    pub(super) sent: usize,
}

named_future!(impl['a, I: Iterator<Item = T>, T, const N: usize, M: LoneProducer] SendMany['a, I, T, N, M]
-> Result<usize, PartialSendError> {
    |this, context| {
        this.waiting.poll(context, |tx| tx.attempt_runs(&mut this.sent, |tx| tx.send_run(&mut this.messages)))
    }
});

/// The future of `send_deque_async`; what was not sent is in the deque.
#[cfg(feature = "std")]
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SendDeque<'a, 'm, T, const N: usize, M: Mode> {
    pub(super) waiting: Waiting<Tx<'a, Channel<T, N, M>>>,
    pub(super) messages: &'m mut VecDeque<T>,
    pub(super) sent: usize,
}

#[cfg(feature = "std")]
named_future!(impl['a, 'm, T, const N: usize, M: Mode] SendDeque['a, 'm, T, N, M] -> Result<usize, PartialSendError> {
    |this, context| {
        this.waiting.poll(context, |tx| tx.attempt_runs(&mut this.sent, |tx| tx.send_run_of_deque(this.messages)))
    }
});

/// The future of [`send_slice_async`](crate::Producer::send_slice_async).
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SendSlice<'a, 'm, T: Copy, const N: usize, M: Slices> {
    pub(super) waiting: Waiting<Tx<'a, Channel<T, N, M>>>,
    pub(super) messages: &'m [T],
    pub(super) sent: usize,
}

named_future!(impl['a, 'm, T: Copy, const N: usize, M: Slices] SendSlice['a, 'm, T, N, M] -> Result<(), PartialSendError> {
    |this, context| this.waiting.poll(context, |tx| tx.attempt_slice(this.messages, &mut this.sent))
});

/// The future of [`reserve_async`](crate::Producer::reserve_async): holds no slot.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Reserve<'a, T, const N: usize, M: LoneProducer> {
    pub(super) waiting: Waiting<Tx<'a, Channel<T, N, M>>>,
    pub(super) is_over: bool,
}

named_future!(impl['a, T, const N: usize, M: LoneProducer] Reserve['a, T, N, M]
-> Result<Permit<'a, T, N, M>, SendError<()>> {
    |this, context| {
        assert!(!this.is_over, "a reservation was polled again after it was ready");
        let reserved = this.waiting.poll(context, Permit::attempt);
        this.is_over = reserved.is_ready();
        reserved
    }
});

/// The future of a producer's `closed_async`.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct ProducerClosed<'a, T, const N: usize, M: Mode>(pub(super) Waiting<Tx<'a, Channel<T, N, M>>>);

named_future!(impl['a, T, const N: usize, M: Mode] ProducerClosed['a, T, N, M] -> () {
    |this, context| this.0.poll_for(Until::Closed, context, Tx::attempt_closed)
});

/// The future of `flush_async`.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Flush<'a, T, const N: usize, M: Mode> {
    waiting: Waiting<Tx<'a, Channel<T, N, M>>>,
    /// The position up to which all must be received.
    target: usize,
}

impl<'a, T, const N: usize, M: Mode> Flush<'a, T, N, M> {
    pub(super) fn new(tx: Tx<'a, Channel<T, N, M>>) -> Self {
        Self { waiting: Waiting::at(tx), target: tx.tail().position() }
    }
}

named_future!(impl['a, T, const N: usize, M: Mode] Flush['a, T, N, M] -> Result<(), SendError<()>> {
    |this, context| this.waiting.poll_for(Until::Notified, context, |tx| tx.attempt_flush(this.target))
});

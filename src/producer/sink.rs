//! Producers as `Sink`s: a lone one as it is, one of many with a message of its own.

use super::{Producer, reserve::Permit, tx::Ticket};
use crate::channel::Channel;
use crate::error::SendError;
use crate::mode::{LoneProducer, Waits};
use crate::wait::End as _;
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use futures_sink::Sink;

#[cfg(feature = "std")]
use crate::channel::Core as _;
#[cfg(feature = "std")]
use crate::error::TrySendError;
#[cfg(feature = "std")]
use crate::mode::Mpsc;
#[cfg(feature = "std")]
use crate::presence::Side;
#[cfg(feature = "std")]
use core::{fmt, task::ready};

/// Ready when there is a slot. On a closed channel it is ready at once, and `start_send` returns the message.
///
/// Flushing waits for nothing: a message that was taken is in the channel.
impl<T, const N: usize, M: LoneProducer + Waits> Sink<T> for Producer<'_, T, N, M> {
    type Error = SendError<T>;

    fn poll_ready(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let tx = self.tx();
        let reserved = tx.poll(context, &mut Ticket::<Channel<T, N, M>>::default(), Permit::attempt);
        reserved.map(|_| Ok(()))
    }

    /// # Errors
    ///
    /// [`SendError`] with the message if the channel is closed, or if it is full because `poll_ready` has not been
    /// ready before.
    fn start_send(self: Pin<&mut Self>, message: T) -> Result<(), SendError<T>> {
        self.try_send(message).map_err(|error| SendError(error.into_inner()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.close();
        Poll::Ready(Ok(()))
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize> Producer<'a, T, N, Mpsc> {
    /// Makes the producer a `Sink`, which holds one message of its own while the channel is full.
    ///
    /// From its `close` on it counts as gone, as if it were dropped: the channel closes with its last producer. A sink
    /// whose `send` was given up halfway still holds its message and its entry among the waiting producers: flush it
    /// or drop it.
    ///
    /// # Examples
    ///
    /// ```
    /// use futures::SinkExt;
    ///
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// let mut sink = tx.into_sink();
    /// sink.send("tick").await.unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("tick"));
    /// # });
    /// ```
    pub fn into_sink(self) -> IntoSink<'a, T, N> {
        IntoSink { held: None, ticket: Ticket::<Channel<T, N, Mpsc>>::default(), has_left: false, producer: self }
    }
}

/// An `mpsc` producer as a `Sink`.
///
/// Many producers race for slots, so none can be kept between `poll_ready` and `start_send`; the sink holds a message
/// that found none.
#[cfg(feature = "std")]
#[must_use = "a sink that is dropped drops the message it holds"]
pub struct IntoSink<'a, T, const N: usize> {
    held: Option<T>,
    ticket: Ticket<Channel<T, N, Mpsc>>,
    /// Whether the producer counts as gone: after a close.
    has_left: bool,
    producer: Producer<'a, T, N, Mpsc>,
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize> IntoSink<'a, T, N> {
    /// The producer.
    pub const fn get_ref(&self) -> &Producer<'a, T, N, Mpsc> {
        &self.producer
    }

    /// The producer again, also after the sink's `close`; drops a message that the sink holds.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::mpsc::channel::<_, 4>();
    /// let tx = tx.into_sink().into_inner();
    /// tx.try_send("tick").unwrap();
    /// assert_eq!(rx.try_recv(), Ok("tick"));
    /// ```
    pub fn into_inner(mut self) -> Producer<'a, T, N, Mpsc> {
        self.leave_queue();
        self.come_back();
        self.producer.clone()
    }

    /// Whether the channel is closed.
    pub fn is_closed(&self) -> bool {
        self.producer.is_closed()
    }

    fn leave_queue(&mut self) {
        self.producer.tx().cancel(&mut self.ticket);
    }

    /// Counts the producer again, which then leaves as any other.
    fn come_back(&mut self) {
        if core::mem::take(&mut self.has_left) {
            self.producer.reference().presence().join_side(Side::Producers);
        }
    }

    /// Ready when the held message is in the channel, or the channel closed.
    fn poll_held(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Self { held, ticket, producer, .. } = self;
        let tx = producer.tx();
        tx.poll(context, ticket, |tx| tx.attempt(held, |message| tx.try_send(message))).map(|_| ())
    }

    /// Returns the held message, which will never be sent, as an error.
    fn give_back(&mut self) -> Result<(), SendError<T>> {
        self.held.take().map_or(Ok(()), |message| Err(SendError(message)))
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize> Sink<T> for IntoSink<'_, T, N> {
    type Error = SendError<T>;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.poll_held(context).map(Ok)
    }

    /// # Errors
    ///
    /// [`SendError`] with the message if the channel or the sink is closed, or if the sink already holds one.
    fn start_send(mut self: Pin<&mut Self>, message: T) -> Result<(), SendError<T>> {
        if self.held.is_some() || self.has_left {
            return Err(SendError(message));
        }
        match self.producer.try_send(message) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(message)) => {
                self.held = Some(message);
                Ok(())
            }
            Err(TrySendError::Closed(message)) => Err(SendError(message)),
        }
    }

    /// Ready when the held message is in the channel.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        ready!(self.poll_held(context));
        Poll::Ready(self.give_back())
    }

    /// Ready when the held message is in the channel; from then on the producer counts as gone.
    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let flushed = ready!(self.as_mut().poll_flush(context));
        if !core::mem::replace(&mut self.has_left, true) {
            self.producer.leave();
        }
        Poll::Ready(flushed)
    }
}

// The held message is never pinned: it is moved into the channel.
#[cfg(feature = "std")]
impl<T, const N: usize> Unpin for IntoSink<'_, T, N> {}

#[cfg(feature = "std")]
impl<T, const N: usize> Clone for IntoSink<'_, T, N> {
    /// Makes a sink of one more producer; it holds no message, and is open even if this one is closed.
    fn clone(&self) -> Self {
        self.producer.clone().into_sink()
    }
}

/// The sink's channel, for [`same_channel`](Producer::same_channel).
#[cfg(feature = "std")]
impl<T, const N: usize> AsRef<Channel<T, N, Mpsc>> for IntoSink<'_, T, N> {
    fn as_ref(&self) -> &Channel<T, N, Mpsc> {
        self.producer.as_ref()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize> Drop for IntoSink<'_, T, N> {
    fn drop(&mut self) {
        self.leave_queue();
        self.come_back();
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize> fmt::Debug for IntoSink<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoSink").field("producer", &self.producer).finish_non_exhaustive()
    }
}

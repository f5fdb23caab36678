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
use super::tx::Tx;
#[cfg(feature = "std")]
use crate::error::TrySendError;
#[cfg(feature = "std")]
use crate::mode::Mpsc;
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
    /// Its `close` closes the channel, for all producers, as [`close`](Producer::close) does; to leave alone, drop it.
    /// A sink whose `send` was given up halfway still holds its message and its entry among the waiting producers:
    /// flush it or drop it.
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
        IntoSink { held: None, ticket: Ticket::<Channel<T, N, Mpsc>>::default(), producer: self }
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
    producer: Producer<'a, T, N, Mpsc>,
}

#[cfg(feature = "std")]
impl<T, const N: usize> IntoSink<'_, T, N> {
    /// Ready when the held message is in the channel, or the channel closed.
    fn poll_held(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Self { held, ticket, producer } = self;
        let tx = producer.tx();
        let sent =
            tx.poll(context, ticket, |tx| Tx::<Channel<T, N, Mpsc>>::attempt(held, |message| tx.try_send(message)));
        sent.map(|_| ())
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
    /// [`SendError`] with the message if the channel is closed, or if the sink already holds one.
    fn start_send(mut self: Pin<&mut Self>, message: T) -> Result<(), SendError<T>> {
        if self.held.is_some() {
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

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let flushed = ready!(self.as_mut().poll_flush(context));
        self.producer.close();
        Poll::Ready(flushed)
    }
}

// The held message is never pinned: it is moved into the channel.
#[cfg(feature = "std")]
impl<T, const N: usize> Unpin for IntoSink<'_, T, N> {}

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
        self.producer.tx().cancel(&mut self.ticket);
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize> fmt::Debug for IntoSink<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoSink").field("producer", &self.producer).finish_non_exhaustive()
    }
}

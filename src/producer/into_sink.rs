//! The `mpsc` producer as a `Sink`.

use super::{
    Producer,
    tx::{Ticket, Tx},
};
use crate::channel::Channel;
use crate::error::{SendError, TrySendError};
use crate::handle::Handle;
use crate::link::Link;
use crate::mode::Mpsc;
use crate::wait::PollEnd as _;
use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};
use futures_sink::Sink;

impl<T, const N: usize, L: Link> Producer<T, N, Mpsc, L> {
    /// Makes the producer a `Sink`, which holds one message of its own while the ring is full.
    ///
    /// Its `close` closes the channel, for all producers, as [`close`](Producer::close) does; to leave alone, drop it.
    /// A sink whose `send` was given up half-way still holds its message and its place in the queue of those that wait:
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
    pub fn into_sink(self) -> IntoSink<T, N, L> {
        IntoSink { held: None, ticket: Ticket::<Mpsc>::default(), producer: self }
    }
}

/// An `mpsc` producer as a `Sink`.
///
/// Many producers race for places, so a place cannot be kept between `poll_ready` and `start_send`; the sink holds a
/// message that found none.
#[must_use = "a sink that is dropped drops the message it holds"]
pub struct IntoSink<T, const N: usize, L: Link> {
    held: Option<T>,
    ticket: Ticket<Mpsc>,
    producer: Producer<T, N, Mpsc, L>,
}

impl<T, const N: usize, L: Link> IntoSink<T, N, L> {
    /// Ready when the held message is in the ring, or the channel closed.
    fn poll_held(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Self { held, ticket, producer } = self;
        let tx = producer.tx();
        tx.poll(context, ticket, || Tx::<T, N, Mpsc>::look_to_send(held, |message| tx.try_send(message))).map(|_| ())
    }

    /// The held message that will never be sent, as an error.
    fn hand_back(&mut self) -> Result<(), SendError<T>> {
        self.held.take().map_or(Ok(()), |message| Err(SendError(message)))
    }
}

impl<T, const N: usize, L: Link> Sink<T> for IntoSink<T, N, L> {
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
        match self.producer.tx().try_send(message) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(message)) => {
                self.held = Some(message);
                Ok(())
            }
            Err(TrySendError::Closed(message)) => Err(SendError(message)),
        }
    }

    /// Ready when the held message is in the ring.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        ready!(self.poll_held(context));
        Poll::Ready(self.hand_back())
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let flushed = ready!(self.as_mut().poll_flush(context));
        self.producer.close();
        Poll::Ready(flushed)
    }
}

// The held message is never pinned: it is moved into the ring.
impl<T, const N: usize, L: Link> Unpin for IntoSink<T, N, L> {}

impl<T, const N: usize, L: Link> Handle<T, N, Mpsc> for IntoSink<T, N, L> {
    fn channel(&self) -> &Channel<T, N, Mpsc> {
        self.producer.channel()
    }
}

impl<T, const N: usize, L: Link> Drop for IntoSink<T, N, L> {
    fn drop(&mut self) {
        self.producer.tx().cancel(&mut self.ticket);
    }
}

impl<T, const N: usize, L: Link> fmt::Debug for IntoSink<T, N, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoSink").field("producer", &self.producer).finish_non_exhaustive()
    }
}

//! The lone producers as `Sink`s.

use super::{Producer, tx::Ticket};
use crate::error::{SendError, TrySendError};
use crate::link::Link;
use crate::mode::LoneProducer;
use crate::wait::{Look, PollEnd as _};
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use futures_sink::Sink;

/// Ready when there is a place. On a closed channel it is ready at once, and `start_send` hands the message back.
///
/// Flushing waits for nothing: a message that was taken is in the ring.
impl<T, const N: usize, M: LoneProducer, L: Link> Sink<T> for Producer<T, N, M, L> {
    type Error = SendError<T>;

    fn poll_ready(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let tx = self.tx();
        let look = || match tx.try_reserve() {
            Err(TrySendError::Full(())) => Look::Wait,
            Ok(_) | Err(TrySendError::Closed(())) => Look::Done(()),
        };
        tx.poll(context, &mut Ticket::<M>::default(), look).map(Ok)
    }

    /// # Errors
    ///
    /// [`SendError`] with the message if the channel is closed, or if `poll_ready` has not been ready before and the
    /// ring is full.
    fn start_send(self: Pin<&mut Self>, message: T) -> Result<(), SendError<T>> {
        self.tx().try_send(message).map_err(|error| SendError(error.into_inner()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.tx().channel.close();
        Poll::Ready(Ok(()))
    }
}

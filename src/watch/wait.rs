//! How readers wait: all for the same, so that every one is woken.

use super::Channel;
use crate::error::TryRecvError;

#[cfg(feature = "std")]
use super::{ConsumerRef, Ref};
#[cfg(feature = "std")]
use crate::error::{RecvError, RecvTimeoutError};
#[cfg(feature = "std")]
use crate::wait::{End, Limit, Signal, Until, WaitQueue, Waiters};
#[cfg(feature = "std")]
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// A reader, and the place that it has entered.
pub(super) struct Reader<'a, T, const R: usize, const NOTIFIES: bool> {
    pub(super) channel: &'a Channel<T, R, NOTIFIES>,
    pub(super) place: usize,
}

impl<T, const R: usize, const NOTIFIES: bool> Clone for Reader<'_, T, R, NOTIFIES> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Copy for Reader<'_, T, R, NOTIFIES> {}

impl<T, const R: usize, const NOTIFIES: bool> Reader<'_, T, R, NOTIFIES> {
    /// Looks for a value that was published after the one seen last.
    pub(super) fn look(self) -> Result<(), TryRecvError> {
        let latest = self.channel.latest.look();
        if latest.place != self.place {
            Ok(())
        } else if latest.is_closed {
            Err(TryRecvError::Closed)
        } else {
            Err(TryRecvError::Empty)
        }
    }
}

#[cfg(feature = "std")]
impl<T, const R: usize, const NOTIFIES: bool> Reader<'_, T, R, NOTIFIES> {
    fn attempt(self) -> Poll<Result<(), RecvError>> {
        match self.look() {
            Ok(()) => Poll::Ready(Ok(())),
            Err(TryRecvError::Closed) => Poll::Ready(Err(RecvError)),
            Err(TryRecvError::Empty) => Poll::Pending,
        }
    }

    pub(super) fn wait(self, limit: impl FnOnce() -> Limit) -> Result<(), RecvTimeoutError> {
        match self.wait_for(Until::Notified, limit, || self.attempt()) {
            Some(found) => found.map_err(RecvTimeoutError::from),
            None => Err(RecvTimeoutError::Timeout),
        }
    }
}

// SAFETY: many may wait here, threads and tasks.
#[cfg(feature = "std")]
unsafe impl<T, const R: usize, const NOTIFIES: bool> End for Reader<'_, T, R, NOTIFIES> {
    type Waiters = WaitQueue;

    fn signal(&self) -> &Signal<WaitQueue> {
        &self.channel.change
    }

    /// Asked where turns are passed on; readers take none.
    fn can_proceed(&self) -> bool {
        false
    }
}

/// The future of [`changed_async`](ConsumerRef::changed_async).
#[cfg(feature = "std")]
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Changed<'b, 'a, T, const R: usize, const NOTIFIES: bool = true> {
    /// `None` once it was ready.
    consumer: Option<&'b mut ConsumerRef<'a, T, R, NOTIFIES>>,
    ticket: <WaitQueue as Waiters>::Ticket,
}

#[cfg(feature = "std")]
impl<'b, 'a, T, const R: usize, const NOTIFIES: bool> Changed<'b, 'a, T, R, NOTIFIES> {
    pub(super) fn new(consumer: &'b mut ConsumerRef<'a, T, R, NOTIFIES>) -> Self {
        Self { consumer: Some(consumer), ticket: None }
    }
}

#[cfg(feature = "std")]
impl<'b, T, const R: usize, const NOTIFIES: bool> Future for Changed<'b, '_, T, R, NOTIFIES> {
    type Output = Result<Ref<'b, T>, RecvError>;

    /// # Panics
    ///
    /// If it is polled again after it was ready.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { consumer, ticket } = &mut *self;
        let reader = consumer.as_ref().expect("a wait was polled again after it was ready").reader();
        let found = ready!(reader.poll_for(Until::Notified, context, ticket, Reader::attempt));
        let consumer = consumer.take();
        Poll::Ready(found.and_then(|()| consumer.map(ConsumerRef::found).ok_or(RecvError)))
    }
}

#[cfg(feature = "std")]
impl<T, const R: usize, const NOTIFIES: bool> Drop for Changed<'_, '_, T, R, NOTIFIES> {
    fn drop(&mut self) {
        if let Some(consumer) = &self.consumer {
            consumer.reader().cancel(&mut self.ticket);
        }
    }
}

#[cfg(feature = "std")]
impl<T, const R: usize, const NOTIFIES: bool> fmt::Debug for Changed<'_, '_, T, R, NOTIFIES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changed").field("is_ready", &self.consumer.is_none()).finish_non_exhaustive()
    }
}

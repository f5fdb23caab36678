//! The future of one who waits: it looks, and leaves a waker while there is nothing to be found.

use super::Look;
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// An end of a channel at which a task can wait.
pub(crate) trait PollEnd: Copy {
    /// What a future keeps of its place among the waiters.
    type Ticket: Default;

    /// Polls `look`; the task is woken when it is worth another look.
    fn poll<R>(&self, context: &mut Context<'_>, ticket: &mut Self::Ticket, look: impl FnMut() -> Look<R>) -> Poll<R>;

    /// Gives up the place of a future that no longer waits.
    fn cancel(&self, ticket: &mut Self::Ticket);
}

/// A future that looks until it is done, and waits in between. It holds no message.
pub(crate) struct Waiting<E: PollEnd, F> {
    end: E,
    ticket: E::Ticket,
    look: F,
}

impl<E: PollEnd, F> Waiting<E, F> {
    #[inline]
    pub(crate) fn new<R>(end: E, look: F) -> Self
    where
        F: FnMut(E) -> Look<R>,
    {
        Self { end, ticket: E::Ticket::default(), look }
    }
}

impl<E: PollEnd, R, F: FnMut(E) -> Look<R>> Future for Waiting<E, F> {
    type Output = R;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        let Self { end, ticket, look } = &mut *self;
        end.poll(context, ticket, || look(*end))
    }
}

// Nothing in it is ever pinned.
impl<E: PollEnd, F> Unpin for Waiting<E, F> {}

impl<E: PollEnd, F> Drop for Waiting<E, F> {
    #[inline]
    fn drop(&mut self) {
        self.end.cancel(&mut self.ticket);
    }
}

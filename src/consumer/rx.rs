//! What a consumer attempts, once for all modes; the public methods and futures call it and add how to wait.

use crate::channel::Channel;
use crate::error::{RecvError, TryRecvError};
use crate::mode::{ForMode, Head, Mode};
use crate::ring::{Missing, Ring as _, Verbs as _};
use crate::sync::give_way;
use crate::wait::{End, Lone, Look, Waiters};
use core::{
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use crate::sync::Instant;

/// A consumer at work: its channel and its head.
pub(crate) struct Rx<'a, T, const N: usize, M: Mode> {
    pub(crate) channel: &'a Channel<T, N, M>,
    pub(crate) head: &'a Head<T, N, M>,
}

// SAFETY: a consumer's view is made from `&mut` of its handle, or only reads, so no other thread uses the head while it
// lives. The channel is shared, and sends `T`s.
unsafe impl<T: Send, const N: usize, M: Mode> Send for Rx<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> Clone for Rx<'_, T, N, M> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const N: usize, M: Mode> Copy for Rx<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> core::fmt::Debug for Rx<'_, T, N, M> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Rx").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// `Rx` as a thing made for a mode.
pub(super) struct RxFor<'a, T, const N: usize>(PhantomData<&'a T>);

impl<'a, T, const N: usize> ForMode for RxFor<'a, T, N> {
    type Of<M: Mode> = Rx<'a, T, N, M>;
}

/// Whether a task has left its waker.
pub(crate) type Ticket = <Lone as Waiters>::Ticket;

impl<'a, T, const N: usize, M: Mode> Rx<'a, T, N, M> {
    #[inline(always)]
    pub(crate) fn try_recv(self) -> Result<T, TryRecvError> {
        self.pop(|missing| match missing {
            Missing::Empty | Missing::Unpublished => TryRecvError::Empty,
            Missing::Closed => TryRecvError::Closed,
        })
    }

    #[inline(always)]
    fn pop<E>(self, error: impl FnOnce(Missing) -> E) -> Result<T, E> {
        let result = self.channel.ring.pop(self.head, error);
        if result.is_ok() {
            self.released();
        }
        result
    }

    /// Wakes a producer if one sleeps; to be called after each release, once for a batch.
    #[inline(always)]
    pub(crate) fn released(self) {
        self.channel.room.notify();
    }

    #[inline(always)]
    pub(crate) fn is_closed(self) -> bool {
        self.channel.ring.is_closed()
    }

    pub(crate) fn len(self) -> usize {
        self.channel.ring.readable(self.head)
    }

    #[cfg(feature = "stats")]
    pub(crate) fn stats(self) -> crate::stats::Stats {
        self.channel.stats(|| self.channel.ring.head_position().wrapping_add(self.len()))
    }

    /// Looks for one message.
    #[inline]
    pub(crate) fn look(self) -> Look<Result<T, RecvError>> {
        self.found(self.pop(|missing| missing))
    }

    /// What an attempt found, for one who waits.
    #[inline]
    pub(crate) fn found<R>(self, attempt: Result<R, Missing>) -> Look<Result<R, RecvError>> {
        match attempt {
            Ok(result) => Look::Done(Ok(result)),
            Err(missing) => self.found_nothing(missing, Err(RecvError)),
        }
    }

    /// What it means to one who waits that there is nothing; `at_the_end` is what it gets if nothing will come.
    #[inline]
    pub(crate) fn found_nothing<R>(self, missing: Missing, at_the_end: R) -> Look<R> {
        match missing {
            // A producer that claimed before the close will publish, and notify unless it is a quiet one.
            Missing::Unpublished if self.channel.was_quiet() => Look::Again,
            Missing::Empty | Missing::Unpublished => Look::Wait,
            Missing::Closed => Look::Done(at_the_end),
        }
    }

    /// Blocks until `look` is done, woken when there may be messages; `None` once the deadline has passed. It is asked for
    /// only if the first look finds nothing.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait<R>(
        self,
        deadline: impl FnOnce() -> Option<Instant>,
        look: impl FnMut() -> Look<R>,
    ) -> Option<R> {
        self.channel.news.wait_until(deadline, look, &self)
    }

    /// The same for one who has just looked and found nothing.
    #[cfg(feature = "std")]
    pub(crate) fn wait_on<R>(self, deadline: Option<Instant>, look: impl FnMut() -> Look<R>) -> Option<R> {
        self.channel.news.wait_on(deadline, look, &self)
    }

    /// Blocks until `look` is done.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait_for_ever<R>(self, mut look: impl FnMut() -> Look<R>) -> R {
        loop {
            if let Some(result) = self.wait(|| None, &mut look) {
                return result;
            }
        }
    }

    /// Polls `look`; the task is woken when there may be messages.
    #[inline]
    pub(crate) fn poll<R>(
        self,
        context: &mut Context<'_>,
        ticket: &mut Ticket,
        look: impl FnMut() -> Look<R>,
    ) -> Poll<R> {
        // SAFETY: as for `Send`: no other thread is this end while the view lives, and a poll is over when it returns.
        let polled = unsafe { self.channel.news.poll_until(context, ticket, look, || false) };
        if polled.is_pending() && !self.may_sleep() {
            context.waker().wake_by_ref();
            give_way();
        }
        polled
    }
}

impl<T, const N: usize, M: Mode> End for Rx<'_, T, N, M> {
    /// There is but one consumer.
    fn could_go_on(&self) -> bool {
        false
    }

    /// Not behind a claim that may be a quiet producer's while others wait for its place. Who comes to wait later tells.
    fn may_sleep(&self) -> bool {
        let channel = self.channel;
        !(channel.was_quiet() && channel.room.is_awaited() && channel.ring.has_claims(self.head))
    }
}

/// A future that looks, and waits for messages while there is nothing to be found. It holds no message.
pub(crate) struct Waiting<'a, T, const N: usize, M: Mode, F> {
    rx: Rx<'a, T, N, M>,
    ticket: Ticket,
    look: F,
}

impl<'a, T, const N: usize, M: Mode, F> Waiting<'a, T, N, M, F> {
    #[inline]
    pub(crate) fn new<R>(rx: Rx<'a, T, N, M>, look: F) -> Self
    where
        F: FnMut(Rx<'a, T, N, M>) -> Look<R>,
    {
        Self { rx, ticket: Ticket::default(), look }
    }
}

impl<'a, T, const N: usize, M: Mode, R, F: FnMut(Rx<'a, T, N, M>) -> Look<R>> Future for Waiting<'a, T, N, M, F> {
    type Output = R;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        let Self { rx, ticket, look } = &mut *self;
        let rx = *rx;
        rx.poll(context, ticket, || look(rx))
    }
}

// Nothing in it is ever pinned.
impl<T, const N: usize, M: Mode, F> Unpin for Waiting<'_, T, N, M, F> {}

impl<T, const N: usize, M: Mode, F> Drop for Waiting<'_, T, N, M, F> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: as in `poll`.
        unsafe { self.rx.channel.news.cancel(&mut self.ticket, || false) };
    }
}

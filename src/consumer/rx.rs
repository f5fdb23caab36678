//! What a consumer attempts, once for all modes; the public methods and futures call it and add how to wait.

use crate::channel::Channel;
use crate::error::{RecvError, TryRecvError};
use crate::message::CrossesThreads;
use crate::mode::{ForMode, Head, Mode};
use crate::ring::{Missing, Ring as _, Verbs as _};
use crate::sync::give_way;
use crate::wait::{Look, PollEnd, Single, Waiters, WaitingEnd};
use core::{
    marker::PhantomData,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;

/// A consumer at work: its channel and its head.
pub(crate) struct Rx<'a, T, const N: usize, M: Mode> {
    pub(crate) channel: &'a Channel<T, N, M>,
    pub(crate) head: &'a Head<T, N, M>,
}

// SAFETY: a consumer's view is made from `&mut` of its handle, or only reads, so no other thread uses the head while it
// lives. The channel is shared, and sends `T`s.
unsafe impl<T: CrossesThreads, const N: usize, M: Mode> Send for Rx<'_, T, N, M> {}

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
pub(crate) type Ticket = <Single as Waiters>::Ticket;

impl<'a, T, const N: usize, M: Mode> Rx<'a, T, N, M> {
    #[inline(always)]
    pub(crate) fn try_recv(self) -> Result<T, TryRecvError> {
        self.pop(Ok, |missing| Err(missing.into()))
    }

    /// Takes the next message, and makes of it, or of its absence, what is returned.
    ///
    /// `missing` may wait; of what it then takes it notifies by itself.
    // PERF: `missing` goes on as it is. In a closure of its own that is not inlined, where several calls share it, what
    // that takes note of is in memory, and stored at every message: one thread, ns to send and receive one, `pipe` 4.9
    // and 3.7, `mpsc` 5.8 and 4.1.
    #[inline(always)]
    pub(super) fn pop<R>(self, found: impl FnOnce(T) -> R, missing: impl FnOnce(Missing) -> R) -> R {
        self.channel.ring.pop(self.head, found, || self.notify_producers(), missing)
    }

    /// Wakes a producer if one sleeps. Called after each release, once for a batch.
    #[inline(always)]
    pub(crate) fn notify_producers(self) {
        self.channel.not_full.notify();
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

    /// Tries to receive one message.
    #[inline]
    pub(crate) fn look(self) -> Look<Result<T, RecvError>> {
        self.pop(|message| Look::Done(Ok(message)), |missing| self.after_miss(missing, Err(RecvError)))
    }

    /// What a waiting receiver does after an attempt.
    #[inline]
    pub(crate) fn found<R>(self, attempt: Result<R, Missing>) -> Look<Result<R, RecvError>> {
        match attempt {
            Ok(result) => Look::Done(Ok(result)),
            Err(missing) => self.after_miss(missing, Err(RecvError)),
        }
    }

    /// What a waiting receiver does after a failed attempt; `when_closed` is its result once the channel is closed and
    /// drained.
    #[inline]
    pub(crate) fn after_miss<R>(self, missing: Missing, when_closed: R) -> Look<R> {
        match missing {
            // A producer that claimed before the close will publish, and notify unless it is a quiet one.
            Missing::Unpublished if self.channel.was_quiet() => Look::Again,
            Missing::Empty | Missing::Unpublished => Look::Wait,
            Missing::Closed => Look::Done(when_closed),
        }
    }

    /// Blocks until `look` is done, woken when there may be messages; `None` once the deadline has passed. It is asked
    /// for only if the first look finds nothing.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait<R>(
        self,
        deadline: impl FnOnce() -> Option<Instant>,
        look: impl FnMut() -> Look<R>,
    ) -> Option<R> {
        self.channel.not_empty.wait_until(deadline, look, &self)
    }

    /// Receives a message, waiting for one, after a first look that found nothing.
    // PERF: it takes the parts of `self`, as `Tx::send_waiting` does.
    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    pub(super) fn recv_waiting(
        channel: &'a Channel<T, N, M>,
        head: &'a Head<T, N, M>,
        deadline: Option<Instant>,
    ) -> Result<T, RecvTimeoutError> {
        let this = Self { channel, head };
        match channel.not_empty.wait_on(deadline, || this.look(), &this) {
            Some(received) => received.map_err(|RecvError| RecvTimeoutError::Closed),
            None => Err(RecvTimeoutError::Timeout),
        }
    }

    /// Blocks until `look` is done.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait_for_ever<R>(self, look: impl FnMut() -> Look<R>) -> R {
        self.channel.not_empty.wait_for_ever(look, &self)
    }
}

impl<T, const N: usize, M: Mode> PollEnd for Rx<'_, T, N, M> {
    type Ticket = Ticket;

    #[inline]
    fn poll<R>(&self, context: &mut Context<'_>, ticket: &mut Ticket, look: impl FnMut() -> Look<R>) -> Poll<R> {
        // SAFETY: as for `Send`: no other thread is this end while the view lives, and a poll is over when it returns.
        let polled = unsafe { self.channel.not_empty.poll_until(context, ticket, look, || false) };
        if polled.is_pending() && !self.may_sleep() {
            context.waker().wake_by_ref();
            give_way();
        }
        polled
    }

    #[inline]
    fn cancel(&self, ticket: &mut Ticket) {
        // SAFETY: as in `poll`.
        unsafe { self.channel.not_empty.cancel(ticket, || false) };
    }
}

impl<T, const N: usize, M: Mode> WaitingEnd for Rx<'_, T, N, M> {
    /// Never: there is one consumer, so nobody is left to pass a wake-up to.
    fn can_proceed(&self) -> bool {
        false
    }

    /// Not while all three hold: a producer has been quiet, another waits for room, and a claimed position is
    /// unpublished. That publish may come without a notification. A producer that starts to wait later notifies the
    /// consumer itself.
    fn may_sleep(&self) -> bool {
        let channel = self.channel;
        !(channel.was_quiet() && channel.not_full.is_awaited() && channel.ring.has_claims(self.head))
    }
}

impl From<Missing> for TryRecvError {
    #[inline(always)]
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::Empty | Missing::Unpublished => Self::Empty,
            Missing::Closed => Self::Closed,
        }
    }
}

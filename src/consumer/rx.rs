//! What a consumer attempts, once for all modes; the public methods and futures call it and add how to wait.

use crate::channel::Core;
use crate::error::{RecvError, TryRecvError};
use crate::ring::{Head, Ring as _};
use crate::sync::{give_way, yield_now};
use crate::wait::{End, Signal, Waiters};
use core::task::Poll;

#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::wait::Limit;

/// A consumer's view of its channel: the right to be that end, in one word.
pub(crate) struct Rx<'a, C>(&'a C);

/// A consumer's entry among those that wait.
pub(crate) type Ticket<C> = <<C as Core>::Consumers as Waiters>::Ticket;

// SAFETY: the view of a lone consumer is used by one thread at a time (`new`'s contract), which may change; that of one
// of many may be used by any. The channel is shared, and sends items.
unsafe impl<C: Core<Item: Send>> Send for Rx<'_, C> {}

impl<C> Clone for Rx<'_, C> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Rx<'_, C> {}

impl<'a, C: Core> Rx<'a, C> {
    /// # Safety
    ///
    /// The caller is a consumer of the channel. A lone one is used by one thread at a time, and between the steps of an
    /// operation of one view no operation of another begins.
    #[inline(always)]
    pub(super) unsafe fn new(channel: &'a C) -> Self {
        Self(channel)
    }

    #[inline(always)]
    pub(crate) fn channel(self) -> &'a C {
        self.0
    }

    /// The consumer's end of the ring.
    #[inline(always)]
    pub(crate) fn head(self) -> Head<'a, C::Ring> {
        // SAFETY: this view is a consumer's (`new`'s contract).
        unsafe { Head::new(self.0.ring()) }
    }

    #[inline(always)]
    pub(crate) fn try_recv(self) -> Result<C::Item, TryRecvError> {
        self.pop(Ok, |missing| Err(self.found_nothing(missing)))
    }

    /// What a receiver does that found nothing and does not wait: it takes an unused turn away from a producer's task
    /// that was woken and not polled, so that those behind it go on.
    #[inline(always)]
    pub(super) fn found_nothing(self, missing: TryRecvError) -> TryRecvError {
        if C::NOTIFIES {
            self.0.not_full().pass_turn();
        }
        missing
    }

    /// Takes the next message; maps it, or its absence, to the result.
    ///
    /// `missing` may wait; it notifies by itself of what it then takes.
    #[inline(always)]
    pub(super) fn pop<R>(self, found: impl FnOnce(C::Item) -> R, missing: impl FnOnce(TryRecvError) -> R) -> R {
        self.head().pop(found, || self.notify_producers(), missing)
    }

    /// Wakes a producer if one sleeps; called after each release, once per batch. Does nothing in a quiet channel.
    #[inline(always)]
    pub(crate) fn notify_producers(self) {
        if C::NOTIFIES {
            self.0.not_full().notify();
        }
    }

    #[inline(always)]
    pub(crate) fn is_closed(self) -> bool {
        self.0.ring().is_closed()
    }

    /// Attempts to find the channel closed.
    pub(super) fn attempt_closed(self) -> Poll<()> {
        if self.is_closed() { Poll::Ready(()) } else { Poll::Pending }
    }

    pub(crate) fn len(self) -> usize {
        self.head().len()
    }

    #[cfg(feature = "stats")]
    pub(crate) fn stats(self) -> crate::stats::Stats {
        self.0.stats(|| self.0.seen_tail(self.len()))
    }

    /// Attempts to receive one message.
    #[inline]
    pub(crate) fn attempt_recv(self) -> Poll<Result<C::Item, RecvError>> {
        self.pop(|message| Poll::Ready(Ok(message)), |missing| self.attempt_failed(missing, Err(RecvError)))
    }

    /// What a waiting receiver does after an attempt.
    #[inline]
    pub(crate) fn attempted<R>(self, attempt: Result<R, TryRecvError>) -> Poll<Result<R, RecvError>> {
        match attempt {
            Ok(result) => Poll::Ready(Ok(result)),
            Err(missing) => self.attempt_failed(missing, Err(RecvError)),
        }
    }

    /// What a waiting receiver does after an attempt that found nothing; `when_closed` is its result once the channel
    /// is closed and drained.
    #[inline]
    pub(crate) fn attempt_failed<R>(self, missing: TryRecvError, when_closed: R) -> Poll<R> {
        match missing {
            TryRecvError::Empty => {
                let must_stay_awake = if C::NOTIFIES { self.0.not_full().pass_turn() } else { self.is_closed() };
                if must_stay_awake {
                    self.stay_awake();
                }
                Poll::Pending
            }
            TryRecvError::Closed => Poll::Ready(when_closed),
        }
    }

    /// Makes a consumer attempt again that must not sleep: a thread does not park, a task is polled again.
    ///
    /// That is so in two cases. A producer's task has the turn while others wait behind it, and may never be polled:
    /// its turn must be passed on until that is over. And in a quiet channel that is closed, a message that was claimed
    /// before the close is still being written, and its producer will wake nobody.
    ///
    /// Among many consumers, all of whom a notification of their own signal would wake, it passes turns on here until
    /// nobody is behind a task: each goes to a waiter that leaves the queue.
    #[cold]
    fn stay_awake(self) {
        loop {
            yield_now();
            give_way(); // LOOM: this goes round until the producer has made its step.
            if !(C::NOTIFIES && C::Consumers::TAKE_TURNS) {
                break self.0.not_empty().notify_all();
            }
            if !self.0.not_full().pass_turn() {
                break;
            }
        }
    }

    /// Receives a message, waiting for one; the limit is asked for only if it has to wait.
    #[cfg(feature = "std")]
    #[inline(always)]
    pub(super) fn recv_by<E>(
        self,
        limit: impl FnOnce() -> Limit,
        error: impl Fn(RecvTimeoutError) -> E,
    ) -> Result<C::Item, E> {
        self.pop(Ok, move |missing| match missing {
            TryRecvError::Closed => Err(error(RecvTimeoutError::Closed)),
            TryRecvError::Empty => self.recv_waiting(limit()).map_err(error),
        })
    }

    /// Receives a message, waiting for one, after a first attempt that found nothing.
    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    fn recv_waiting(self, limit: Limit) -> Result<C::Item, RecvTimeoutError> {
        match self.wait_after(limit, || self.attempt_recv()) {
            Some(received) => received.map_err(|RecvError| RecvTimeoutError::Closed),
            None => Err(RecvTimeoutError::Timeout),
        }
    }
}

// SAFETY: whoever has a view is a consumer; a lone one waits in one operation at a time (`new`'s contract).
unsafe impl<C: Core> End for Rx<'_, C> {
    type Waiters = C::Consumers;

    fn signal(&self) -> &Signal<C::Consumers> {
        self.0.not_empty()
    }

    /// Whether there is a message, or none will come.
    fn can_proceed(&self) -> bool {
        self.len() > 0 || self.is_closed()
    }

    fn notify_other_end(&self) {
        if C::Consumers::TAKE_TURNS {
            self.notify_producers();
        }
    }
}

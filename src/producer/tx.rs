//! What a producer attempts, once for all modes; the public methods and futures call it and add how to wait.

use crate::channel::Core;
use crate::error::{SendError, TrySendError};
use crate::ring::{Ring as _, Tail};
use crate::sync::{give_way, yield_now};
use crate::wait::{End, Signal, Waiters};
use core::task::Poll;

#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::wait::Limit;

/// A producer's view of its channel: the right to be that end, in one word.
pub(crate) struct Tx<'a, C>(&'a C);

/// A producer's entry among those that wait.
pub(crate) type Ticket<C> = <<C as Core>::Producers as Waiters>::Ticket;

// SAFETY: the view of a lone producer is used by one thread at a time (`new`'s contract), which may change; that of one
// of many may be used by any. The channel is shared, and sends items.
unsafe impl<C: Core<Item: Send>> Send for Tx<'_, C> {}

impl<C> Clone for Tx<'_, C> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Tx<'_, C> {}

impl<'a, C: Core> Tx<'a, C> {
    /// # Safety
    ///
    /// The caller is a producer of the channel. A lone one is used by one thread at a time, and between the steps of an
    /// operation of one view no operation of another begins.
    #[inline(always)]
    pub(super) unsafe fn new(channel: &'a C) -> Self {
        Self(channel)
    }

    #[inline(always)]
    pub(crate) fn channel(self) -> &'a C {
        self.0
    }

    /// The producer's end of the ring.
    #[inline(always)]
    pub(crate) fn tail(self) -> Tail<'a, C::Ring> {
        // SAFETY: this view is a producer's (`new`'s contract).
        unsafe { Tail::new(self.0.ring()) }
    }

    #[inline(always)]
    pub(crate) fn try_send(self, message: C::Item) -> Result<(), TrySendError<C::Item>> {
        let sent = self.tail().push(message);
        self.notify_if_sent(sent)
    }

    #[inline(always)]
    pub(crate) fn try_send_array<const K: usize>(
        self,
        messages: [C::Item; K],
    ) -> Result<(), TrySendError<[C::Item; K]>> {
        let sent = self.tail().push_array(messages);
        if K == 0 { sent } else { self.notify_if_sent(sent) }
    }

    #[inline(always)]
    fn notify_if_sent<V>(self, sent: Result<(), TrySendError<V>>) -> Result<(), TrySendError<V>> {
        // PERF: not `sent` as it is, which would be a copy of the value that is not in it.
        match sent {
            Ok(()) => {
                self.notify_consumer();
                Ok(())
            }
            Err(error) => {
                if C::Consumers::TAKE_TURNS && error.is_full() {
                    self.pass_turn();
                }
                Err(error)
            }
        }
    }

    /// What a producer does that found no room: it takes an unused turn away from a consumer's task that was woken and
    /// not polled. Returns whether to repeat it. Does nothing where consumers take no turns.
    #[inline(always)]
    fn pass_turn(self) -> bool {
        C::NOTIFIES && self.0.not_empty().pass_turn()
    }

    /// What a producer does that waits for room, before it may sleep: it passes turns on until no consumer waits behind
    /// a task, which may never be polled. Each goes to a waiter that leaves the queue.
    #[inline(always)]
    pub(super) fn pass_turns(self) {
        while self.pass_turn() {
            yield_now();
            give_way();
        }
    }

    /// Wakes the consumer if it sleeps; called after each publish, once per run. Does nothing in a quiet channel.
    #[inline(always)]
    pub(crate) fn notify_consumer(self) {
        if C::NOTIFIES {
            if C::Consumers::TAKE_TURNS {
                self.0.not_empty().notify_next();
            } else {
                self.0.not_empty().notify();
            }
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
        self.tail().len()
    }

    #[cfg(feature = "stats")]
    pub(crate) fn stats(self) -> crate::stats::Stats {
        self.0.stats(|| self.tail().position())
    }

    /// Tries to send a value if there still is one, and puts it back if it was not sent.
    pub(crate) fn attempt<V>(
        self,
        unsent: &mut Option<V>,
        try_send: impl FnOnce(V) -> Result<(), TrySendError<V>>,
    ) -> Poll<Result<(), SendError<()>>> {
        let Some(value) = unsent.take() else { return Poll::Ready(Ok(())) };
        match try_send(value) {
            Ok(()) => Poll::Ready(Ok(())),
            Err(TrySendError::Full(value)) => {
                *unsent = Some(value);
                self.pass_turns();
                Poll::Pending
            }
            Err(TrySendError::Closed(value)) => {
                *unsent = Some(value);
                Poll::Ready(Err(SendError(())))
            }
        }
    }

    /// Sends a value by `try_send`, waiting for room; the limit is asked for only if it has to wait.
    #[cfg(feature = "std")]
    #[inline(always)]
    pub(crate) fn send_by<V>(
        self,
        value: V,
        try_send: impl Fn(Self, V) -> Result<(), TrySendError<V>>,
        limit: impl FnOnce() -> Limit,
    ) -> Result<(), SendTimeoutError<V>> {
        match try_send(self, value) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(value)) => Err(SendTimeoutError::Closed(value)),
            Err(TrySendError::Full(value)) => self.send_waiting(value, try_send, limit()),
        }
    }

    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    fn send_waiting<V>(
        self,
        value: V,
        try_send: impl Fn(Self, V) -> Result<(), TrySendError<V>>,
        limit: Limit,
    ) -> Result<(), SendTimeoutError<V>> {
        let mut unsent = Some(value);
        let outcome = self.wait_after(limit, || self.attempt(&mut unsent, |value| try_send(self, value)));
        match (unsent, outcome) {
            (None, _) => Ok(()),
            (Some(value), Some(_)) => Err(SendTimeoutError::Closed(value)),
            (Some(value), None) => Err(SendTimeoutError::Timeout(value)),
        }
    }
}

// SAFETY: whoever has a view is a producer; a lone one waits in one operation at a time (`new`'s contract).
unsafe impl<C: Core> End for Tx<'_, C> {
    type Waiters = C::Producers;

    fn signal(&self) -> &Signal<C::Producers> {
        self.0.not_full()
    }

    /// Whether there is room.
    fn can_proceed(&self) -> bool {
        self.len() < self.0.limit()
    }

    fn notify_other_end(&self) {
        self.notify_consumer();
    }
}

/// A send without a deadline has not timed out.
#[cfg(feature = "std")]
#[inline]
pub(super) fn untimed<V>(sent: Result<(), SendTimeoutError<V>>) -> Result<(), SendError<V>> {
    sent.map_err(|error| SendError(error.into_inner()))
}

/// Notifies the consumer at the end of a batch, also by a panic.
pub(super) struct NotifyOnDrop<'a, C: Core>(pub(super) Tx<'a, C>);

impl<C: Core> NotifyOnDrop<'_, C> {
    /// Notifies nobody.
    #[inline]
    pub(super) fn disarm(self) {
        core::mem::forget(self);
    }
}

impl<C: Core> Drop for NotifyOnDrop<'_, C> {
    #[inline]
    fn drop(&mut self) {
        self.0.notify_consumer();
    }
}

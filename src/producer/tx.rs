//! What a producer attempts, once for all modes; the public methods and futures call it and add how to wait.

use crate::channel::Channel;
use crate::error::{SendError, TrySendError};
use crate::message::CrossesThreads;
use crate::mode::{ForMode, Mode, Parts, Tail};
use crate::ring::{Refused, Ring as _, Verbs as _};
use crate::wait::{Look, PollEnd, Waiters, WaitingEnd};
use core::{
    marker::PhantomData,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;

/// A producer at work: its channel, its tail, and whether it notifies.
pub(crate) struct Tx<'a, T, const N: usize, M: Mode> {
    pub(crate) channel: &'a Channel<T, N, M>,
    pub(crate) tail: &'a Tail<T, N, M>,
    is_quiet: bool,
}

// SAFETY: a lone producer's view is made from `&mut` of its handle, or only reads, so no other thread uses the tail
// while it lives; the tail of many producers is `Sync`. The channel is shared, and sends `T`s.
unsafe impl<T: CrossesThreads, const N: usize, M: Mode> Send for Tx<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> Clone for Tx<'_, T, N, M> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const N: usize, M: Mode> Copy for Tx<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> core::fmt::Debug for Tx<'_, T, N, M> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Tx").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// `Tx` as a thing made for a mode.
pub(super) struct TxFor<'a, T, const N: usize>(PhantomData<&'a T>);

impl<'a, T, const N: usize> ForMode for TxFor<'a, T, N> {
    type Of<M: Mode> = Tx<'a, T, N, M>;
}

/// A place in the queue of those that wait for room.
pub(crate) type Ticket<M> = <<M as Parts>::Producers as Waiters>::Ticket;

impl<'a, T, const N: usize, M: Mode> Tx<'a, T, N, M> {
    #[inline(always)]
    pub(crate) fn new(channel: &'a Channel<T, N, M>, tail: &'a Tail<T, N, M>) -> Self {
        Self { channel, tail, is_quiet: false }
    }

    /// The same producer, notifying nobody.
    #[inline(always)]
    pub(crate) fn quiet(self) -> Self {
        Self { is_quiet: true, ..self }
    }

    #[inline(always)]
    pub(crate) fn try_send(self, message: T) -> Result<(), TrySendError<T>> {
        let sent = self.channel.ring.push(self.tail, message);
        self.finish_send(sent)
    }

    #[inline(always)]
    pub(crate) fn try_send_array<const K: usize>(self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>> {
        let sent = self.channel.ring.push_array(self.tail, messages);
        self.finish_send(sent)
    }

    /// Counts a try-operation if it was refused, for the figures.
    #[inline(always)]
    pub(super) fn count_if_refused<R: Outcome>(self, outcome: R) -> R {
        if outcome.is_refused() {
            self.channel.refused.count();
        }
        outcome
    }

    /// Notifies the consumer of what was sent, or names the error.
    #[inline(always)]
    fn finish_send<V>(self, result: Result<(), (Refused, V)>) -> Result<(), TrySendError<V>> {
        match result {
            Ok(()) => {
                self.notify_consumer();
                Ok(())
            }
            Err((refused, value)) => Err(refused.hand_back(value)),
        }
    }

    /// Wakes the consumer if it sleeps. Called after each publish, once for a run; does nothing for a quiet producer.
    #[inline(always)]
    pub(crate) fn notify_consumer(self) {
        if !self.is_quiet {
            self.channel.not_empty.notify();
        }
    }

    /// Notifies the consumer if quiet producers may have sent without notifying; called by whoever waits for room, or
    /// has waited.
    pub(super) fn notify_of_quiet_messages(self) {
        if self.channel.was_quiet() {
            self.notify_consumer();
        }
    }

    #[inline(always)]
    pub(crate) fn is_closed(self) -> bool {
        self.channel.ring.is_closed()
    }

    pub(crate) fn len(self) -> usize {
        self.channel.ring.occupied(self.tail)
    }

    #[cfg(feature = "stats")]
    pub(crate) fn stats(self) -> crate::stats::Stats {
        self.channel.stats(|| self.channel.ring.tail_position(self.tail))
    }

    /// Tries to send a value, if there is one left; puts it back if it was not sent.
    pub(crate) fn look_to_send<V>(
        unsent: &mut Option<V>,
        attempt: impl FnOnce(V) -> Result<(), TrySendError<V>>,
    ) -> Look<Result<(), SendError<()>>> {
        let Some(value) = unsent.take() else { return Look::Done(Ok(())) };
        match attempt(value) {
            Ok(()) => Look::Done(Ok(())),
            Err(TrySendError::Full(value)) => {
                *unsent = Some(value);
                Look::Wait
            }
            Err(TrySendError::Closed(value)) => {
                *unsent = Some(value);
                Look::Done(Err(SendError(())))
            }
        }
    }

    /// Blocks until `look` is done, woken when there may be room; `None` once the deadline has passed. It is asked for
    /// only if the first look finds nothing.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait<R>(
        self,
        deadline: impl FnOnce() -> Option<Instant>,
        look: impl FnMut() -> Look<R>,
    ) -> Option<R> {
        self.channel.not_full.wait_until(deadline, look, &self)
    }

    /// Blocks until `look` is done.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait_for_ever<R>(self, look: impl FnMut() -> Look<R>) -> R {
        self.channel.not_full.wait_for_ever(look, &self)
    }

    /// Sends a value by `attempt`, waiting for room; the deadline is asked for only if it has to wait.
    // PERF: always part of `send`: where the compiler made a function of this, `self` was passed in memory, three
    // stores a message. Blocking `mpsc` with one producer, M messages/s, classes A / B, 135 / 74 and 183 / 79.
    #[cfg(feature = "std")]
    #[inline(always)]
    pub(crate) fn send_by<V>(
        self,
        value: V,
        attempt: impl Fn(Self, V) -> Result<(), TrySendError<V>>,
        deadline: impl FnOnce() -> Option<Instant>,
    ) -> Result<(), SendTimeoutError<V>> {
        match attempt(self, value) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(value)) => Err(SendTimeoutError::Closed(value)),
            Err(TrySendError::Full(value)) => Self::send_waiting(self.channel, self.tail, value, attempt, deadline()),
        }
    }

    // PERF: it takes the parts of `self`, and an attempt that is a function, since what is passed in memory would be
    // stored before every attempt, and stores of messages wait in line behind those. Blocking, N = 1024, class B, M
    // messages/s, with three stores a message more and without: spsc 128 and 214, pipe 102 and 215, mpsc 39 and 62.
    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    fn send_waiting<V>(
        channel: &'a Channel<T, N, M>,
        tail: &'a Tail<T, N, M>,
        value: V,
        attempt: impl Fn(Self, V) -> Result<(), TrySendError<V>>,
        deadline: Option<Instant>,
    ) -> Result<(), SendTimeoutError<V>> {
        let this = Self::new(channel, tail);
        let mut unsent = Some(value);
        let look = || Self::look_to_send(&mut unsent, |value| attempt(this, value));
        let outcome = channel.not_full.wait_on(deadline, look, &this);
        match (unsent, outcome) {
            (None, _) => Ok(()),
            (Some(value), Some(_)) => Err(SendTimeoutError::Closed(value)),
            (Some(value), None) => {
                channel.refused.count();
                this.notify_of_quiet_messages(); // Its time may have been up before it came to sleep.
                Err(SendTimeoutError::Timeout(value))
            }
        }
    }
}

impl<T, const N: usize, M: Mode> PollEnd for Tx<'_, T, N, M> {
    type Ticket = Ticket<M>;

    #[inline]
    fn poll<R>(&self, context: &mut Context<'_>, ticket: &mut Ticket<M>, look: impl FnMut() -> Look<R>) -> Poll<R> {
        // SAFETY: as for `Send`: no other thread is a lone end while its view lives, and a poll is over when it
        // returns.
        let polled = unsafe { self.channel.not_full.poll_until(context, ticket, look, || self.can_proceed()) };
        if polled.is_pending() {
            self.notify_of_quiet_messages();
        }
        polled
    }

    #[inline]
    fn cancel(&self, ticket: &mut Ticket<M>) {
        // SAFETY: as in `poll`.
        unsafe { self.channel.not_full.cancel(ticket, || self.can_proceed()) };
    }
}

impl<T, const N: usize, M: Mode> WaitingEnd for Tx<'_, T, N, M> {
    /// Whether there is room. If not, those that are left wait for the consumer.
    fn can_proceed(&self) -> bool {
        let has_room = self.len() < N;
        if !has_room {
            self.notify_of_quiet_messages();
        }
        has_room
    }

    /// Always, once the consumer has been notified of quiet messages that may fill the ring.
    fn may_sleep(&self) -> bool {
        self.notify_of_quiet_messages();
        true
    }
}

impl Refused {
    /// The error of a try-operation that was refused: it gives the value back.
    #[inline(always)]
    pub(super) fn hand_back<V>(self, value: V) -> TrySendError<V> {
        match self {
            Self::Full => TrySendError::Full(value),
            Self::Closed => TrySendError::Closed(value),
        }
    }
}

/// How a try-operation ended.
pub(super) trait Outcome {
    /// Whether nothing was sent because the ring was full.
    fn is_refused(&self) -> bool;
}

impl<R, V> Outcome for Result<R, TrySendError<V>> {
    #[inline(always)]
    fn is_refused(&self) -> bool {
        matches!(self, Err(TrySendError::Full(_)))
    }
}

impl Outcome for Result<usize, Refused> {
    #[inline(always)]
    fn is_refused(&self) -> bool {
        matches!(self, Err(Refused::Full))
    }
}

/// A send without an end to its waiting has not timed out.
#[cfg(feature = "std")]
#[inline]
pub(super) fn for_ever<V>(sent: Result<(), SendTimeoutError<V>>) -> Result<(), SendError<V>> {
    sent.map_err(|error| SendError(error.into_inner()))
}

/// Notifies the consumer at the end of a batch, panic or not.
pub(super) struct NotifyOnDrop<'a, T, const N: usize, M: Mode>(pub(super) Tx<'a, T, N, M>);

impl<T, const N: usize, M: Mode> NotifyOnDrop<'_, T, N, M> {
    /// Notifies nobody.
    #[inline]
    pub(super) fn disarm(self) {
        core::mem::forget(self);
    }
}

impl<T, const N: usize, M: Mode> Drop for NotifyOnDrop<'_, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        self.0.notify_consumer();
    }
}

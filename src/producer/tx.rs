//! What a producer attempts, once for all modes; the public methods and futures call it and add how to wait.

use crate::channel::Channel;
use crate::error::{SendError, TrySendError};
use crate::mode::{ForMode, Mode, Parts, Tail};
use crate::ring::{Refused, Ring as _, Verbs as _};
use crate::wait::{End, Look, Waiters};
use core::{
    future::Future,
    marker::PhantomData,
    pin::Pin,
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

// SAFETY: a lone producer's view is made from `&mut` of its handle, or only reads, so no other thread uses the tail while
// it lives; the tail of many producers is `Sync`. The channel is shared, and sends `T`s.
unsafe impl<T: Send, const N: usize, M: Mode> Send for Tx<'_, T, N, M> {}

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
        self.sent(sent)
    }

    #[inline(always)]
    pub(crate) fn try_send_array<const K: usize>(self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>> {
        let sent = self.channel.ring.push_array(self.tail, messages);
        self.sent(sent)
    }

    /// A try-operation is over: counts it if it was refused.
    #[inline(always)]
    pub(super) fn tried<R: Tried>(self, outcome: R) -> R {
        if outcome.is_refused() {
            self.channel.refused.count();
        }
        outcome
    }

    /// Notifies the consumer of what was sent, or names the error.
    #[inline(always)]
    fn sent<V>(self, result: Result<(), (Refused, V)>) -> Result<(), TrySendError<V>> {
        match result {
            Ok(()) => {
                self.published();
                Ok(())
            }
            Err((Refused::Full, value)) => Err(TrySendError::Full(value)),
            Err((Refused::Closed, value)) => Err(TrySendError::Closed(value)),
        }
    }

    /// Wakes the consumer if it sleeps; to be called after each publish, once for a batch.
    #[inline(always)]
    pub(crate) fn published(self) {
        if !self.is_quiet {
            self.channel.news.notify();
        }
    }

    /// Wakes the consumer if quiet producers may have sent what it has not heard of; for one who waits, or has waited, for it.
    pub(super) fn tell_of_quiet_ones(self) {
        if self.channel.was_quiet() {
            self.published();
        }
    }

    #[inline(always)]
    pub(crate) fn is_closed(self) -> bool {
        self.channel.ring.is_closed_to(self.tail)
    }

    pub(crate) fn len(self) -> usize {
        self.channel.ring.occupied(self.tail)
    }

    #[cfg(feature = "stats")]
    pub(crate) fn stats(self) -> crate::stats::Stats {
        self.channel.stats(|| self.channel.ring.tail_position(self.tail))
    }

    /// Looks whether a value, if there is one left, can be sent; leaves it where it is if not.
    pub(crate) fn look<V>(
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

    /// Blocks until `look` is done, woken when there may be room; `None` once the deadline has passed. It is asked for only
    /// if the first look finds nothing.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait<R>(
        self,
        deadline: impl FnOnce() -> Option<Instant>,
        look: impl FnMut() -> Look<R>,
    ) -> Option<R> {
        self.channel.room.wait_until(deadline, look, &self)
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

    /// Polls `look`; the task is woken when there may be room.
    #[inline]
    pub(crate) fn poll<R>(
        self,
        context: &mut Context<'_>,
        ticket: &mut Ticket<M>,
        look: impl FnMut() -> Look<R>,
    ) -> Poll<R> {
        // SAFETY: as for `Send`: no other thread is a lone end while its view lives, and a poll is over when it returns.
        let polled = unsafe { self.channel.room.poll_until(context, ticket, look, || self.could_go_on()) };
        if polled.is_pending() {
            self.tell_of_quiet_ones();
        }
        polled
    }

    /// Gives up the place of a future that waits no more.
    #[inline]
    pub(crate) fn cancel(self, ticket: &mut Ticket<M>) {
        // SAFETY: as in `poll`.
        unsafe { self.channel.room.cancel(ticket, || self.could_go_on()) };
    }

    /// Sends a value by `attempt`, waiting for room; the deadline is asked for only if it has to wait.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn send_by<V>(
        self,
        value: V,
        mut attempt: impl FnMut(V) -> Result<(), TrySendError<V>>,
        deadline: impl FnOnce() -> Option<Instant>,
    ) -> Result<(), SendTimeoutError<V>> {
        match attempt(value) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(value)) => Err(SendTimeoutError::Closed(value)),
            Err(TrySendError::Full(value)) => self.send_waiting(value, attempt, deadline()),
        }
    }

    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    fn send_waiting<V>(
        self,
        value: V,
        mut attempt: impl FnMut(V) -> Result<(), TrySendError<V>>,
        deadline: Option<Instant>,
    ) -> Result<(), SendTimeoutError<V>> {
        let mut unsent = Some(value);
        let look = || Self::look(&mut unsent, &mut attempt);
        let outcome = self.channel.room.wait_on(deadline, look, &self);
        match (unsent, outcome) {
            (None, _) => Ok(()),
            (Some(value), Some(_)) => Err(SendTimeoutError::Closed(value)),
            (Some(value), None) => {
                self.channel.refused.count();
                self.tell_of_quiet_ones(); // Its time may have been up before it came to sleep.
                Err(SendTimeoutError::Timeout(value))
            }
        }
    }
}

impl<T, const N: usize, M: Mode> End for Tx<'_, T, N, M> {
    /// Whether there is room. If not, those that are left wait for the consumer.
    fn could_go_on(&self) -> bool {
        let has_room = self.len() < N;
        if !has_room {
            self.tell_of_quiet_ones();
        }
        has_room
    }

    /// It may, once the consumer knows of what quiet producers have filled the ring with.
    fn may_sleep(&self) -> bool {
        self.tell_of_quiet_ones();
        true
    }
}

/// How a try-operation went.
pub(super) trait Tried {
    /// Whether nothing was sent because the ring was full.
    fn is_refused(&self) -> bool;
}

impl<R, V> Tried for Result<R, TrySendError<V>> {
    #[inline(always)]
    fn is_refused(&self) -> bool {
        matches!(self, Err(TrySendError::Full(_)))
    }
}

impl Tried for Result<usize, Refused> {
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
        self.0.published();
    }
}

/// A future that looks, and waits for room while there is nothing to be found. It holds no message.
pub(crate) struct Waiting<'a, T, const N: usize, M: Mode, F> {
    tx: Tx<'a, T, N, M>,
    ticket: Ticket<M>,
    look: F,
}

impl<'a, T, const N: usize, M: Mode, F> Waiting<'a, T, N, M, F> {
    pub(crate) fn new<R>(tx: Tx<'a, T, N, M>, look: F) -> Self
    where
        F: FnMut(Tx<'a, T, N, M>) -> Look<R>,
    {
        Self { tx, ticket: Ticket::<M>::default(), look }
    }
}

impl<'a, T, const N: usize, M: Mode, R, F: FnMut(Tx<'a, T, N, M>) -> Look<R>> Future for Waiting<'a, T, N, M, F> {
    type Output = R;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        let Self { tx, ticket, look } = &mut *self;
        let tx = *tx;
        tx.poll(context, ticket, || look(tx))
    }
}

// Nothing in it is ever pinned.
impl<T, const N: usize, M: Mode, F> Unpin for Waiting<'_, T, N, M, F> {}

impl<T, const N: usize, M: Mode, F> Drop for Waiting<'_, T, N, M, F> {
    #[inline]
    fn drop(&mut self) {
        self.tx.cancel(&mut self.ticket);
    }
}

//! An end of a channel, as this folder sees it, and the future of one that waits there.

use super::{Signal, Until, Waiters, budget::within_budget, panics::call_all};
use core::{
    mem,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use super::{Limit, Slept, backoff::Backoff};
#[cfg(feature = "std")]
use crate::sync::Instant;

/// What a future keeps of its place among the waiters of an end.
pub(crate) type Ticket<E> = <<E as End>::Waiters as Waiters>::Ticket;

/// One end of a channel, with the ways to wait there.
///
/// Every way takes an `attempt`. It may be called any number of times, may notify any signal, also the end's own, and
/// may run code of others that comes back to this end.
///
/// # Safety
///
/// Whoever has a value is that end: at a lone end no other thread waits at its signal while one thread uses the value.
pub(crate) unsafe trait End: Copy {
    /// Who can wait here.
    type Waiters: Waiters;

    /// Where the end waits.
    fn signal(&self) -> &Signal<Self::Waiters>;

    /// Whether a waiter at this end could proceed now. Asked outside any lock by a waiter that leaves while others are
    /// queued: if so, it passes its wake-up on.
    fn can_proceed(&self) -> bool;

    /// Notifies the other end, which then finds nothing and calls [`Signal::pass_turn`].
    ///
    /// Called by a waiter that passed its turn on to a task while others stay queued behind that task. The other end
    /// may be asleep by then, and nobody else would take an unused turn away. The default is right where a
    /// [`Single`](super::Single) waits.
    fn notify_other_end(&self) {}

    /// Blocks until `attempt` succeeds; `None` once the deadline has passed. The limit is asked for only if the
    /// first attempt fails.
    #[cfg(feature = "std")]
    #[inline]
    fn wait_until<R>(self, limit: impl FnOnce() -> Limit, mut attempt: impl FnMut() -> Poll<R>) -> Option<R> {
        match attempt() {
            Poll::Ready(result) => Some(result),
            Poll::Pending => self.wait_after(limit(), attempt),
        }
    }

    /// Blocks until `attempt` succeeds.
    #[cfg(feature = "std")]
    #[inline]
    fn wait<R>(self, mut attempt: impl FnMut() -> Poll<R>) -> R {
        // Without a deadline the first round returns; the loop avoids a panic.
        loop {
            if let Some(result) = self.wait_until(|| Limit::Never, &mut attempt) {
                return result;
            }
        }
    }

    /// [`wait_until`](Self::wait_until) after a first attempt that failed.
    #[cfg(feature = "std")]
    #[cold]
    fn wait_after<R>(self, limit: Limit, mut attempt: impl FnMut() -> Poll<R>) -> Option<R> {
        if limit == Limit::Now {
            return None;
        }
        let deadline = limit.instant();
        let signal = self.signal();
        let has_passed = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let mut is_late = has_passed();
        let mut backoff = Backoff::new(signal.peer.was_seen());
        let mut has_slept = false;
        let result = loop {
            let is_spinning = !is_late && backoff.pause();
            // The clock is read before the attempt, so that what came in time is found; and not between spins, which
            // are short.
            is_late = is_late || (backoff.has_yielded() && has_passed());
            match attempt() {
                Poll::Ready(result) => break Some(result),
                Poll::Pending if is_late => break None,
                Poll::Pending if is_spinning => {}
                Poll::Pending => match sleep(self, Until::Turn, deadline, &mut attempt) {
                    Slept::Done(result) => break Some(result),
                    Slept::TimedOut => break None,
                    Slept::Woken => has_slept = true,
                },
            }
        };
        let was_peer_seen = result.is_some() && !has_slept;
        if was_peer_seen != signal.peer.was_seen() {
            signal.peer.note(was_peer_seen); // Notifiers read this cache line, so it is written only on a change.
        }
        result
    }

    /// Blocks until `attempt`, which takes nothing from other waiters, succeeds; `None` once the deadline has passed.
    ///
    /// In a [`WaitQueue`](super::WaitQueue) such a waiter takes no turn, and one for the close costs notifiers nothing.
    /// A
    /// [`Single`](super::Single) one is woken by every notification, and waits again.
    #[cfg(feature = "std")]
    fn wait_for<R>(
        self,
        until: Until,
        limit: impl FnOnce() -> Limit,
        mut attempt: impl FnMut() -> Poll<R>,
    ) -> Option<R> {
        if let Poll::Ready(result) = attempt() {
            return Some(result);
        }
        let limit = limit();
        if limit == Limit::Now {
            return None;
        }
        loop {
            match sleep(self, until, limit.instant(), &mut attempt) {
                Slept::Done(result) => return Some(result),
                Slept::TimedOut => return None,
                Slept::Woken => {}
            }
        }
    }

    /// Polls `attempt`; while it fails, the task is woken when it is worth another.
    #[inline]
    fn poll<R>(
        self,
        context: &mut Context<'_>,
        ticket: &mut Ticket<Self>,
        mut attempt: impl FnMut(Self) -> Poll<R>,
    ) -> Poll<R> {
        within_budget(context, |context| match attempt(self) {
            Poll::Ready(result) => {
                self.cancel(ticket);
                Poll::Ready(result)
            }
            Poll::Pending => self.poll_after(context, ticket, attempt),
        })
    }

    /// [`poll`](Self::poll) after a first attempt that failed, without an executor's budget.
    #[inline]
    fn poll_after<R>(
        self,
        context: &mut Context<'_>,
        ticket: &mut Ticket<Self>,
        mut attempt: impl FnMut(Self) -> Poll<R>,
    ) -> Poll<R> {
        let mut place = Ticket::<Self>::default();
        poll_waiting(self, context, Moved::new(ticket, &mut place).here, &mut attempt)
    }

    /// Polls `attempt`, which takes nothing from other waiters: see [`wait_for`](Self::wait_for).
    fn poll_for<R>(
        self,
        until: Until,
        context: &mut Context<'_>,
        ticket: &mut Ticket<Self>,
        mut attempt: impl FnMut(Self) -> Poll<R>,
    ) -> Poll<R> {
        let signal = self.signal();
        let mut polled = attempt(self);
        if polled.is_pending() {
            // SAFETY: whoever has a value of this type is the end.
            polled = unsafe { signal.waiters.poll(&signal.word, until, context, ticket, &mut || attempt(self)) };
        }
        if polled.is_ready() {
            self.cancel(ticket);
        }
        polled
    }

    /// Gives up the place of a future that no longer waits.
    #[inline]
    fn cancel(self, ticket: &mut Ticket<Self>) {
        if Self::Waiters::is_waiting(ticket) {
            cancel_waiting(self, mem::take(ticket));
        }
    }
}

/// A value that is in another place until this is dropped.
///
/// It lets a cold path work on what a future keeps.
// PERF: only the other place's address is passed on, so the value itself may be in a register.
pub(crate) struct Moved<'a, V> {
    home: &'a mut V,
    pub(crate) here: &'a mut V,
}

impl<'a, V> Moved<'a, V> {
    /// Swaps the two values; the drop swaps them back.
    #[inline]
    pub(crate) fn new(home: &'a mut V, here: &'a mut V) -> Self {
        mem::swap(home, here);
        Self { home, here }
    }
}

impl<V> Drop for Moved<'_, V> {
    #[inline]
    fn drop(&mut self) {
        mem::swap(self.home, self.here);
    }
}

/// [`End::poll`] after a first attempt that failed.
#[cold]
fn poll_waiting<E: End, R>(
    end: E,
    context: &mut Context<'_>,
    ticket: &mut Ticket<E>,
    attempt: &mut impl FnMut(E) -> Poll<R>,
) -> Poll<R> {
    let signal = end.signal();
    let mut polled = Poll::Pending;
    if signal.peer.pause() {
        polled = attempt(end);
        signal.peer.note(polled.is_ready());
    }
    if polled.is_pending() {
        // SAFETY: whoever has a value of this type is the end.
        polled = unsafe { signal.waiters.poll(&signal.word, Until::Turn, context, ticket, &mut || attempt(end)) };
        signal.peer.note(polled.is_ready());
    }
    if polled.is_ready() {
        end.cancel(ticket);
    }
    polled
}

#[cfg(feature = "std")]
fn sleep<E: End, R>(end: E, until: Until, deadline: Option<Instant>, attempt: &mut dyn FnMut() -> Poll<R>) -> Slept<R> {
    let signal = end.signal();
    signal.waiters.sleep(&signal.word, until, deadline, attempt, &|| pass_on(end))
}

// PERF: never inlined, so that no address of `end` or `ticket` is taken where the attempt succeeds at once.
#[inline(never)]
fn cancel_waiting<E: End>(end: E, ticket: Ticket<E>) {
    let signal = end.signal();
    // SAFETY: whoever has a value of this type is the end.
    unsafe { signal.waiters.cancel(&signal.word, ticket, &|| pass_on(end)) };
}

/// Wakes the next waiter if it could proceed.
fn pass_on<E: End>(end: E) {
    if !end.can_proceed() {
        return;
    }
    let signal = end.signal();
    let notify_other_end = || {
        if signal.is_turn_held() {
            end.notify_other_end();
        }
    };
    // Whether or not a waker panics: the turn may then have gone to another task.
    let calls: [&dyn Fn(); 2] = [&|| signal.waiters.wake(&signal.word), &notify_other_end];
    call_all(calls.into_iter());
}

/// A future's place among those that wait at an end; given up when it is dropped. It holds no message.
pub(crate) struct Waiting<E: End> {
    end: E,
    ticket: Ticket<E>,
}

impl<E: End> Waiting<E> {
    #[inline]
    pub(crate) fn at(end: E) -> Self {
        Self { end, ticket: Ticket::<E>::default() }
    }

    /// The end itself.
    pub(crate) fn end(&self) -> E {
        self.end
    }

    /// [`End::poll`]
    #[inline]
    pub(crate) fn poll<R>(&mut self, context: &mut Context<'_>, attempt: impl FnMut(E) -> Poll<R>) -> Poll<R> {
        self.end.poll(context, &mut self.ticket, attempt)
    }

    /// [`End::poll_for`]
    pub(crate) fn poll_for<R>(
        &mut self,
        until: Until,
        context: &mut Context<'_>,
        attempt: impl FnMut(E) -> Poll<R>,
    ) -> Poll<R> {
        self.end.poll_for(until, context, &mut self.ticket, attempt)
    }
}

// Nothing in it is ever pinned.
impl<E: End> Unpin for Waiting<E> {}

impl<E: End> Drop for Waiting<E> {
    #[inline]
    fn drop(&mut self) {
        self.end.cancel(&mut self.ticket);
    }
}

/// A future that has a name: what it returns, how it is polled, and one fact to show of what it holds, if any.
macro_rules! named_future {
    (impl[$($generics:tt)*] $name:ident[$($arguments:tt)*] -> $output:ty {
        |$this:ident, $context:ident| $polled:expr
        $(, $fact:ident: |$shown:ident| $value:expr)?
    }) => {
        impl<$($generics)*> core::future::Future for $name<$($arguments)*> {
            type Output = $output;

            #[inline]
            fn poll(self: core::pin::Pin<&mut Self>, $context: &mut core::task::Context<'_>) -> core::task::Poll<$output> {
                let $this = self.get_mut();
                $polled
            }
        }

        // Nothing in it is ever pinned.
        impl<$($generics)*> Unpin for $name<$($arguments)*> {}

        impl<$($generics)*> core::fmt::Debug for $name<$($arguments)*> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $(let $shown = self;)?
                f.debug_struct(stringify!($name))$(.field(stringify!($fact), &$value))?.finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use named_future;

//! Waiting at several ends at once, by one thread or one task, for whichever can proceed first.
//!
//! # Why no wake-up is lost
//!
//! A waiter
//! 1. looks at all ends;
//! 2. leaves its waker at each of them, which announces it there, and passes **one** fence for all, the heaviest that
//!    any announcement owes ([`Debt`]);
//! 3. looks at all ends again;
//! 4. sleeps until its waker is called, then goes to step 1.
//!
//! For each end alone this is the argument at [`Signal`]: announce, fence, attempt. That announcements at other ends
//! lie between the two changes nothing. Only ends with one handle owe: the waiter has them exclusively, so nobody else
//! announces there before the fence; an end with many passes it under its lock.
//!
//! An announcement that still stands at step 2 has had its fence. If a notifier has taken it but is not seen yet, that
//! notifier calls the waker later, and the waiter comes to step 2 again, where it sees that the announcement is gone.
//!
//! A thread's waker is a parker, which is counted: a notifier may call it when the waiter is long gone.

#[cfg(feature = "std")]
mod parker;

use super::{End, Signal, Waiters, fence, signal::refused};
use crate::sync::{HintCount, Ordering, fence as full_fence, initial_state};
use core::task::{Context, Poll, Waker};

#[cfg(feature = "std")]
use super::{Limit, backoff::Backoff};
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use parker::Bed;

/// Several things to wait for, or one of them: an arm of a select.
#[diagnostic::on_unimplemented(message = "`{Self}` is no arm of a select", label = "this is not an arm")]
pub trait Several {
    /// What the one that is chosen gives.
    type Output;

    /// One attempt at all of them, until one succeeds.
    fn look(&mut self) -> Poll<Self::Output>;

    /// Leaves a waker at every end; see [`Waiters::leave`].
    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt);

    /// Shows every end that it waits at.
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place))
    where
        Self: Sized;

    /// The first instant at which one succeeds without a notification.
    #[cfg(feature = "std")]
    fn deadline(&self) -> Option<Instant> {
        None
    }
}

/// How often a select has chosen this end: what decides with which arm the next one begins.
///
/// The end alone writes it, for each message, so it lies on another cache line than the word, which notifiers read.
#[derive(Debug)]
#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), repr(align(64)))]
pub(super) struct Chosen(HintCount);

initial_state!(impl[] Chosen = Self(HintCount::new(0)));

impl Chosen {
    pub(super) fn get(&self) -> u32 {
        // ORDERING: Relaxed; it decides the order of looks, and guards nothing.
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn step(&self) {
        // ORDERING: Relaxed; as in `get`. Handles of an end with many that select at once may lose a step.
        self.0.store(self.get().wrapping_add(1), Ordering::Relaxed);
    }

    pub(super) fn reset(&self) {
        // ORDERING: Relaxed; as in `get`.
        self.0.store(0, Ordering::Relaxed);
    }
}

/// An end as one who waits at several sees it, whoever waits there.
pub trait Place {
    /// How often a select has chosen it.
    fn chosen(&self) -> u32;

    /// Counts that a select has chosen it.
    fn choose(&self);

    /// Whether the other end was active lately.
    fn was_peer_seen(&self) -> bool;

    /// Notes whether the other end is active.
    fn note_peer(&self, was_seen: bool);

    /// Pauses a task for a moment if the other end was active. Returns whether it did.
    fn pause(&self) -> bool;

    /// Counts a sleep.
    fn parked(&self);

    /// Makes notifiers fence, since the kernel refuses to.
    fn refuse(&self);
}

impl<W: Waiters> Place for Signal<W> {
    #[inline(always)]
    fn chosen(&self) -> u32 {
        self.chosen.get()
    }

    #[inline(always)]
    fn choose(&self) {
        self.chosen.step();
    }

    fn was_peer_seen(&self) -> bool {
        self.peer.was_seen()
    }

    fn note_peer(&self, was_seen: bool) {
        if self.peer.was_seen() != was_seen {
            self.peer.note(was_seen); // Notifiers read this cache line, so it is written only on a change.
        }
    }

    fn pause(&self) -> bool {
        self.peer.pause()
    }

    fn parked(&self) {
        self.waiters.counts().parked();
    }

    fn refuse(&self) {
        refused(&self.word);
    }
}

/// The fence that an announcer must still pass before it attempts; the heavier includes the lighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[must_use]
pub(super) enum Owed {
    Nothing,
    Fence,
    HeavyFence,
}

impl Owed {
    /// Passes the fence; `false` if the kernel refuses it, and the caller must say so in every word that owed it.
    pub(super) fn pay(self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Fence => {
                // ORDERING: SeqCst; pairs with the fence in `notify_slow`, which every notifier passes (point 2 at
                // `Signal`).
                full_fence(Ordering::SeqCst);
                true
            }
            Self::HeavyFence => fence::heavy(),
        }
    }
}

/// The fence that announcements at several ends still owe.
#[derive(Debug)]
pub struct Debt(Owed);

impl Debt {
    pub(super) fn add(&mut self, owed: Owed) {
        self.0 = self.0.max(owed);
    }

    fn pay(&mut self) -> bool {
        core::mem::replace(&mut self.0, Owed::Nothing).pay()
    }
}

impl Drop for Debt {
    /// Pays after a waker that panicked while others were announced: the credit that they left promises it.
    fn drop(&mut self) {
        if !self.pay() {
            #[cfg(feature = "std")]
            crate::sync::sleep(super::signal::AFTER_REFUSAL);
        }
    }
}

/// [`Several::leave`] at one end.
pub(crate) fn leave<E: End>(
    end: E,
    waker: &Waker,
    stays: bool,
    ticket: &mut <E::Waiters as Waiters>::Ticket,
    debt: &mut Debt,
) {
    let signal = end.signal();
    // SAFETY: whoever has a value of this type is the end.
    unsafe { signal.waiters.leave(&signal.word, waker, stays, ticket, debt) };
}

/// Takes back what was left at one end, and passes a turn on that was not used.
pub(crate) fn retract<E: End>(end: E, ticket: &mut <E::Waiters as Waiters>::Ticket) {
    end.cancel(ticket);
}

/// Steps 2 and 3.
fn leave_and_look<S: Several>(several: &mut S, waker: &Waker, stays: bool) -> Poll<S::Output> {
    let mut debt = Debt(Owed::Nothing);
    several.leave(waker, stays, &mut debt);
    if !debt.pay() {
        several.visit(&mut |place| place.refuse());
    }
    several.look()
}

fn note_peers<S: Several>(several: &S, were_seen: bool) {
    several.visit(&mut |place| place.note_peer(were_seen));
}

/// Polls; while nothing succeeds, the task is woken when another look is worth it.
pub(crate) fn poll_several<S: Several>(several: &mut S, context: &mut Context<'_>) -> Poll<S::Output> {
    #[cfg(feature = "tokio")]
    return super::budget::within_budget(context, |context| poll(several, context));
    #[cfg(not(feature = "tokio"))]
    poll(several, context)
}

/// [`poll_several`] without an executor's budget.
fn poll<S: Several>(several: &mut S, context: &mut Context<'_>) -> Poll<S::Output> {
    let looked = several.look();
    if looked.is_ready() { looked } else { poll_after(several, context) }
}

#[cold]
fn poll_after<S: Several>(several: &mut S, context: &mut Context<'_>) -> Poll<S::Output> {
    let mut has_paused = false;
    several.visit(&mut |place| has_paused = has_paused || place.pause());
    let mut looked = if has_paused { several.look() } else { Poll::Pending };
    if looked.is_pending() {
        looked = leave_and_look(several, context.waker(), false);
    }
    note_peers(several, looked.is_ready());
    if looked.is_pending() {
        several.visit(&mut |place| place.parked());
    }
    looked
}

/// Blocks until one succeeds, after a look that failed; `None` once the limit has passed.
///
/// # Panics
///
/// If nothing can ever succeed and there is no limit.
#[cfg(feature = "std")]
#[cold]
pub(crate) fn wait_for_one<S: Several>(several: &mut S, limit: Limit) -> Option<S::Output> {
    if limit == Limit::Now {
        return None;
    }
    let deadline = limit.instant();
    let (mut places, mut was_peer_seen) = (0, false);
    several.visit(&mut |place| {
        places += 1;
        was_peer_seen |= place.was_peer_seen();
    });
    assert!(
        places > 0 || deadline.or(several.deadline()).is_some(),
        "no arm can ever be chosen: all are absent, and there is no clause"
    );
    let has_passed = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
    let mut is_late = has_passed();
    let mut backoff = Backoff::new(was_peer_seen);
    let mut bed = None;
    let result = loop {
        let is_spinning = !is_late && backoff.pause();
        // The clock is read before the look, so that what came in time is found.
        is_late = is_late || (backoff.has_yielded() && has_passed());
        match several.look() {
            Poll::Ready(result) => break Some(result),
            Poll::Pending if is_late => break None,
            Poll::Pending if is_spinning => {}
            Poll::Pending => {
                let bed: &Bed = bed.get_or_insert_with(Bed::take);
                if let Poll::Ready(result) = leave_and_look(several, &bed.waker, true) {
                    break Some(result);
                }
                several.visit(&mut |place| place.parked());
                let first = [deadline, several.deadline()].into_iter().flatten().min();
                bed.sleep(first);
            }
        }
    };
    note_peers(several, result.is_some() && bed.is_none());
    result
}

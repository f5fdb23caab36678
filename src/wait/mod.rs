//! Waiting: a place to wait with a predicate, for threads and for tasks. Nothing in this folder ever sees a ring.
//!
//! A [`Signal`](signal::Signal) stands at each end of a channel. Whoever waits there brings a predicate, *look*;
//! whoever may have made it true *notifies*. Who can wait at a signal, a [`Single`](single::Single) waiter or a
//! [`WaitQueue`](queue::WaitQueue), is a type, so that a lone end pays for no list and no lock.

#[cfg(feature = "std")]
mod backoff;
mod fence;
mod future;
mod panics;
#[cfg(feature = "std")]
mod park;
mod peer;
mod queue;
mod signal;
mod single;

#[cfg(feature = "std")]
pub(crate) use backoff::deadline_after;
pub(crate) use future::{PollEnd, Waiting};
pub(crate) use panics::call_all;
#[cfg(any(strait_loom, strait_shuttle))]
pub(crate) use park::Lot;
pub(crate) use queue::WaitQueue;
pub(crate) use signal::Signal;
pub(crate) use single::Single;

use crate::stats::WaitCounts;
use crate::sync::{AtomicU32, Initial};
use core::task::{Context, Poll};

#[cfg(feature = "std")]
use crate::sync::Instant;

/// What a waiter's predicate found.
#[derive(Debug)]
pub enum Look<R> {
    /// What was waited for.
    Done(R),
    /// Nothing; a notification will follow when that changes.
    Wait,
    /// Nothing; it will change soon, but nobody need notify. Look again without sleeping for good.
    Again,
}

/// How a sleep ended.
#[cfg(feature = "std")]
#[derive(Debug)]
pub enum Slept<R> {
    /// With what was waited for.
    Done(R),
    /// Awake again: somebody has notified.
    Woken,
    /// Not at all: what is waited for is about to come, but nobody need notify.
    Soon,
    /// The deadline passed.
    TimedOut,
}

#[cfg(feature = "std")]
impl<R> Look<R> {
    fn or_timed_out(self) -> Slept<R> {
        match self {
            Self::Done(result) => Slept::Done(result),
            Self::Wait | Self::Again => Slept::TimedOut,
        }
    }
}

/// The end that waits at a signal.
#[cfg_attr(
    not(feature = "std"),
    expect(unreachable_pub, reason = "it is seen through `Waiters::sleep` alone, and threads have std")
)]
pub trait WaitingEnd {
    /// Whether a waiter could proceed now. Asked, outside any lock, by a waiter that leaves while others are queued: if
    /// so, it passes its wake-up on.
    fn can_proceed(&self) -> bool;

    /// Whether a waiter that found nothing may sleep until it is notified. Asked after it has announced itself, under
    /// no lock; a task's end asks itself, when its poll is pending.
    ///
    /// Here an end notifies the other of what that end may not know yet, and stays awake for what comes without a
    /// notification.
    fn may_sleep(&self) -> bool;
}

/// A thread's last look before it sleeps.
#[cfg(feature = "std")]
fn last_look<R>(look: &mut dyn FnMut() -> Look<R>, end: &dyn WaitingEnd) -> Look<R> {
    match look() {
        Look::Wait if !end.may_sleep() => Look::Again,
        found => found,
    }
}

/// Who can wait at a signal. `word` is the signal's; its bits are named in [`signal`].
pub trait Waiters: Initial {
    /// What a future keeps of its place among the waiters.
    type Ticket: Default + Send;

    /// What is known of those that waited here.
    fn counts(&self) -> &WaitCounts;

    /// Wakes the waiter whose turn it is, if there is one.
    fn wake(&self, word: &AtomicU32);

    /// Wakes all that wait now.
    fn wake_all(&self, word: &AtomicU32);

    /// Forgets all waiters, before new handles are given out. Nobody else uses the signal meanwhile.
    fn reset(&self, word: &AtomicU32) {
        self.wake_all(word);
    }

    /// Parks the calling thread until `look` is done or the deadline has passed.
    #[cfg(feature = "std")]
    fn sleep<R>(
        &self,
        word: &AtomicU32,
        deadline: Option<Instant>,
        look: &mut dyn FnMut() -> Look<R>,
        end: &dyn WaitingEnd,
    ) -> Slept<R>;

    /// Leaves the task's waker, then looks once more.
    ///
    /// # Safety
    ///
    /// At a lone end the caller is that end: nobody else polls, cancels or sleeps here meanwhile.
    unsafe fn poll<R>(
        &self,
        word: &AtomicU32,
        context: &mut Context<'_>,
        ticket: &mut Self::Ticket,
        look: &mut dyn FnMut() -> Look<R>,
    ) -> Poll<R>;

    /// Whether the ticket stands for a place among the waiters.
    fn is_waiting(ticket: &Self::Ticket) -> bool;

    /// Gives up a place among the waiters; if it had been woken, passes the wake on.
    ///
    /// # Safety
    ///
    /// As for [`poll`](Self::poll).
    unsafe fn cancel(&self, word: &AtomicU32, ticket: &mut Self::Ticket, more: &dyn Fn() -> bool);
}

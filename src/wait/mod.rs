//! Waiting: a place to wait with an attempt, for threads and for tasks. Nothing in this folder ever sees a ring.
//!
//! A [`Signal`] stands at each end of a channel. A waiter brings an *attempt*, which is `Ready` once it has succeeded;
//! whoever may have made it succeed *notifies* the signal. The handles of an end reach their signal through [`End`].
//! Who can wait there, a [`Single`] waiter or a [`WaitQueue`], is a type, so that a lone end pays for no list and no
//! lock.

mod backoff;
mod budget;
mod end;
mod fence;
mod oneshot;
mod panics;
#[cfg(feature = "std")]
mod park;
mod queue;
mod several;
mod signal;
mod single;
#[cfg(all(test, feature = "std", not(any(strait_loom, strait_shuttle))))]
#[path = "../../tests/unit/wait.rs"]
mod tests;

#[cfg(feature = "std")]
pub(crate) use backoff::Limit;
pub(crate) use budget::within_budget;
pub(crate) use end::{End, Moved, Waiting, named_future};
pub(crate) use oneshot::{FIRST_FLAG, Raised};
pub(crate) use panics::call_all;
#[cfg(any(strait_loom, strait_shuttle))]
pub(crate) use park::Lot;
pub(crate) use queue::WaitQueue;
#[cfg(feature = "std")]
pub(crate) use several::wait_for_one;
pub(crate) use several::{Debt, Place, Several, leave, poll_several, retract};
pub(crate) use signal::Signal;
pub(crate) use single::Single;

use crate::stats::WaitCounts;
use crate::sync::{AtomicU32, Initial};
use core::task::{Context, Poll, Waker};

#[cfg(feature = "std")]
use crate::sync::Instant;

/// Does what the first channel of a process otherwise does: registers the process for the asymmetric fence.
///
/// On Linux that is one `membarrier` system call, which takes some milliseconds in a process that already has threads;
/// elsewhere it is nothing. Call it at start-up if the first channel is made, or the first `static` one split, where
/// that would be too long.
///
/// # Examples
///
/// ```
/// strait::prepare();
/// ```
pub fn prepare() {
    fence::is_asymmetric();
}

/// What a waiter waits for. No value is zero, so that `None` of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Its turn: what a notification tells of, one waiter can take.
    Turn = 1,
    /// A notification, which it takes from nobody: a flush.
    Notified = 2,
    /// The close, which notifies all.
    Closed = 3,
}

/// How a sleep ended.
#[cfg(feature = "std")]
#[derive(Debug)]
pub enum Slept<R> {
    /// With a successful attempt.
    Done(R),
    /// With a notification.
    Woken,
    /// With the deadline.
    TimedOut,
}

#[cfg(feature = "std")]
impl<R> Slept<R> {
    /// The outcome of the attempt that follows the deadline.
    fn at_deadline(attempted: Poll<R>) -> Self {
        match attempted {
            Poll::Ready(result) => Self::Done(result),
            Poll::Pending => Self::TimedOut,
        }
    }
}

/// Who can wait at a signal. `word` is the signal's; its bits are named in [`signal`].
///
/// `pass_on` runs outside any lock when a waiter leaves while others are queued and none of them has the turn.
pub trait Waiters: Initial {
    /// What a future keeps of its place among the waiters.
    type Ticket: Default + Send;

    /// What a handle keeps of a task's place between two polls.
    type Kept: Default + Send + Sync;

    /// Whether waiters take turns, so that [`pass_turn`](Self::pass_turn) has something to do.
    const TAKE_TURNS: bool;

    /// How often waiters parked here and were woken.
    fn counts(&self) -> &WaitCounts;

    /// Wakes the waiter whose turn it is, if there is one.
    fn wake(&self, word: &AtomicU32);

    /// Wakes all that wait now.
    fn wake_all(&self, word: &AtomicU32);

    /// Takes an unused turn away from a task and gives it to the next waiter.
    fn pass_turn(&self, word: &AtomicU32);

    /// Forgets all waiters, before new handles are given out. Nobody else uses the signal meanwhile.
    fn reset(&self, word: &AtomicU32) {
        self.wake_all(word);
    }

    /// Announces the calling thread, attempts once more, and parks until it is woken or the deadline passes.
    #[cfg(feature = "std")]
    fn sleep<R>(
        &self,
        word: &AtomicU32,
        until: Until,
        deadline: Option<Instant>,
        attempt: &mut dyn FnMut() -> Poll<R>,
        pass_on: &dyn Fn(),
    ) -> Slept<R>;

    /// Leaves the task's waker and announces it, then attempts once more.
    ///
    /// # Safety
    ///
    /// At a lone end the caller is that end: no other thread polls, cancels or sleeps here meanwhile.
    unsafe fn poll<R>(
        &self,
        word: &AtomicU32,
        until: Until,
        context: &mut Context<'_>,
        ticket: &mut Self::Ticket,
        attempt: &mut dyn FnMut() -> Poll<R>,
    ) -> Poll<R>;

    /// Leaves the waker of one that waits at several ends and announces it; the caller attempts after it has paid the
    /// debt. With `stays`, a lone end keeps the waker until somebody wakes it: the ticket then stands for nothing.
    ///
    /// # Safety
    ///
    /// As for [`poll`](Self::poll).
    unsafe fn leave(&self, word: &AtomicU32, waker: &Waker, stays: bool, ticket: &mut Self::Ticket, debt: &mut Debt);

    /// Takes what a handle has kept.
    fn take_kept(kept: &Self::Kept) -> Self::Ticket;

    /// Lets a handle keep a ticket until its next poll. Returns that of another poll which was at it meanwhile, to be
    /// cancelled.
    fn keep(kept: &Self::Kept, ticket: Self::Ticket) -> Self::Ticket;

    /// Whether the ticket stands for a place among the waiters.
    fn is_waiting(ticket: &Self::Ticket) -> bool;

    /// Gives up a place among the waiters.
    ///
    /// # Safety
    ///
    /// As for [`poll`](Self::poll).
    unsafe fn cancel(&self, word: &AtomicU32, ticket: Self::Ticket, pass_on: &dyn Fn());
}

//! The waiter of a lone end: one thread or one task, no list and no lock.

mod waker_slot;

use super::{
    Debt, Until, Waiters,
    signal::{PARKED, TASK, withdraw},
};
use crate::stats::WaitCounts;
use crate::sync::{AtomicU32, give_way, initial, initial_state};
use core::task::{Context, Poll, Waker};
use waker_slot::{Left, WakerSlot};

#[cfg(feature = "std")]
use super::{
    Slept, park,
    signal::{announce, current},
};
#[cfg(feature = "std")]
use crate::sync::Instant;

/// The waiter of a lone end. A thread sleeps on the signal's word itself; a task leaves its waker here.
///
/// One that waits for the close alone waits like any other, and is woken by every notification.
#[derive(Debug)]
pub struct Single {
    slot: WakerSlot,
    /// On the cache line of the word, which whoever counts has just written.
    counts: WaitCounts,
}

initial_state!(impl[] Single = Self { slot: initial!(WakerSlot), counts: initial!(WaitCounts) });

impl Single {
    /// Takes the waker that the task has left.
    ///
    /// # Safety
    ///
    /// The caller has taken `TASK` out of the signal's word, and has not taken the waker since.
    pub(super) unsafe fn take_waker(&self) -> Option<Waker> {
        self.counts.woken();
        // SAFETY: the caller's promise.
        unsafe { self.slot.take() }
    }
}

impl Waiters for Single {
    /// Whether the task has left its waker.
    type Ticket = bool;

    /// Whoever polls next replaces the waker that is there.
    type Kept = ();

    const TAKE_TURNS: bool = false;

    fn counts(&self) -> &WaitCounts {
        &self.counts
    }

    fn wake(&self, word: &AtomicU32) {
        let waiting = withdraw(word, PARKED | TASK);
        if waiting != 0 {
            self.counts.woken();
        }
        // Before anything that takes time: a task that is polled meanwhile finds its slot occupied.
        let waker = if waiting & TASK != 0 {
            // SAFETY: the bit was taken out just now.
            unsafe { self.slot.take() }
        } else {
            None
        };
        #[cfg(feature = "std")]
        if waiting & PARKED != 0 {
            park::wake(word);
        }
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn wake_all(&self, word: &AtomicU32) {
        self.wake(word);
    }

    fn pass_turn(&self, _: &AtomicU32) {}

    #[cfg(feature = "std")]
    fn sleep<R>(
        &self,
        word: &AtomicU32,
        _: Until,
        deadline: Option<Instant>,
        attempt: &mut dyn FnMut() -> Poll<R>,
        _: &dyn Fn(),
    ) -> Slept<R> {
        announce(word, PARKED, 0);
        // Whoever publishes from here on sees the word; what was published before, this attempt sees. It may notify
        // this very signal: then the bit is gone, and nobody sleeps.
        if let Poll::Ready(result) = attempt() {
            withdraw(word, PARKED);
            return Slept::Done(result);
        }
        self.counts.parked();
        loop {
            let now = current(word);
            if now & PARKED == 0 {
                return Slept::Woken;
            }
            if !park::wait(word, now, deadline) {
                withdraw(word, PARKED);
                return Slept::at_deadline(attempt());
            }
        }
    }

    unsafe fn poll<R>(
        &self,
        word: &AtomicU32,
        _: Until,
        context: &mut Context<'_>,
        waiting: &mut bool,
        attempt: &mut dyn FnMut() -> Poll<R>,
    ) -> Poll<R> {
        *waiting = true;
        // SAFETY: the caller is the end.
        let left = unsafe { self.slot.leave(word, context.waker(), None) };
        let polled = attempt();
        if polled.is_pending() {
            match left {
                Left::Announced => self.counts.parked(),
                Left::Waking => {}
                Left::Nothing => {
                    context.waker().wake_by_ref();
                    give_way();
                }
            }
        }
        polled
    }

    unsafe fn leave(&self, word: &AtomicU32, waker: &Waker, stays: bool, waiting: &mut bool, debt: &mut Debt) {
        *waiting = !stays;
        if self.slot.is_announced(word, waker) {
            return;
        }
        // SAFETY: the caller is the end.
        match unsafe { self.slot.leave(word, waker, Some(debt)) } {
            Left::Announced | Left::Waking => {}
            Left::Nothing => {
                waker.wake_by_ref();
                give_way();
            }
        }
    }

    #[inline(always)]
    fn take_kept((): &()) -> bool {
        false
    }

    #[inline(always)]
    fn keep((): &(), _: bool) -> bool {
        false
    }

    fn is_waiting(waiting: &bool) -> bool {
        *waiting
    }

    unsafe fn cancel(&self, word: &AtomicU32, _: bool, _: &dyn Fn()) {
        // A notifier that has taken the bit takes the waker as well.
        // SAFETY: the caller is the end.
        drop(unsafe { self.slot.take_back(word) });
    }
}

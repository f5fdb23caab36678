//! The waiter of a lone end: one thread or one task, no list and no lock.

mod waker_slot;

use super::{
    Look, Waiters,
    signal::{PARKED, TASK, withdraw},
};
use crate::stats::WaitCounts;
use crate::sync::{AtomicU32, give_way, initial, initial_state};
use core::task::{Context, Poll};
use waker_slot::{Left, WakerSlot};

#[cfg(feature = "std")]
use super::{
    Slept, WaitingEnd, last_look, park,
    signal::{announce, current},
};
#[cfg(feature = "std")]
use crate::sync::Instant;

/// The waiter of a lone end. A thread sleeps on the signal's word itself; a task leaves its waker here.
#[derive(Debug)]
pub struct Single {
    place: WakerSlot,
    /// On the line of the word, which whoever counts has just written.
    counts: WaitCounts,
}

initial_state!(impl[] Single = Self { place: initial!(WakerSlot), counts: initial!(WaitCounts) });

impl Waiters for Single {
    /// Whether the task has left its waker.
    type Ticket = bool;

    fn counts(&self) -> &WaitCounts {
        &self.counts
    }

    fn wake(&self, word: &AtomicU32) {
        let waiting = withdraw(word, PARKED | TASK);
        if waiting != 0 {
            self.counts.woken();
        }
        // Before anything that takes its time: a task that is polled meanwhile finds its place taken.
        let waker = if waiting & TASK != 0 {
            // SAFETY: the bit was taken out just now.
            unsafe { self.place.take() }
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

    #[cfg(feature = "std")]
    fn sleep<R>(
        &self,
        word: &AtomicU32,
        deadline: Option<Instant>,
        look: &mut dyn FnMut() -> Look<R>,
        end: &dyn WaitingEnd,
    ) -> Slept<R> {
        announce(word, PARKED);
        // Whoever publishes from here on sees the word; what was published before, this look sees.
        match last_look(look, end) {
            Look::Done(result) => {
                withdraw(word, PARKED);
                return Slept::Done(result);
            }
            Look::Again => {
                withdraw(word, PARKED);
                return Slept::Soon;
            }
            Look::Wait => self.counts.parked(),
        }
        loop {
            let now = current(word);
            if now & PARKED == 0 {
                return Slept::Woken;
            }
            if !park::wait(word, now, deadline) {
                withdraw(word, PARKED);
                return look().or_timed_out();
            }
        }
    }

    unsafe fn poll<R>(
        &self,
        word: &AtomicU32,
        context: &mut Context<'_>,
        waiting: &mut bool,
        look: &mut dyn FnMut() -> Look<R>,
    ) -> Poll<R> {
        *waiting = true;
        // SAFETY: the caller is the one that announces here.
        let left = unsafe { self.place.leave(word, context.waker()) };
        match (look(), left) {
            (Look::Done(result), _) => return Poll::Ready(result),
            (Look::Wait, Left::Announced) => self.counts.parked(),
            (Look::Wait, Left::Waking) => {}
            (Look::Wait, Left::WakingAnother) | (Look::Again, _) => {
                context.waker().wake_by_ref();
                give_way();
            }
        }
        Poll::Pending
    }

    fn is_waiting(waiting: &bool) -> bool {
        *waiting
    }

    unsafe fn cancel(&self, word: &AtomicU32, waiting: &mut bool, _: &dyn Fn() -> bool) {
        *waiting = false;
        // A notifier that has taken the bit takes the waker, too.
        // SAFETY: the caller is the one that announces here.
        drop(unsafe { self.place.take_back(word) });
    }
}

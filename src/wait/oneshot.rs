//! The signal of a oneshot channel, whose word also says what its waiter waits for: no notification is apart from the
//! event, so there is none to lose, and no fence.

use super::signal::{FULL_CREDIT, PARKED, Signal, TASK, withdraw};
use super::{Single, Waiters as _};
use crate::sync::Ordering;
use core::task::Waker;

#[cfg(feature = "std")]
use super::park;
#[cfg(feature = "std")]
use crate::sync::AtomicU32;

/// The first of the flags; its owner may use all bits from this one up.
pub(crate) const FIRST_FLAG: u32 = 1 << 16;

/// What a raise has done: the flags of before, and whom to wake.
#[must_use = "a waiter that was found is to be woken"]
#[derive(Debug)]
pub(crate) struct Raised {
    pub(crate) before: u32,
    /// What a parked thread sleeps on, if it has not gone already.
    #[cfg(feature = "std")]
    thread: Option<*const AtomicU32>,
    task: Option<Waker>,
}

impl Raised {
    /// Wakes who was found to wait. Touches the signal no more.
    #[inline]
    pub(crate) fn wake(self) {
        #[cfg(feature = "std")]
        if let Some(word) = self.thread {
            park::wake(word);
        }
        if let Some(task) = self.task {
            task.wake();
        }
    }
}

/// # Why no wake-up is lost
///
/// Flags change by exchanges of the word in which the waiter announces itself. Of an announcement and a raise one comes
/// first: either the attempt after the announcement finds the flag, or the raise finds the announcement and wakes. The
/// word has credit from [`begin`](Self::begin) on, and nobody [notifies](Signal::notify) it, so the credit stays, and
/// no announcement fences (point 3 at [`Signal`]).
impl Signal<Single> {
    /// Begins with these flags, and forgets who waited. Nobody else uses the signal meanwhile.
    pub(crate) fn begin(&self, flags: u32) {
        // ORDERING: Relaxed, both; nobody else uses the signal, and handing it out releases this.
        if self.word.load(Ordering::Relaxed) & (PARKED | TASK) != 0 {
            self.waiters.wake_all(&self.word);
        }
        self.word.store(FULL_CREDIT | flags, Ordering::Relaxed);
    }

    /// The flags as they are.
    #[inline(always)]
    pub(crate) fn flags(&self) -> u32 {
        // ORDERING: Acquire; pairs with the exchanges in `raise` and `set`: whoever sees a flag sees what was done
        // before it was set.
        self.word.load(Ordering::Acquire)
    }

    /// Sets `flags` and `gone` and finds out whom to wake. Does nothing if one of `unless` is set, and returns the
    /// flags.
    ///
    /// With `gone` the caller gives the signal's memory away: nothing here touches it afterwards, not even the wake.
    #[inline]
    pub(crate) fn raise(&self, flags: u32, gone: u32, unless: u32) -> Result<Raised, u32> {
        let mut word = self.flags();
        loop {
            if word & unless != 0 {
                return Err(word);
            }
            // The waker of a task is taken first, from a slot that is still ours.
            let after = (word | flags | if word & TASK == 0 { gone } else { 0 }) & !(PARKED | TASK);
            // ORDERING: AcqRel; Release pairs with the Acquire in `flags`, so that whoever sees the flag sees what it
            // tells of; Acquire with `set` and with `announce`, so that the waker that was left is visible. Acquire on
            // failure: the flags may be returned.
            match self.word.compare_exchange_weak(word, after, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => break,
                Err(now) => word = now,
            }
        }
        Ok(self.found(word, gone))
    }

    #[inline(always)]
    fn found(&self, before: u32, gone: u32) -> Raised {
        let task = if before & TASK != 0 { self.take_task() } else { None };
        Raised {
            before: if before & TASK != 0 { self.set(gone) } else { before },
            #[cfg(feature = "std")]
            thread: (before & PARKED != 0).then_some(&raw const self.word),
            task,
        }
    }

    #[cold]
    fn take_task(&self) -> Option<Waker> {
        // SAFETY: the caller has just taken the bit out of the word.
        unsafe { self.waiters.take_waker() }
    }

    /// Sets flags of which no waiter is told. Returns those of before.
    pub(crate) fn set(&self, flags: u32) -> u32 {
        // ORDERING: AcqRel; as in `raise`. Of two that set a flag each the second sees all that the first has done.
        self.word.fetch_or(flags, Ordering::AcqRel)
    }

    /// Clears flags that only the caller reads.
    pub(crate) fn clear(&self, flags: u32) {
        withdraw(&self.word, flags);
    }

    /// Replaces the word where nobody else exchanges it any more.
    #[inline(always)]
    pub(crate) fn replace(&self, word: u32) {
        // ORDERING: Relaxed; nobody else uses the signal.
        self.word.store(word, Ordering::Relaxed);
    }

    /// Says that the signal is in its first state again. The caller has it alone.
    pub(crate) fn end(&self) {
        // ORDERING: Release; pairs with the Acquire in `take`, so that what the last user did is over.
        self.word.store(0, Ordering::Release);
    }

    /// Takes a signal that is in its first state; `false` if it is not.
    pub(crate) fn take(&self, flags: u32) -> bool {
        // ORDERING: Acquire; pairs with the Release in `end`. Relaxed on failure: nothing is touched then.
        self.word.compare_exchange(0, FULL_CREDIT | flags, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
}

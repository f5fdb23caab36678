//! The place where the task of a lone end leaves its waker. A bit of the signal's word says whose it is.

use crate::sync::{AtomicBool, AtomicU32, Ordering, Witness, initial, initial_state};
use crate::wait::signal::{TASK, announce, withdraw};
use core::{
    cell::{Cell, UnsafeCell},
    ptr,
    task::Waker,
};

/// The place of one waker.
///
/// Two may want it: the end, which announces, and whoever notifies it, of whom there may be many. It belongs to one of
/// them at a time:
///
/// ```text
/// is_full  TASK
/// no       no     the end's
/// yes      yes    nobody's: the waker is there, for whoever takes the bit out of the word
/// yes      no     the end's, which is about to announce; or that of whoever took the bit and is taking the waker
///
/// free  => left   the end puts a waker there, then announces
/// left  => taken  a notifier, or the end itself, takes the bit: one exchange, so one of them finds it
/// taken => free   who took the bit has taken the waker
/// ```
///
/// So a hand-over needs the two exchanges of the word that a wait needs anyway, and no more. Nobody waits for the
/// place. An end that finds it taken leaves nothing: the notifier, which is a few instructions from it, wakes the task
/// whose waker it has. If that is another task, this one asks to be polled again.
///
/// No code of others' runs while the place is taken: a waker is cloned before it is put there, and woken or dropped
/// after it was taken out. So one that panics leaves the place in order, and one that comes back here finds it so.
#[derive(Debug)]
pub(super) struct WakerSlot {
    /// Invariant: set by the end alone, and cleared by whoever took the bit.
    is_full: AtomicBool,
    witness: Witness,
    /// Invariant: touched only by whom the place belongs to.
    waker: UnsafeCell<Option<Waker>>,
    /// Whose waker was left last, by its data and its vtable; the end's.
    left_for: Cell<[usize; 2]>,
}

initial_state!(impl[] WakerSlot = Self {
    is_full: initial!(AtomicBool),
    witness: initial!(Witness),
    waker: UnsafeCell::new(None),
    left_for: Cell::new([0; 2]),
});

// SAFETY: the waker is touched by one thread at a time, as said at the type, and may itself be sent and shared; whose
// it was is the end's alone.
unsafe impl Sync for WakerSlot {}

/// A notifier is taking the waker.
#[derive(Debug)]
pub(super) struct Taken;

/// What became of a waker that was to be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// It is there and announced.
    Announced,
    /// A notifier has the place, and is about to wake this very task.
    Waking,
    /// A notifier has the place, and is about to wake the task that was here before.
    WakingAnother,
}

/// What tells one task's waker from another's, as long as one of both lives.
fn identity(waker: &Waker) -> [usize; 2] {
    [waker.data().addr(), ptr::from_ref(waker.vtable()).addr()]
}

impl WakerSlot {
    /// Leaves a waker and announces it; what was published before, a look after this sees. Announces nothing if a
    /// notifier has the place.
    ///
    /// # Safety
    ///
    /// The caller is the end, and the word its signal's.
    pub(super) unsafe fn leave(&self, word: &AtomicU32, waker: &Waker) -> Left {
        // SAFETY: the caller's promise.
        let (waker, replaced) = match unsafe { self.take_back(word) } {
            Ok(Some(old)) if old.will_wake(waker) => (old, None),
            Ok(old) => (waker.clone(), old),
            // The notifier still has the waker that was left, so no other can have come to the same identity.
            Err(Taken) if self.left_for.get() == identity(waker) => return Left::Waking,
            Err(Taken) => return Left::WakingAnother,
        };
        self.left_for.set(identity(&waker));
        self.witness.writing();
        // SAFETY: the place is free, so it is the end's, which the caller is; and empty, so there is nothing to drop.
        unsafe { self.waker.get().write(Some(waker)) };
        // ORDERING: Relaxed; only the end reads it. What clears it comes after the announcement, which releases this.
        self.is_full.store(true, Ordering::Relaxed);
        announce(word, TASK);
        drop(replaced); // Now that the new one is announced: this is others' code.
        Left::Announced
    }

    /// Takes the end's waker back, if it is still there; the place is the end's then.
    ///
    /// # Errors
    ///
    /// [`Taken`] if a notifier has it.
    ///
    /// # Safety
    ///
    /// The caller is the end, and the word its signal's.
    pub(super) unsafe fn take_back(&self, word: &AtomicU32) -> Result<Option<Waker>, Taken> {
        // ORDERING: Acquire; pairs with the Release store in `take`, so that the notifier has done with the place.
        if !self.is_full.load(Ordering::Acquire) {
            return Ok(None);
        }
        if withdraw(word, TASK) == 0 {
            return Err(Taken);
        }
        // SAFETY: the bit was taken.
        Ok(unsafe { self.take() })
    }

    /// Takes the waker.
    ///
    /// # Safety
    ///
    /// The caller has taken [`TASK`] out of the signal's word, and has not taken the waker since.
    pub(super) unsafe fn take(&self) -> Option<Waker> {
        self.witness.writing();
        // SAFETY: the caller has the place. The announcement released the waker, and the exchange that took the bit
        // acquired it.
        let waker = unsafe { (*self.waker.get()).take() };
        // ORDERING: Release; pairs with the Acquire load in `take_back`, so that the end has the place after us.
        self.is_full.store(false, Ordering::Release);
        waker
    }
}

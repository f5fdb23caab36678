//! The slot in which the task of a lone end leaves its waker. A bit of the signal's word says whose it is.

use crate::sync::{AtomicBool, AtomicU32, Ordering, Witness, initial, initial_state};
use crate::wait::several::Debt;
use crate::wait::signal::{TASK, announce, announce_first, is_set, withdraw};
use core::{
    cell::{Cell, UnsafeCell},
    ptr,
    task::Waker,
};

/// A slot for one waker.
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
/// FREE  => LEFT   the end puts a waker there, then announces
/// LEFT  => TAKEN  a notifier, or the end itself, takes the bit: one exchange, so one of them gets it
/// TAKEN => FREE   whoever took the bit has taken the waker
/// ```
///
/// So a hand-over needs the two exchanges of the word that a wait needs anyway, and no more. Nobody waits for the slot.
/// An end that finds it taken leaves nothing: the notifier, which is a few instructions from it, wakes the task whose
/// waker it has. If that is another task, this one asks to be polled again.
///
/// # Re-entry
///
/// To clone, wake or drop a waker runs code of others, which may poll the same end again, on the same thread, in the
/// middle of a poll. So that it always finds the slot in order, none of it runs while the slot is `TAKEN`, nor between
/// the moment when a poll takes the slot's state from memory and the moment when it has changed it: the steps in
/// [`leave`](Self::leave). A waker that panics leaves the slot in order for the same reason.
#[derive(Debug)]
pub(super) struct WakerSlot {
    /// Invariant: set by the end alone, and cleared by whoever took the bit.
    is_full: AtomicBool,
    witness: Witness,
    /// Invariant: touched only by whom the slot belongs to.
    waker: UnsafeCell<Option<Waker>>,
    /// The identity of the waker that was left last; the end's.
    left_for: Cell<[usize; 2]>,
}

initial_state!(impl[] WakerSlot = Self {
    is_full: initial!(AtomicBool),
    witness: initial!(Witness),
    waker: UnsafeCell::new(None),
    left_for: Cell::new([0; 2]),
});

// SAFETY: the waker is touched by one thread at a time, as said at the type, and may itself be sent and shared; the
// identity is the end's alone.
unsafe impl Sync for WakerSlot {}

/// A notifier is taking the waker.
#[derive(Debug)]
pub(super) struct Taken;

/// What became of a waker that was to be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// It is there and announced.
    Announced,
    /// It is not: a notifier has the slot, and is about to wake this very task.
    Waking,
    /// It is not, and nobody else will wake the task: a notifier has the slot and is about to wake another task, or
    /// code of others has left another waker here meanwhile.
    Nothing,
}

/// What tells one task's waker from another's while one of both lives.
fn identity(waker: &Waker) -> [usize; 2] {
    [waker.data().addr(), ptr::from_ref(waker.vtable()).addr()]
}

impl WakerSlot {
    /// Leaves a waker and announces it; an attempt after this, and after what it puts into `debt` if there is one, sees
    /// what was published before. Announces nothing if a notifier has the slot.
    ///
    /// # Safety
    ///
    /// The caller is the end, and the word its signal's.
    pub(super) unsafe fn leave(&self, word: &AtomicU32, waker: &Waker, mut debt: Option<&mut Debt>) -> Left {
        let mut new = None;
        let (left, unused) = loop {
            // 1. Clone the waker, unless it seems to be in the slot still. Code of others: it may poll this end, and
            //    leave another waker or take one back. Nothing was read from the slot before that counts after it.
            if new.is_none() && !self.seems_left(waker) {
                new = Some(waker.clone());
            }
            // 2. Take back what is in the slot now. From here to step 4 no code of others runs.
            // SAFETY: the caller's promise.
            match unsafe { self.take_back(word) } {
                // 3. Leave a waker of this task, and announce it.
                Ok(Some(old)) if old.will_wake(waker) => {
                    // SAFETY: the slot was taken back just now, and the caller is the end.
                    unsafe { self.put(word, old, debt.as_deref_mut()) };
                    break (Left::Announced, new);
                }
                Ok(old) => match new {
                    Some(new) => {
                        // SAFETY: as above.
                        unsafe { self.put(word, new, debt.as_deref_mut()) };
                        break (Left::Announced, old);
                    }
                    // A notifier has taken the waker that seemed to be there. Go to step 1, which clones now.
                    None => drop(old),
                },
                // One identity is one task: if the notifier had dropped the waker of another, whose identity this task
                // has come to since, then `is_full` would have been read false.
                Err(Taken) if self.left_for.get() == identity(waker) => break (Left::Waking, new),
                Err(Taken) => break (Left::Nothing, new),
            }
        };
        // 4. Drop the waker that is not in the slot. Code of others again: if it has left another waker here, this task
        //    wakes itself. (If a notifier has come, this task is woken twice, which does no harm.)
        if let Some(unused) = unused {
            drop(unused);
            if left == Left::Announced && !self.seems_left(waker) {
                return Left::Nothing;
            }
        }
        left
    }

    /// Whether the slot holds a waker of this task, unless a notifier takes it just now.
    fn seems_left(&self, waker: &Waker) -> bool {
        // ORDERING: Relaxed; a hint, which `take_back` confirms.
        self.is_full.load(Ordering::Relaxed) && self.left_for.get() == identity(waker)
    }

    /// Whether a waker of this task is there and announced, so that there is nothing to do: the announcement stands
    /// with its fence, and whoever takes the bit later wakes this task.
    pub(super) fn is_announced(&self, word: &AtomicU32, waker: &Waker) -> bool {
        self.seems_left(waker) && is_set(word, TASK)
    }

    /// Puts a waker into the slot and announces it.
    ///
    /// # Safety
    ///
    /// The caller is the end, the word its signal's, and the slot `FREE`.
    unsafe fn put(&self, word: &AtomicU32, waker: Waker, debt: Option<&mut Debt>) {
        self.left_for.set(identity(&waker));
        self.witness.writing();
        // SAFETY: the slot is free, so it is the end's, which the caller is; and empty, so there is nothing to drop.
        unsafe { self.waker.get().write(Some(waker)) };
        // ORDERING: Relaxed; only the end reads it. What clears it comes after the announcement, which releases this.
        self.is_full.store(true, Ordering::Relaxed);
        match debt {
            None => announce(word, TASK, 0),
            Some(debt) => debt.add(announce_first(word, TASK, 0)),
        }
    }

    /// Takes the end's waker back, if it is still there; the slot is `FREE` then.
    ///
    /// # Errors
    ///
    /// [`Taken`] if a notifier has it.
    ///
    /// # Safety
    ///
    /// The caller is the end, and the word its signal's.
    pub(super) unsafe fn take_back(&self, word: &AtomicU32) -> Result<Option<Waker>, Taken> {
        // ORDERING: Acquire; pairs with the Release store in `take`, so that the notifier has done with the slot.
        if !self.is_full.load(Ordering::Acquire) {
            return Ok(None);
        }
        if withdraw(word, TASK) == 0 {
            return Err(Taken);
        }
        // SAFETY: the bit was taken out just now.
        Ok(unsafe { self.take() })
    }

    /// Takes the waker.
    ///
    /// # Safety
    ///
    /// The caller has taken [`TASK`] out of the signal's word, and has not taken the waker since.
    pub(super) unsafe fn take(&self) -> Option<Waker> {
        self.witness.writing();
        // SAFETY: the caller has the slot. The announcement released the waker, and the exchange that took the bit
        // acquired it.
        let waker = unsafe { (*self.waker.get()).take() };
        // ORDERING: Release; pairs with the Acquire load in `take_back`, so that the end has the slot after us.
        self.is_full.store(false, Ordering::Release);
        waker
    }
}

//! The word that says which place is the latest, and the places.

use crate::sync::{AtomicUsize, Ordering, Witness, initial, initial_state};
use core::{
    cell::{Cell, UnsafeCell},
    mem::MaybeUninit,
};

/// The bits of the word that are the latest place's number; above them `CLOSED`, then how many readers have entered
/// that place since it was published.
const PLACE: usize = 0x3f;
const CLOSED: usize = 0x40;
const ENTRANT: usize = 0x80;

/// Which place is the latest, whether the channel is closed, and who has entered.
///
/// # Why nobody waits, and no place is written while it is read
///
/// 1. A reader that looks for the latest value *leaves* the place that it entered last, then *enters* the latest: one
///    exchange says which that is, and counts it in. So each reader has entered one place at most.
/// 2. The producer publishes by an exchange that says how many entered the place that was the latest until then; nobody
///    enters it any more.
/// 3. A place that is not the latest is free once as many have left it as had entered. `R` readers are in `R` places at
///    most, and one is the latest; so one of `R + 2` is always free.
///
/// A reader that looks again while the latest place is the one it has entered stays there: a place that somebody has
/// entered is not published again, so the number is enough. Hence a seat enters once per publication, and the count
/// never overflows.
#[derive(Debug)]
pub(super) struct Latest(AtomicUsize);

initial_state!(impl[] Latest = Self(initial!(AtomicUsize)));

/// What a look at the latest place says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) place: usize,
    pub(super) is_closed: bool,
}

impl Latest {
    /// Begins with place 0, open. The caller has the channel alone.
    pub(super) fn reset(&self) {
        // ORDERING: Relaxed; the handles have not been given out.
        self.0.store(0, Ordering::Relaxed);
    }

    #[inline(always)]
    pub(super) fn look(&self) -> Look {
        // ORDERING: Relaxed; no value is read through it: who wants one enters, or has entered.
        let word = self.0.load(Ordering::Relaxed);
        Look { place: word & PLACE, is_closed: word & CLOSED != 0 }
    }

    /// Enters the latest place. Returns its number.
    #[inline]
    pub(super) fn enter(&self) -> usize {
        // ORDERING: AcqRel; Acquire pairs with the Release in `publish`, also through the entries of other readers,
        // which continue its release sequence: the value is visible. Release pairs with the Acquire there: a producer
        // that counts this entry sees that the reader has left its last place, and so finds a free one (point 3).
        self.0.fetch_add(ENTRANT, Ordering::AcqRel) & PLACE
    }

    /// Lets place `next` be the latest after `last`. Returns how many have entered `last`, or `None` if the channel is
    /// closed; then nothing was changed.
    ///
    /// The exchange fails only when a reader has entered meanwhile, which each seat does once, or at the close: so
    /// `R + 1` times at most.
    #[inline]
    pub(super) fn publish(&self, last: usize, next: usize) -> Option<usize> {
        // PERF: a guess instead of a load, which would take the line twice: to read, then to write.
        let mut word = last;
        loop {
            // ORDERING: AcqRel; pairs with `enter`, both ways. Relaxed on failure: the word alone is used.
            match self.0.compare_exchange(word, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return Some(word / ENTRANT),
                Err(now) if now & CLOSED != 0 => return None,
                Err(now) => word = now,
            }
        }
    }

    /// Refuses everything that is published from now on.
    pub(super) fn close(&self) {
        // ORDERING: Relaxed; who waits is told by the signal, and nothing is published by it.
        self.0.fetch_or(CLOSED, Ordering::Relaxed);
    }
}

/// A place for a value.
#[derive(Debug)]
pub(super) struct Place<T> {
    /// How many readers have left it since it was published.
    left: AtomicUsize,
    /// How many have entered it, known once it is not the latest any more. The producer's.
    entered: Cell<usize>,
    /// The how-manieth value it is. As the value.
    version: Cell<usize>,
    /// Whether there is a value. The producer's.
    is_full: Cell<bool>,
    witness: Witness,
    /// Invariant: the producer's while the place is free; read by those who have entered otherwise.
    value: UnsafeCell<MaybeUninit<T>>,
}

initial_state!(impl[T] Place<T> = Self {
    left: initial!(AtomicUsize),
    entered: Cell::new(0),
    version: Cell::new(0),
    is_full: Cell::new(false),
    witness: initial!(Witness),
    value: UnsafeCell::new(MaybeUninit::uninit()),
});

impl<T> Place<T> {
    /// A reader leaves.
    #[inline]
    pub(super) fn leave(&self) {
        // ORDERING: Release; pairs with the Acquire in `is_free`, so that the value was read before it is written over.
        self.left.fetch_add(1, Ordering::Release);
    }

    /// The version of the value; for one who has entered.
    #[inline(always)]
    pub(super) fn version(&self) -> usize {
        self.witness.reading();
        self.version.get()
    }

    /// The value.
    ///
    /// # Safety
    ///
    /// The caller has entered the place and does not leave it while the reference lives; or it is the producer, and the
    /// place is the latest.
    #[inline(always)]
    pub(super) unsafe fn value(&self) -> &T {
        self.witness.reading();
        // SAFETY: a published place has a value, which nobody writes while somebody is in it, or it is the latest.
        unsafe { (*self.value.get()).assume_init_ref() }
    }

    /// Whether all that entered have left; for the producer, of a place that is not the latest.
    #[inline]
    pub(super) fn is_free(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release in `leave`.
        self.left.load(Ordering::Acquire) == self.entered.get()
    }

    /// Prepares the place for being published as the value of this version; for the producer, of a free place.
    #[inline]
    pub(super) fn prepare(&self, version: usize) {
        self.witness.writing();
        self.entered.set(0);
        self.version.set(version);
        // ORDERING: Relaxed; publishing releases it, and nobody leaves before he has entered.
        self.left.store(0, Ordering::Relaxed);
    }

    /// Says how many entered while it was the latest; for the producer.
    #[inline]
    pub(super) fn retire(&self, entered: usize) {
        self.entered.set(entered);
    }

    /// Whether there is a value; for the producer.
    pub(super) fn is_full(&self) -> bool {
        self.is_full.get()
    }

    /// Puts a value there. Returns the one that was there.
    ///
    /// # Safety
    ///
    /// The caller is the producer, and the place is free.
    #[inline]
    pub(super) unsafe fn put(&self, value: T) -> Option<T> {
        // SAFETY: the caller's promise.
        let old = unsafe { self.take() };
        // SAFETY: the place is the producer's, and empty.
        unsafe { (*self.value.get()).write(value) };
        self.is_full.set(true);
        old
    }

    /// Takes the value out, if there is one.
    ///
    /// # Safety
    ///
    /// As for [`put`](Self::put), or the caller has the channel alone.
    #[inline]
    pub(super) unsafe fn take(&self) -> Option<T> {
        self.witness.writing();
        // SAFETY: the place is the caller's, and full.
        self.is_full.replace(false).then(|| unsafe { (*self.value.get()).assume_init_read() })
    }

    /// Where the value lies; written by the producer while the place is free.
    pub(super) fn value_mut(&self) -> *mut T {
        self.witness.writing();
        self.value.get().cast()
    }
}

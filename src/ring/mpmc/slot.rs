//! One slot of a ring with many consumers: a stamp, a count of laps and a message, next to each other.

use crate::ring::position::{lap, stamp};
use crate::sync::{AtomicU32, Ordering, Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// One slot.
///
/// Invariant: producers write the stamp, consumers the laps. From claim to publish only the producer that claimed
/// touches the message; from the consumer's claim to its release only that consumer does.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Slot<T> {
    /// Names the message that was published here last; see [`position`](crate::ring::position).
    stamp: AtomicU32,
    /// How many laps are over here, each with the release of its message; the slot is free for the position of that
    /// lap alone.
    laps: AtomicU32,
    witness: Witness,
    message: UnsafeCell<MaybeUninit<T>>,
}

initial_state!(impl[T] Slot<T> = Self {
    stamp: initial!(AtomicU32),
    laps: initial!(AtomicU32),
    witness: initial!(Witness),
    message: UnsafeCell::new(MaybeUninit::zeroed()),
});

impl<T> Slot<T> {
    /// Whether the message of `position` is here.
    #[inline(always)]
    pub(super) fn holds(&self, position: usize) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `publish`, so that the message is visible.
        self.stamp.load(Ordering::Acquire) == stamp(position)
    }

    /// Publishes the message of `position`, which was written here.
    #[inline(always)]
    pub(super) fn publish(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `holds`, so that the message is visible before its stamp.
        self.stamp.store(stamp(position), Ordering::Release);
    }

    /// Whether the slot, one of `N`, is free for the message of `position`: that of the lap before is over.
    #[inline(always)]
    pub(super) fn is_free<const N: usize>(&self, position: usize) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `release`, so that the consumer's reads are over.
        self.laps.load(Ordering::Acquire) == lap::<N>(position)
    }

    /// Gives the slot back, whose message of `position` was moved out.
    #[inline(always)]
    pub(super) fn release<const N: usize>(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `is_free`, so that our reads are over before the slot is
        // written again.
        self.laps.store(lap::<N>(position.wrapping_add(N)), Ordering::Release);
    }

    /// The message's memory, for a producer that has claimed it.
    #[inline(always)]
    pub(super) fn for_writing(&self) -> *mut MaybeUninit<T> {
        self.witness.writing();
        self.message.get()
    }

    /// The message's memory, for a consumer that has claimed it.
    #[inline(always)]
    pub(super) fn for_reading(&self) -> *mut MaybeUninit<T> {
        self.witness.reading();
        self.message.get()
    }
}

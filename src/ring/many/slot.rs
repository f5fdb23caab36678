//! One slot of a ring with many producers: a stamp and a message, next to each other.
//!
//! They share a cache line, so that one line travels per message and not two.

use crate::ring::position::stamp;
use crate::sync::{AtomicU32, Ordering, Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// One slot.
///
/// Invariant: only producers write to a slot. From claim to publish only the claimer touches the message; from publish
/// to release only the consumer does. The consumer releases by moving the [head
/// index](crate::ring::position::HeadIndex) and leaves the slot's line as it is, so that it travels once per message
/// and not back.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Slot<T> {
    /// Names the message that was published here last; see [`position`](crate::ring::position).
    stamp: AtomicU32,
    witness: Witness,
    message: UnsafeCell<MaybeUninit<T>>,
}

initial_state!(impl[T] Slot<T> = Self {
    stamp: initial!(AtomicU32),
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

    /// The message's memory, for a claimer that is about to write it.
    #[inline(always)]
    pub(super) fn for_writing(&self) -> *mut MaybeUninit<T> {
        self.witness.writing();
        self.message.get()
    }

    /// The message's memory, for the consumer.
    #[inline(always)]
    pub(super) fn for_reading(&self) -> *mut MaybeUninit<T> {
        self.witness.reading();
        self.message.get()
    }
}

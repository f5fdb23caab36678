//! One place of a slots ring: a turn mark and a message, side by side.
//!
//! Mark and message share a cache line, so that one line travels per message and not two.

use super::position;
use crate::sync::{AtomicU32, Ordering, Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// One place of a slots ring.
///
/// The life of a slot, seen from position `p` and its next lap `p + N`:
///
/// ```text
/// free(p)  -> full(p)        a producer that claimed p publishes
/// full(p)  -> free(p + N)    the consumer releases
/// ```
///
/// Invariant: the message is initialised exactly while the mark is full. Between claim and publish the claiming producer
/// alone may touch it; while it is full the consumer alone may.
#[derive(Debug)]
#[repr(C)]
pub struct Slot<T> {
    turn: AtomicU32,
    witness: Witness,
    message: UnsafeCell<MaybeUninit<T>>,
}

initial_state!(impl[T] Slot<T> = Self {
    turn: initial!(AtomicU32),
    witness: initial!(Witness),
    message: UnsafeCell::new(MaybeUninit::zeroed()),
});

// SAFETY: the marks pass the message from one thread to the other, one owner at a time (the invariant above), so sharing
// a slot sends a `T` and never shares one.
unsafe impl<T: Send> Sync for Slot<T> {}

impl<T> Slot<T> {
    /// The mark as it is now.
    #[inline(always)]
    pub(super) fn turn(&self) -> u32 {
        // ORDERING: Acquire; pairs with the Release stores in `publish` (then the message is visible to the consumer)
        // and in `release` (then the consumer's read of the last message is over before a producer overwrites it).
        self.turn.load(Ordering::Acquire)
    }

    /// Marks the slot as holding the message of `position`.
    #[inline(always)]
    pub(super) fn publish<const N: usize>(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `turn`, so that the message is visible before its mark.
        self.turn.store(position::full::<N>(position), Ordering::Release);
    }

    /// Marks the slot as free for the lap after that of `position`.
    #[inline(always)]
    pub(super) fn release<const N: usize>(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `turn`, so that our read of the message is over before a
        // producer that sees the slot free writes the next one.
        self.turn.store(position::free::<N>(position.wrapping_add(N)), Ordering::Release);
    }

    /// The message's memory, for a claimer that is going to write it.
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

    /// Sets the mark of a ring that is being built at some other lap than the first.
    #[cfg(test)]
    pub(super) fn set_free<const N: usize>(&self, position: usize) {
        // ORDERING: Relaxed; the ring is not shared yet.
        self.turn.store(position::free::<N>(position), Ordering::Relaxed);
    }
}

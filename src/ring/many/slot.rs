//! One place of a slots ring: a mark and a message, side by side.
//!
//! Mark and message share a cache line, so that one line travels per message and not two.

use crate::ring::position::mark;
use crate::sync::{AtomicU32, Ordering, Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// One place of a slots ring.
///
/// Invariant: only producers write to a slot. From claim to publish the claimer alone touches the message; from publish
/// to release the consumer alone does. The consumer releases by moving the head index ([`Head`](crate::ring::head::Head)) and
/// leaves the slot's line as it is, so that the line travels once per message and not back.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Slot<T> {
    /// Names the message that was published here last; see [`position`](crate::ring::position).
    mark: AtomicU32,
    witness: Witness,
    message: UnsafeCell<MaybeUninit<T>>,
}

initial_state!(impl[T] Slot<T> = Self {
    mark: initial!(AtomicU32),
    witness: initial!(Witness),
    message: UnsafeCell::new(MaybeUninit::zeroed()),
});

impl<T> Slot<T> {
    /// Whether the message of `position` is here.
    #[inline(always)]
    pub(super) fn holds(&self, position: usize) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `publish`, so that the message is visible.
        self.mark.load(Ordering::Acquire) == mark(position)
    }

    /// Says that the message of `position` is here.
    #[inline(always)]
    pub(super) fn publish(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `holds`, so that the message is visible before its mark.
        self.mark.store(mark(position), Ordering::Release);
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
}

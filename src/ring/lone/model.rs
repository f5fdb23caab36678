//! The memory of a layout in lines as loom and shuttle see it: their atomics are not made of bytes.

use super::lines::LineTail;
use crate::sync::{Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// Memory for `N` messages and their tails; there are no more lines than messages.
#[derive(Debug)]
pub(super) struct Memory<T, const N: usize> {
    tails: [LineTail; N],
    slots: UnsafeCell<MaybeUninit<[T; N]>>,
}

initial_state!(impl[T, const N: usize] Memory<T, N> =
    Self { tails: initial!(LineTail; N), slots: UnsafeCell::new(MaybeUninit::zeroed()) });

impl<T, const N: usize> Memory<T, N> {
    /// The tail of a line.
    pub(super) fn tail(&self, line: usize) -> &LineTail {
        &self.tails[line]
    }

    /// The memory of an index.
    pub(super) fn slot(&self, index: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.slots.get().cast::<MaybeUninit<T>>().add(index) }
    }
}

/// A witness for each slot.
#[derive(Debug)]
pub(super) struct Witnesses<const N: usize>([Witness; N]);

initial_state!(impl[const N: usize] Witnesses<N> = Self(initial!(Witness; N)));

impl<const N: usize> Witnesses<N> {
    #[track_caller]
    pub(super) fn reading(&self, index: usize) {
        self.0[index].reading();
    }

    #[track_caller]
    pub(super) fn writing(&self, index: usize) {
        self.0[index].writing();
    }
}

//! The memory of a layout in lines as loom and shuttle see it: their tails are not made of bytes.

use super::lines::Tail;
use crate::sync::{initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// Memory for `N` messages and their tails; there are no more lines than messages.
#[derive(Debug)]
pub(super) struct Memory<T, const N: usize> {
    tails: [Tail; N],
    places: UnsafeCell<[MaybeUninit<T>; N]>,
}

initial_state!(impl[T, const N: usize] Memory<T, N> = Self {
    tails: initial!(Tail; N),
    places: UnsafeCell::new([const { MaybeUninit::zeroed() }; N]),
});

impl<T, const N: usize> Memory<T, N> {
    /// The tail of a line.
    pub(super) fn tail(&self, line: usize) -> &Tail {
        &self.tails[line]
    }

    /// The memory of an index.
    pub(super) fn place(&self, index: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.places.get().cast::<MaybeUninit<T>>().add(index) }
    }
}

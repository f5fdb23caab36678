//! The memory of a layout in lines as loom and shuttle see it: their tails are not made of bytes.

use super::Tail;
use crate::sync::{Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// Memory for `N` messages and their tails; there are no more lines than messages.
#[derive(Debug)]
pub(super) struct Memory<T, const N: usize> {
    tails: [Tail; N],
    witnesses: [Witness; N],
    places: UnsafeCell<[MaybeUninit<T>; N]>,
}

initial_state!(impl[T, const N: usize] Memory<T, N> = Self {
    tails: initial!(Tail; N),
    witnesses: initial!(Witness; N),
    places: UnsafeCell::new([const { MaybeUninit::zeroed() }; N]),
});

impl<T, const N: usize> Memory<T, N> {
    /// The tail of a line.
    pub(super) fn tail(&self, line: usize) -> &Tail {
        &self.tails[line]
    }

    fn place(&self, index: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.places.get().cast::<MaybeUninit<T>>().add(index) }
    }

    /// The memory of an index, for the producer.
    pub(super) fn for_writing(&self, index: usize) -> *mut MaybeUninit<T> {
        self.witnesses[index].writing();
        self.place(index)
    }

    /// The memory of an index, for the consumer.
    pub(super) fn for_reading(&self, index: usize) -> *mut MaybeUninit<T> {
        self.witnesses[index].reading();
        self.place(index)
    }
}

//! The dense layout: messages side by side, so that runs of them are slices, and one tail on a line of its own.

use super::layout::Layout;
use crate::ring::{Run, position::index};
use crate::sync::{AtomicUsize, CachePadded, Ordering, Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit, ptr::slice_from_raw_parts_mut};

/// `N` places side by side.
#[derive(Debug)]
pub struct Dense<T, const N: usize> {
    /// The next position to write; written by the producer.
    tail: CachePadded<AtomicUsize>,
    witnesses: [Witness; N],
    places: CachePadded<UnsafeCell<[MaybeUninit<T>; N]>>,
}

initial_state!(impl[T, const N: usize] CachePadded<UnsafeCell<[MaybeUninit<T>; N]>> =
    Self(UnsafeCell::new([const { MaybeUninit::zeroed() }; N])));
initial_state!(impl[T, const N: usize] Dense<T, N> = Self {
    tail: initial!(CachePadded<AtomicUsize>),
    witnesses: initial!(Witness; N),
    places: initial!(CachePadded<UnsafeCell<[MaybeUninit<T>; N]>>),
});

impl<T, const N: usize> Dense<T, N> {
    #[inline(always)]
    fn place(&self, position: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.places.get().cast::<MaybeUninit<T>>().add(index::<N>(position)) }
    }

    /// The places of a run: up to the array's end, and from its beginning.
    #[inline(always)]
    pub(super) fn parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        let before_wrap = run.len.min(N - index::<N>(run.start));
        [
            slice_from_raw_parts_mut(self.place(run.start), before_wrap),
            slice_from_raw_parts_mut(self.place(0), run.len - before_wrap),
        ]
    }
}

// SAFETY: the array has a place for each index; the Release store and Acquire load of the tail order what was written.
unsafe impl<T, const N: usize> Layout<T, N> for Dense<T, N> {
    const IN_LINES: bool = false;

    #[inline(always)]
    fn for_writing(&self, position: usize) -> *mut MaybeUninit<T> {
        self.witnesses[index::<N>(position)].writing();
        self.place(position)
    }

    #[inline(always)]
    fn for_reading(&self, position: usize) -> *mut MaybeUninit<T> {
        self.witnesses[index::<N>(position)].reading();
        self.place(position)
    }

    #[inline(always)]
    fn publish(&self, run: Run) {
        // ORDERING: Release; pairs with the Acquire load in `published_from`, so that the messages are visible before
        // the tail.
        self.tail.store(run.end(), Ordering::Release);
    }

    #[inline(always)]
    fn published_from(&self, position: usize, _: usize) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `publish`, so that the messages are visible.
        let published = self.tail.load(Ordering::Acquire).wrapping_sub(position);
        if published.wrapping_sub(1) < N { published } else { 0 }
    }
}

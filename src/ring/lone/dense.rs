//! The dense layout: messages are contiguous, so that runs of them are slices, and one tail has a line of its own.

use super::{DenseRing, Layout};
use crate::ring::{Run, position::index};
use crate::sync::{AtomicUsize, CachePadded, Ordering, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit, ptr::slice_from_raw_parts_mut};

/// `N` contiguous slots.
#[derive(Debug)]
pub struct Dense<T, const N: usize> {
    /// The next position to write; written by the producer.
    tail: CachePadded<AtomicUsize>,
    slots: CachePadded<UnsafeCell<MaybeUninit<[T; N]>>>,
}

initial_state!(impl[T, const N: usize] Dense<T, N> = Self {
    tail: initial!(CachePadded<AtomicUsize>),
    slots: CachePadded(UnsafeCell::new(MaybeUninit::zeroed())),
});

impl<T, const N: usize> Dense<T, N> {
    /// The slots of a run: as far as the end of the array, and from its beginning.
    #[inline(always)]
    pub(super) fn parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        let before_wrap = run.len.min(N - index::<N>(run.start));
        [
            slice_from_raw_parts_mut(self.slot(run.start), before_wrap),
            slice_from_raw_parts_mut(self.slot(0), run.len - before_wrap),
        ]
    }
}

// SAFETY: the array has a slot for each index; the Release store and Acquire load of the tail order what was written.
unsafe impl<T, const N: usize> Layout<N> for Dense<T, N> {
    type Item = T;

    const IN_LINES: bool = false;

    fn reset(&self, position: usize) {
        // ORDERING: Relaxed; nobody else uses the ring.
        self.tail.store(position, Ordering::Relaxed);
    }

    #[inline(always)]
    fn slot(&self, position: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.slots.get().cast::<MaybeUninit<T>>().add(index::<N>(position)) }
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

impl<T, const N: usize> DenseRing<T, N> {
    /// The memory of a claimed run, as far as the end of the array and from its beginning.
    #[inline(always)]
    pub(in crate::ring) fn claimed_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        // LOOM: it has to see who touches which slot; in debug builds the empty calls would cost one by one.
        if cfg!(strait_loom) {
            run.positions().for_each(|position| self.witnesses.writing(index::<N>(position)));
        }
        self.layout.parts(run)
    }

    /// The memory of a ready run, likewise.
    #[inline(always)]
    pub(in crate::ring) fn published_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        // LOOM: as above.
        if cfg!(strait_loom) {
            run.positions().for_each(|position| self.witnesses.reading(index::<N>(position)));
        }
        self.layout.parts(run)
    }
}

//! The layout in lines: as many messages as fit a cache line, preceded by the tail as it was when the last of them was
//! published.
//!
//! A consumer that waits for the next message reads the line where it will be, so one line travels and not two. A line
//! holds seven messages of 8 bytes, three of 16, one of 32 to 60. Messages that do not fit a line with a tail are
//! contiguous and have a single tail, as in the dense layout.
//!
//! A line's tail may be stale, never wrong: it is past every published position of its line, and not past any
//! unpublished one. So a tail from the lap before says of a position that it is not there yet, and a ring of zero bytes
//! is an empty ring, so that a `static` lies in `.bss`.

use super::{Layout, memory::Memory};
use crate::ring::{LINE, Run, position::index};
use crate::sync::{AtomicU32, Ordering, initial, initial_state};
use core::mem::MaybeUninit;

/// The low bits of a position. A stale tail is less than `N` behind the position that it is compared with, a current
/// one at most `N` ahead, so 32 bits tell them apart.
pub(super) type LineTail = AtomicU32;

/// `N` slots in lines.
#[derive(Debug)]
pub struct Lines<T, const N: usize> {
    memory: Memory<T, N>,
}

initial_state!(impl[T, const N: usize] Lines<T, N> = Self { memory: initial!(Memory<T, N>) });

/// How many messages follow a tail in one line; all of them if not even one fits, or if they need no memory.
pub(super) const fn fit<T>() -> usize {
    match size_of::<T>() {
        0 => ALL,
        size => match LINE.saturating_sub(lead::<T>()) / size {
            0 => ALL,
            some => some,
        },
    }
}

/// More than there are.
pub(super) const ALL: usize = u32::MAX as usize;

/// The bytes from the beginning of a line to its first message: the tail, and what alignment takes.
pub(super) const fn lead<T>() -> usize {
    let (tail, align) = (size_of::<u32>(), align_of::<T>());
    if tail < align { align } else { tail }
}

/// The line of an index.
#[inline(always)]
pub(super) const fn line<T>(index: usize) -> usize {
    // An index has at most 31 bits, and a 32-bit division by a constant is a multiplication.
    (index as u32 / fit::<T>() as u32) as usize
}

/// The number of messages before an index in its line.
#[inline(always)]
const fn before<T>(index: usize) -> usize {
    (index as u32 % fit::<T>() as u32) as usize
}

impl<T, const N: usize> Lines<T, N> {
    /// The number of positions published from `position` on, as far as its line tells.
    #[inline(always)]
    fn published_at(&self, position: usize) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `store_tail`, so that the messages are visible.
        let tail = self.memory.tail(line::<T>(index::<N>(position))).load(Ordering::Acquire);
        let published = tail.wrapping_sub(position as u32) as usize;
        if published.wrapping_sub(1) < N { published } else { 0 }
    }

    #[inline(always)]
    fn store_tail(&self, index: usize, tail: usize) {
        // ORDERING: Release; pairs with the Acquire load in `published_at`, so that the messages are visible before the
        // tail.
        self.memory.tail(line::<T>(index)).store(tail as u32, Ordering::Release);
    }
}

// SAFETY: the memory has a slot for each index; the Release stores and Acquire loads of tails order what was written.
unsafe impl<T, const N: usize> Layout<N> for Lines<T, N> {
    type Item = T;

    const IN_LINES: bool = fit::<T>() != ALL;

    fn reset(&self, position: usize) {
        for line in 0..=line::<T>(N - 1) {
            // ORDERING: Relaxed; nobody else uses the ring.
            self.memory.tail(line).store(position as u32, Ordering::Relaxed);
        }
    }

    #[inline(always)]
    fn slot(&self, position: usize) -> *mut MaybeUninit<T> {
        self.memory.slot(index::<N>(position))
    }

    #[inline(always)]
    fn publish(&self, run: Run) {
        let first = index::<N>(run.start);
        let in_first = (fit::<T>() - before::<T>(first)).min(N - first);
        // The lines after the first, from the last: whoever sees the tail of the first sees all of them. (A run that
        // wraps around into slots before its first writes the tail of the first line early, which is as true.)
        let mut left = run.len;
        while left > in_first {
            let last = index::<N>(run.start.wrapping_add(left - 1));
            self.store_tail(last, run.end());
            left -= before::<T>(last) + 1;
        }
        self.store_tail(first, run.end());
    }

    #[inline(always)]
    fn published_from(&self, position: usize, wanted: usize) -> usize {
        let mut published = self.published_at(position);
        while 0 < published && published < wanted {
            match self.published_at(position.wrapping_add(published)) {
                0 => break,
                more => published += more,
            }
        }
        published
    }
}

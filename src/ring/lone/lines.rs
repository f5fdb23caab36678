//! The layout in lines: as many messages as fit a cache line, and before them the tail as it was when the last of them
//! was published.
//!
//! A consumer that waits for the next message looks at the line where it will be, and one line travels, not two. A line
//! holds seven messages of 8 bytes, three of 16, one of 32 to 60. Messages that fit no line beside a tail lie
//! side by side behind one tail, as in the dense layout.
//!
//! A tail that stands in a line is never wrong, at worst old: it is past every published position of its line, and not
//! past any position that is not published. So a tail from a lap ago says of a position now that it is not there yet,
//! and a ring of zero bytes is an empty ring, which is why a `static` one lies in `.bss`.

use super::{layout::Layout, memory::Memory};
use crate::ring::{LINE, Run, position::index};
use crate::sync::{AtomicU32, Ordering, Witness, initial, initial_state};
use core::mem::MaybeUninit;

/// A tail takes the low bits of a position. An old one is less than `N` behind the position that it is asked for, and a
/// new one at most `N` ahead of it, so 32 bits tell them apart.
pub(super) type Tail = AtomicU32;

/// `N` places in lines.
#[derive(Debug)]
pub struct Lines<T, const N: usize> {
    witnesses: [Witness; N],
    memory: Memory<T, N>,
}

initial_state!(impl[T, const N: usize] Lines<T, N> = Self {
    witnesses: initial!(Witness; N),
    memory: initial!(Memory<T, N>),
});

/// How many messages follow a tail in one line; all of them if not one fits, or if they need no memory.
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

/// From the beginning of a line to its first message: the tail, and what alignment takes.
pub(super) const fn lead<T>() -> usize {
    let (tail, align) = (size_of::<u32>(), align_of::<T>());
    if tail < align { align } else { tail }
}

/// In which line an index lies.
#[inline(always)]
pub(super) const fn line<T>(index: usize) -> usize {
    // An index has at most 31 bits, and a division of 32 bits by a constant is a multiplication.
    (index as u32 / fit::<T>() as u32) as usize
}

/// How many messages before an index lie in its line.
#[inline(always)]
const fn before<T>(index: usize) -> usize {
    (index as u32 % fit::<T>() as u32) as usize
}

impl<T, const N: usize> Lines<T, N> {
    /// How many positions from `position` on are published, as far as is known in its line.
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

// SAFETY: the memory has a place for each index; the Release stores and Acquire loads of tails order what was written.
unsafe impl<T, const N: usize> Layout<T, N> for Lines<T, N> {
    const IN_LINES: bool = fit::<T>() != ALL;

    #[inline(always)]
    fn for_writing(&self, position: usize) -> *mut MaybeUninit<T> {
        let index = index::<N>(position);
        self.witnesses[index].writing();
        self.memory.place(index)
    }

    #[inline(always)]
    fn for_reading(&self, position: usize) -> *mut MaybeUninit<T> {
        let index = index::<N>(position);
        self.witnesses[index].reading();
        self.memory.place(index)
    }

    #[inline(always)]
    fn publish(&self, run: Run) {
        let first = index::<N>(run.start);
        let in_first = (fit::<T>() - before::<T>(first)).min(N - first);
        // The lines behind the first, from the last: whoever sees the tail in the first sees all of them. (A run that
        // goes round the ring into places before its first has that line among them, which says no less.)
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

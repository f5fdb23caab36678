//! The layout in lines: as many messages as fit a cache line, and before them the tail as it was when the last of them was
//! published.
//!
//! A consumer that waits for the next message looks at the line where it will be, and one line travels, not two. A line
//! holds seven messages of a word, three of two words, one of 29 to 56 bytes. Messages that fit no line beside a tail lie
//! side by side behind one tail, as in the dense layout.
//!
//! A tail that stands in a line is never wrong, at worst old: it is past every published position of its line, and not
//! past any position that is not published. So a tail from a lap ago says of a position now that it is not there yet, and
//! a ring of zero bytes is an empty ring, which is why a `static` one lies in `.bss`.

#[cfg_attr(not(any(strait_loom, strait_shuttle)), path = "lines/memory.rs")]
#[cfg_attr(any(strait_loom, strait_shuttle), path = "lines/model.rs")]
mod memory;

use super::{Run, layout::Layout, position::index};
use crate::sync::{Ordering, initial, initial_state};
use core::mem::MaybeUninit;
use memory::Memory;

/// What the processor moves between cores at once. On a machine with longer lines a line here is a part of one.
const LINE: usize = 64;

/// `N` places in lines.
#[derive(Debug)]
pub struct Lines<T, const N: usize> {
    memory: Memory<T, N>,
}

initial_state!(impl[T, const N: usize] Lines<T, N> = Self { memory: initial!(Memory<T, N>) });

/// How many messages follow a tail in one line; 0 if none fits, or if they need no memory.
const fn fit<T>() -> usize {
    if size_of::<T>() == 0 { 0 } else { LINE.saturating_sub(lead::<T>()) / size_of::<T>() }
}

/// From the beginning of a line to its first message: the tail, and what alignment takes.
const fn lead<T>() -> usize {
    let (tail, align) = (size_of::<usize>(), align_of::<T>());
    if tail < align { align } else { tail }
}

/// In which line an index lies.
#[inline(always)]
const fn line<T>(index: usize) -> usize {
    // An index has at most 31 bits, and a division of 32 bits by a constant is a multiplication.
    match fit::<T>() {
        0 => 0,
        messages => (index as u32 / messages as u32) as usize,
    }
}

/// How many messages before an index lie in its line.
#[inline(always)]
const fn before<T>(index: usize) -> usize {
    match fit::<T>() {
        0 => index,
        messages => (index as u32 % messages as u32) as usize,
    }
}

// SAFETY: the memory has a place for each index; the Release stores and Acquire loads of tails order what was written.
unsafe impl<T, const N: usize> Layout<T, N> for Lines<T, N> {
    #[inline(always)]
    fn for_writing(&self, position: usize) -> *mut MaybeUninit<T> {
        self.memory.for_writing(index::<N>(position))
    }

    #[inline(always)]
    fn for_reading(&self, position: usize) -> *mut MaybeUninit<T> {
        self.memory.for_reading(index::<N>(position))
    }

    #[inline(always)]
    fn publish(&self, run: Run) {
        // Line by line from the last to the first, so that who sees the first sees all.
        let mut left = run;
        loop {
            let last = index::<N>(left.end().wrapping_sub(1));
            // ORDERING: Release; pairs with the Acquire load in `tail_at`, so that the messages are visible before the tail.
            self.memory.tail(line::<T>(last)).store(run.end(), Ordering::Release);
            let in_line = before::<T>(last) + 1;
            if left.len <= in_line {
                return;
            }
            left.len -= in_line;
        }
    }

    #[inline(always)]
    fn tail_at(&self, position: usize) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `publish`, so that the messages are visible.
        self.memory.tail(line::<T>(index::<N>(position))).load(Ordering::Acquire)
    }
}

//! The bytes of a layout in lines.
//!
//! Stable Rust has no array length "as many lines as `N` messages of this size need". So the memory is that of `N`
//! messages plus 8 bytes for each, which is never less, and where the messages and tails stand in it is computed here.
//! What is not needed is never touched.

use super::lines::{ALL, LineTail, fit, lead, line};
use crate::ring::LINE;
use crate::sync::{CachePadded, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// Memory for `N` messages and their tails.
#[derive(Debug)]
pub(super) struct Memory<T, const N: usize> {
    room: CachePadded<UnsafeCell<MaybeUninit<Room<T, N>>>>,
}

initial_state!(impl[T, const N: usize] Memory<T, N> =
    Self { room: CachePadded(UnsafeCell::new(MaybeUninit::zeroed())) });

/// As much memory as is ever needed. Its fields are not used as such.
///
/// A move need not copy what is padding here, be it padding of `T`. Tails may lie there, so
/// [`resume`](crate::ring::Ring::resume) writes them anew after a move. So may messages of a `T` with padding, which
/// only leaked handles leave in a ring that moves; the compiler does copy them, though it does not promise to.
#[repr(C)]
struct Room<T, const N: usize> {
    _first: First,
    _others: [Neighbors<T>; N],
}

/// What lines take that are not full, and the one tail of messages that fit no line, on lines of its own.
type First = CachePadded<[u32; size_of::<CachePadded<u32>>() / size_of::<u32>()]>;

/// A message, and enough for a tail of its own or for its share of a line's.
#[repr(C)]
struct Neighbors<T> {
    _tail: [u32; 2],
    _message: T,
}

impl<T, const N: usize> Memory<T, N> {
    /// The bytes from one line to the next. A message alone with its tail may have less than a whole line, and reach
    /// into the next.
    const STRIDE: usize = match fit::<T>() {
        ALL => 0,
        1 if size_of::<Neighbors<T>>() < LINE => (lead::<T>() + size_of::<T>()).next_multiple_of(lead::<T>()),
        _ => LINE,
    };

    /// The bytes from the beginning of a line to its first message.
    const LEAD: usize = match fit::<T>() {
        ALL if size_of::<First>() < align_of::<T>() => align_of::<T>(),
        ALL => size_of::<First>(),
        _ => lead::<T>(),
    };

    /// The bytes between the last message of a line and the first of the next.
    const GAP: usize = match fit::<T>() {
        ALL => 0,
        messages => Self::STRIDE - messages * size_of::<T>(),
    };

    /// The bytes of the room's fields.
    const ROOM: usize = size_of::<First>() + N * size_of::<Neighbors<T>>();

    /// Where the last message ends.
    const END: usize = Self::offset(N - 1) + size_of::<T>();

    /// Where the message of an index begins.
    // PERF: counted from the first message, not from a line and a slot in it, which takes a remainder as well.
    #[inline(always)]
    const fn offset(index: usize) -> usize {
        Self::LEAD + index * size_of::<T>() + line::<T>(index) * Self::GAP
    }

    /// The memory, which reaches as far as `END`.
    #[inline(always)]
    fn bytes(&self) -> *mut u8 {
        const {
            assert!(Self::END <= Self::ROOM, "messages and tails fit the room's fields");
            assert!(Self::LEAD % align_of::<T>() == 0 && Self::GAP % align_of::<T>() == 0, "messages are aligned");
            assert!(Self::STRIDE % align_of::<LineTail>() == 0, "tails are aligned");
        }
        self.room.get().cast()
    }

    /// The tail of a line.
    #[inline(always)]
    pub(super) fn tail(&self, line: usize) -> &LineTail {
        // SAFETY: a line begins with an aligned tail inside the room, as the assertions above say. Its bytes are zero
        // at first and tails after that, or `Layout::reset` writes them before anybody reads them; nobody accesses them
        // as anything else.
        unsafe { &*self.bytes().add(line * Self::STRIDE).cast() }
    }

    /// The memory of an index.
    #[inline(always)]
    pub(super) fn slot(&self, index: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the slot ends at `END` or before; the room holds that.
        unsafe { self.bytes().add(Self::offset(index)).cast() }
    }
}

/// In the models a witness for each slot; here nothing. (An array of `N` nothings would cost compile time.)
#[derive(Debug)]
pub(super) struct Witnesses<const N: usize>;

initial_state!(impl[const N: usize] Witnesses<N> = Self);

impl<const N: usize> Witnesses<N> {
    #[inline(always)]
    pub(super) fn reading(&self, _: usize) {}

    #[inline(always)]
    pub(super) fn writing(&self, _: usize) {}
}

#[cfg(all(test, feature = "alloc"))]
#[path = "../../../tests/unit/ring_memory.rs"]
mod tests;

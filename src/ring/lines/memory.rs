//! The bytes of a layout in lines.
//!
//! The length of an array cannot be "as many lines as `N` messages of this size need" in stable Rust. So the memory is that
//! of `N` messages with a tail each, which is never less, and where the messages and tails stand in it is worked out here.
//! What is not needed is never touched.

use super::{ALL, LINE, Tail, fit, lead, line};
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
#[repr(C)]
struct Room<T, const N: usize> {
    _first: First,
    _others: [Beside<T>; N],
}

/// What lines take that are not full, and the one tail of messages that fit no line, on lines of its own.
type First = CachePadded<[u32; LINE / size_of::<u32>()]>;

/// A message with a tail of its own.
#[repr(C)]
struct Beside<T> {
    _tail: u32,
    _message: T,
}

impl<T, const N: usize> Memory<T, N> {
    /// Bytes from one line to the next. A message alone with its tail may take less than a whole line, or reach into the
    /// next.
    const STRIDE: usize = match fit::<T>() {
        ALL => 0,
        1 => size_of::<Beside<T>>(),
        _ => LINE,
    };

    /// Bytes from the beginning of a line to its first message.
    const LEAD: usize = match fit::<T>() {
        ALL if size_of::<First>() < align_of::<T>() => align_of::<T>(),
        ALL => size_of::<First>(),
        _ => lead::<T>(),
    };

    /// Bytes between the last message of a line and the first of the next.
    const GAP: usize = match fit::<T>() {
        ALL => 0,
        messages => Self::STRIDE - messages * size_of::<T>(),
    };

    /// Where the last message ends.
    const END: usize = Self::offset(N - 1) + size_of::<T>();

    /// Where the message of an index begins.
    // PERF: one addition for the gaps before it; with lines and places in them the address took twice the time.
    #[inline(always)]
    const fn offset(index: usize) -> usize {
        Self::LEAD + index * size_of::<T>() + line::<T>(index) * Self::GAP
    }

    /// The memory, which holds all that `END` says.
    #[inline(always)]
    fn bytes(&self) -> *mut u8 {
        const {
            assert!(Self::END <= size_of::<Room<T, N>>(), "messages and tails fit the room");
            assert!(Self::LEAD % align_of::<T>() == 0 && Self::GAP % align_of::<T>() == 0, "messages are aligned");
            assert!(Self::STRIDE % align_of::<Tail>() == 0, "tails are aligned");
        }
        self.room.get().cast()
    }

    /// The tail of a line.
    #[inline(always)]
    pub(super) fn tail(&self, line: usize) -> &Tail {
        // SAFETY: a line begins with an aligned tail inside the room, as the assertions above say; zero bytes are a tail,
        // and nobody sees these bytes as anything else.
        unsafe { &*self.bytes().add(line * Self::STRIDE).cast() }
    }

    #[inline(always)]
    fn place(&self, index: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the place ends where `END` says or before; the room holds that.
        unsafe { self.bytes().add(Self::offset(index)).cast() }
    }

    /// The memory of an index, for the producer.
    #[inline(always)]
    pub(super) fn for_writing(&self, index: usize) -> *mut MaybeUninit<T> {
        self.place(index)
    }

    /// The memory of an index, for the consumer.
    #[inline(always)]
    pub(super) fn for_reading(&self, index: usize) -> *mut MaybeUninit<T> {
        self.place(index)
    }
}

//! The bytes of a layout in lines.
//!
//! The length of an array cannot be "as many lines as `N` messages of this size need" in stable Rust. So the memory is that
//! of `N` messages with a tail each, which is never less, and where the messages and tails stand in it is worked out here.
//! What is not needed is never touched.

use super::{LINE, before, fit, lead, line};
use crate::sync::{AtomicUsize, CachePadded, initial_state};
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
type First = CachePadded<[usize; LINE / size_of::<usize>()]>;

/// A message with a tail of its own.
#[repr(C)]
struct Beside<T> {
    _tail: usize,
    _message: T,
}

impl<T, const N: usize> Memory<T, N> {
    /// Bytes from one line to the next; a message alone with its tail may take less than a whole line, or reach into the next.
    const STRIDE: usize = match fit::<T>() {
        0 => 0,
        1 => size_of::<Beside<T>>(),
        _ => LINE,
    };

    /// Bytes from the beginning of a line to its first message.
    const LEAD: usize = match fit::<T>() {
        0 if size_of::<First>() < align_of::<T>() => align_of::<T>(),
        0 => size_of::<First>(),
        _ => lead::<T>(),
    };

    /// Where the last message ends.
    const END: usize = line::<T>(N - 1) * Self::STRIDE + Self::LEAD + (before::<T>(N - 1) + 1) * size_of::<T>();

    /// The memory, which holds all that `END` says.
    #[inline(always)]
    fn bytes(&self) -> *mut u8 {
        const {
            assert!(Self::END <= size_of::<Room<T, N>>(), "messages and tails fit the room");
            assert!(Self::STRIDE % align_of::<T>() == 0 && Self::LEAD % align_of::<T>() == 0, "messages are aligned");
            assert!(Self::STRIDE % align_of::<AtomicUsize>() == 0, "tails are aligned");
        }
        self.room.get().cast()
    }

    /// The tail of a line.
    #[inline(always)]
    pub(super) fn tail(&self, line: usize) -> &AtomicUsize {
        // SAFETY: a line begins with an aligned tail inside the room, as the assertions above say; zero bytes are a tail,
        // and nobody sees these bytes as anything else.
        unsafe { &*self.bytes().add(line * Self::STRIDE).cast() }
    }

    #[inline(always)]
    fn place(&self, index: usize) -> *mut MaybeUninit<T> {
        let offset = line::<T>(index) * Self::STRIDE + Self::LEAD + before::<T>(index) * size_of::<T>();
        // SAFETY: an index is below `N`, so the place ends where `END` says or before; the room holds that.
        unsafe { self.bytes().add(offset).cast() }
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

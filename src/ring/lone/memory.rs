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
mod tests {
    use super::{LINE, LineTail, Memory, line};
    use crate::sync::initial;
    use alloc::{boxed::Box, vec::Vec};
    use core::ops::Range;

    #[repr(align(32))]
    #[expect(dead_code, reason = "only its layout counts")]
    struct Align32([u8; 32]);
    #[repr(align(64))]
    #[expect(dead_code, reason = "only its layout counts")]
    struct Align64([u8; 64]);
    #[repr(align(512))]
    #[expect(dead_code, reason = "only its layout counts")]
    struct Align512([u8; 512]);

    /// Every tail and every message has bytes of its own, aligned and inside the memory; one tail for each line.
    fn check<T, const N: usize>() {
        let memory = Box::new(initial!(Memory<T, N>));
        let whole = (&raw const *memory) as usize..(&raw const *memory) as usize + size_of::<Memory<T, N>>();
        let slots = (0..N).map(|index| {
            let slot = memory.slot(index) as usize;
            assert_eq!(slot % align_of::<T>(), 0);
            slot..slot + size_of::<T>()
        });
        let tails = (0..=line::<T>(N - 1)).map(|line| {
            let tail = core::ptr::from_ref(memory.tail(line)) as usize;
            tail..tail + size_of::<LineTail>()
        });
        let mut all: Vec<Range<usize>> = slots.chain(tails).filter(|bytes| !bytes.is_empty()).collect();
        all.sort_by_key(|bytes| bytes.start);
        assert!(all.windows(2).all(|two| two[0].end <= two[1].start), "no two share a byte");
        assert!(whole.start <= all[0].start && all[all.len() - 1].end <= whole.end, "all lie inside");
    }

    fn check_capacities<T>() {
        check::<T, 1>();
        check::<T, 2>();
        check::<T, 8>();
        check::<T, 64>();
        check::<T, 1024>();
    }

    #[test]
    fn tails_and_messages_of_every_size_lie_apart() {
        macro_rules! check_arrays {
            ($($type:ty: $($count:literal)*;)*) => { $($(check_capacities::<[$type; $count]>();)*)* };
        }
        check_arrays! {
            (): 1;
            u8: 1 2 3 5 7 8 11 12 13 15 16 19 20 21 22 23 24 25 27 28 29 30 31 32 48 59 60 61 64 65 128 256;
            u16: 1 2 3 5 6 7 8 9 10 11 12 13 14 15 16 29 30 31 32;
            u32: 1 2 3 4 5 6 7 8 12 14 15 16 64;
            u64: 1 2 3 4 5 6 7 8 9 32;
            u128: 1 2 3 4 5;
        }
        check_capacities::<Align32>();
        check_capacities::<Align64>();
        check_capacities::<Align512>();
    }

    /// A line of the layout is one of the memory, so that one travels.
    #[test]
    fn messages_of_a_line_lie_in_one_cache_line_with_their_tail() {
        fn is_in_one<T>() {
            let memory = Box::new(initial!(Memory<T, 64>));
            for index in 0..64 {
                let tail = core::ptr::from_ref(memory.tail(line::<T>(index))) as usize;
                assert_eq!(tail / LINE, memory.slot(index) as usize / LINE);
                assert_eq!(tail / LINE, (memory.slot(index) as usize + size_of::<T>() - 1) / LINE);
            }
        }
        is_in_one::<u8>();
        is_in_one::<u64>();
        is_in_one::<[u64; 2]>();
        is_in_one::<[u64; 3]>();
        is_in_one::<[u64; 7]>();
        is_in_one::<[u32; 14]>();
        is_in_one::<[u32; 15]>();
    }
}

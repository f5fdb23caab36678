//! Where tails and messages lie in the memory of a layout in lines.

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

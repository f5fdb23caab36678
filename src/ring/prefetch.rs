//! Prefetches: the lines of a run are requested all at once, so that their cache misses overlap.
//!
//! A consumer that takes one message requests the next line, where messages lie in lines, or the whole next message,
//! where it is there and takes several lines.
//!
//! A producer that sends one message requests the slot four lines ahead, where messages do not lie in lines, if it
//! knows that slot to be free. Otherwise it would wait for every line that the consumer read a lap ago: a store waits
//! for its line, and with many producers the next compare-and-swap waits for the store.
//!
//! A prefetch accesses no memory and affects nothing but time. It exists on x86-64 and AArch64.

use super::{LINE, Run};
use core::mem::MaybeUninit;

/// The most lines to request at once. More would evict others from the first-level cache, perhaps for messages that
/// never come.
const MOST: usize = 64;

/// How many bytes ahead of its message a producer requests memory.
// PERF: fewer lines come too late, more take lines from a consumer that is close behind.
const AHEAD: usize = 4 * LINE;

/// How many slots ahead of its message a producer requests memory, if a slot is an `S`; at least one.
pub(super) const fn ahead<S>() -> usize {
    match size_of::<S>() {
        0 => AHEAD,
        size if size < AHEAD => AHEAD / size,
        _ => 1,
    }
}

/// Requests a slot that a producer will come to, for writing.
#[inline(always)]
pub(super) fn slot_ahead<S>(slot: *const S) {
    let mut offset = 0;
    while offset < size_of::<S>().min(AHEAD) {
        for_writing(slot.wrapping_byte_add(offset));
        offset += LINE;
    }
}

/// Requests the slots of a claimed run, for writing.
#[inline(always)]
pub(super) fn claimed<T>(run: Run, slot: impl Fn(usize) -> *mut MaybeUninit<T>) {
    each_line::<T>(run, |position, offset| for_writing(slot(position).wrapping_byte_add(offset)));
}

/// Requests the slots of a ready run, for reading.
#[inline(always)]
pub(super) fn ready<T>(run: Run, slot: impl Fn(usize) -> *mut MaybeUninit<T>) {
    each_line::<T>(run, |position, offset| for_reading(slot(position).wrapping_byte_add(offset)));
}

/// Requests the line after the one in which a slot lies, for reading.
#[inline(always)]
pub(super) fn next_line<T>(slot: *const T) {
    for_reading(slot.wrapping_byte_add(LINE));
}

/// Requests the message after a slot, for reading, if it is longer than a line. After a ring's last slot there is none;
/// then this does no good, and no harm.
#[inline(always)]
pub(super) fn next_message<T>(slot: *const T) {
    let next = Run { start: 1, len: 1 };
    each_line::<T>(next, |index, offset| for_reading(slot.wrapping_add(index).wrapping_byte_add(offset)));
}

/// Calls `hint` for each line of a run whose messages are contiguous, if there are several lines, with a position and
/// the bytes from its beginning.
// PERF: a hand-written loop is faster than iterators here.
#[inline(always)]
fn each_line<T>(run: Run, mut hint: impl FnMut(usize, usize)) {
    let size = size_of::<T>().max(1);
    let step = (LINE / size).max(1);
    if run.len * size <= LINE {
        return; // The next access requests it just as soon.
    }
    let len = run.len.min((MOST * LINE / size).max(1));
    let mut index = 0;
    while index < len {
        let mut offset = 0;
        while offset < size.min(MOST * LINE) {
            hint(run.start.wrapping_add(index), offset);
            offset += LINE;
        }
        index += step;
    }
}

/// Defines a function that requests a line with the processor's own instruction.
macro_rules! hint {
    ($(#[$doc:meta])* $name:ident, $x86_64:literal, $aarch64:literal) => {
        $(#[$doc])*
        #[inline(always)]
        fn $name<V>(address: *const V) {
            // SAFETY: a prefetch reads, writes and faults nowhere.
            #[cfg(all(target_arch = "x86_64", not(miri)))]
            unsafe {
                core::arch::asm!(concat!($x86_64, " [{}]"), in(reg) address, options(readonly, nostack, preserves_flags));
            }
            // SAFETY: as above.
            #[cfg(all(target_arch = "aarch64", not(miri)))]
            unsafe {
                core::arch::asm!(concat!($aarch64, ", [{}]"), in(reg) address, options(readonly, nostack, preserves_flags));
            }
            let _ = address;
        }
    };
}

hint! {
    /// Requests a line for this core alone.
    // The intrinsic for it requests a shared line, unless the program is built for newer processors only.
    for_writing, "prefetchw", "prfm pstl1keep"
}
hint! {
    /// Requests a line.
    for_reading, "prefetcht0", "prfm pldl1keep"
}

#[cfg(test)]
#[path = "../../tests/unit/ring_prefetch.rs"]
mod tests;

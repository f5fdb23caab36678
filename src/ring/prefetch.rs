//! Hints to the processor: the lines of a run are asked for all at once, so that who goes through them does not wait
//! for one after the other.
//!
//! A consumer that takes one message asks for the next line, where a message lies in one, and for all of the next
//! message, where it is there and takes several.
//!
//! A producer that sends one message asks for the place that lies four lines ahead, where messages do not lie in lines
//! with their tails, if it knows that place to be free. Without that it waits for each line that the consumer has read
//! a lap ago: a store waits for its line, and with many producers the next compare-and-swap waits for the store.
//!
//! A hint touches no memory and means nothing but time. There is one on x86-64 and AArch64.
// PERF: class C, `u64`, M messages/s without and with, medians of 9: chunks of 64 185 and 279, slices of 512 473 and
// 611, `spsc` in batches of 64 288 and 389. `mpsc` in batches of 32 would lose a twentieth. To ask for what a slice is
// copied from: 590 to 572. One message at a time, class B, N = 64 / 1024 / 65536. The next line of `spsc`: `u64` 135 /
// 225 / 231 and 209 / 219 / 252, in another hour 241 / 249 / 361 and 231 / 301 / 371; 56 bytes 44 / 60 / 65 and 53 / 69
// / 74; class C, `u64`, 44 / 71 / 72 and 58 / 73 / 78. In `pipe` and `mpsc` it takes lines away from their producers:
// `pipe` 165 / 218 / 234 and 97 / 117 / 176. The next message of 256 bytes: 18 / 26 / 28 and 29 / 33 / 30; with a
// consumer that hashes them, N = 64 / 1024, 12 / 19 and 21 / 19; one that does next to nothing comes too close to its
// producer: 46 / 24 and 30 / 23.

use super::{LINE, Ring, Run};

/// Lines that are asked for at once. More would push others out of the first cache, perhaps for messages that never
/// come.
const MOST: usize = 64;

/// How many bytes ahead of its message a producer asks for memory.
// PERF: without and with, M messages/s, `u64`, N = 1024, medians. Classes A / B / C: `mpsc` 183 / 79 / 40 and 153 / 112
// / 77, `pipe` 320 / 213 / 46 and 266 / 232 / 103. Blocking, B / C: `mpsc` with one producer 62 / 23 and 82 / 85, with
// two 61 / 32 and 63 / 57, with eight 50 / 27 and 49 / 50; `pipe` 228 / 38 and 271 / 137. 64 bytes in `spsc`, A / B /
// C, 110 / 68 / 16 and 110 / 73 / 19, at N = 65536 in C 19 and 47; 256 bytes in C 5.5 and 7.8. One thread, `pipe`: 354
// and 322 M operations/s. With one or two lines `mpsc` has 60 in B, with three to six 107 to 126, with eight 79; and if
// it asks for places that are not known to be free, half as much where the ring is nearly full. Where messages lie in
// lines, B, N = 64 / 1024 / 65536: 207 / 228 / 260 and 188 / 255 / 210; in C it would double the rate.
const AHEAD: usize = 4 * LINE;

/// How many places ahead of its message a producer asks for memory, if a place takes as much as a `P`; one at least.
pub(super) const fn ahead<P>() -> usize {
    match size_of::<P>() {
        0 => AHEAD,
        size if size < AHEAD => AHEAD / size,
        _ => 1,
    }
}

/// Asks for a place that a producer will come to, to write there.
#[inline(always)]
pub(super) fn place_ahead<P>(place: *const P) {
    let mut offset = 0;
    while offset < size_of::<P>().min(AHEAD) {
        to_write(place.wrapping_byte_add(offset));
        offset += LINE;
    }
}

/// Asks for the memory of a claimed run, to write there.
#[inline(always)]
pub(super) fn claimed<T, R: Ring<T>>(ring: &R, run: Run) {
    // SAFETY: the run is claimed; of the pointer nothing but an address is made.
    each_line::<T>(run, |position, offset| to_write(unsafe { ring.claimed(position) }.wrapping_byte_add(offset)));
}

/// Asks for the memory of a ready run, to read it.
#[inline(always)]
pub(super) fn ready<T, R: Ring<T>>(ring: &R, run: Run) {
    // SAFETY: the run is ready; of the pointer nothing but an address is made.
    each_line::<T>(run, |position, offset| to_read(unsafe { ring.published(position) }.wrapping_byte_add(offset)));
}

/// Asks for the line behind the one in which a place lies, to read it.
#[inline(always)]
pub(super) fn next_line<T>(place: *const T) {
    to_read(place.wrapping_byte_add(LINE));
}

/// Asks for the message that lies behind a place, to read it, if it is longer than a line. Behind the last place of a
/// ring lies none; then this does no good, and no harm.
#[inline(always)]
pub(super) fn next_message<T>(place: *const T) {
    let behind = Run { start: 1, len: 1 };
    each_line::<T>(behind, |index, offset| to_read(place.wrapping_add(index).wrapping_byte_add(offset)));
}

/// Names each line of a run whose messages lie side by side, if there are several, by a position and the bytes behind
/// its beginning.
// PERF: a loop by hand: with iterators in its place chunks took a seventh more time.
#[inline(always)]
fn each_line<T>(run: Run, mut hint: impl FnMut(usize, usize)) {
    let size = size_of::<T>().max(1);
    let step = (LINE / size).max(1);
    if run.len * size <= LINE {
        return; // The next access asks for it as soon.
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

/// Makes a function that asks for a line by the processor's instruction for it.
macro_rules! hint {
    ($(#[$doc:meta])* $name:ident, $x86_64:literal, $aarch64:literal) => {
        $(#[$doc])*
        #[inline(always)]
        fn $name<V>(address: *const V) {
            // SAFETY: a hint reads, writes and faults nowhere.
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
    /// Asks for a line, not to be shared with the core that has it.
    // The intrinsic for it asks for a shared line, unless the program is built for newer processors alone.
    to_write, "prefetchw", "prfm pstl1keep"
}
hint! {
    /// Asks for a line.
    to_read, "prefetcht0", "prfm pldl1keep"
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, LINE, MOST, Run, ahead, each_line};

    /// The lines that are named for a run, if its memory begins with a line.
    fn lines<T>(len: usize) -> usize {
        let (mut next, mut named) = (0, 0);
        each_line::<T>(Run { start: 0, len }, |position, offset| {
            let at = position * size_of::<T>() + offset;
            assert!(at <= next, "no line is left out");
            (next, named) = (at + LINE, named + 1);
        });
        assert!(named >= MOST || next >= len * size_of::<T>(), "up to the run's end");
        named
    }

    #[test]
    fn every_line_of_a_run_is_named_up_to_a_limit() {
        assert_eq!(lines::<u64>(64), 8);
        assert_eq!(lines::<u64>(9), 2);
        assert_eq!(lines::<[u8; 24]>(10), 5);
        assert_eq!(lines::<[u8; 40]>(10), 10);
        assert_eq!(lines::<[u8; 200]>(3), 12);
        assert_eq!(lines::<u8>(65536), MOST);
        assert_eq!(lines::<[u8; 65536]>(2), MOST);
    }

    #[test]
    fn a_place_ahead_lies_four_lines_ahead_or_is_the_next() {
        assert_eq!(ahead::<u64>() * size_of::<u64>(), AHEAD);
        assert_eq!(ahead::<[u8; 56]>(), 4);
        assert_eq!(ahead::<[u8; 256]>(), 1);
        assert_eq!(ahead::<[u8; 65536]>(), 1);
        assert_eq!(ahead::<()>(), AHEAD);
    }

    #[test]
    fn a_line_alone_is_not_named() {
        each_line::<u64>(Run { start: 0, len: 8 }, |_, _| unreachable!());
    }
}

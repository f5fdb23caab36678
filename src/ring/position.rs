//! Arithmetic of positions; no memory is touched here.
//!
//! A *position* is an ever-growing, wrapping number: the n-th message of a ring has position n. It falls into an
//! *index*, its place in the array, and a *lap*, how often the ring has gone round before it. A slot's *turn* mark names
//! the lap whose message it waits for or holds:
//!
//! ```text
//! turn = lap << 1        free: the message of this lap may be written
//! turn = lap << 1 | 1    full: the message of this lap may be read
//! ```
//!
//! This is the "lap stamp" of crossbeam's bounded queues (D. Vyukov's bounded MPMC queue before it) with the full bit
//! beside the lap instead of in the position, which keeps it right for a ring of one slot, and with all-zero bytes as
//! the first state, so that a `static` ring lies in `.bss`.

/// The full bit of a turn mark.
const FULL: u32 = 1;

/// Where position `position` lies in an array of `N` places.
#[inline(always)]
pub(crate) const fn index<const N: usize>(position: usize) -> usize {
    position & (N - 1)
}

/// The turn mark of a slot that waits for the message of `position`.
///
/// Laps are kept modulo 2^31 where `usize` has 64 bits; a smaller `usize` keeps the lap where it stands in the
/// position, so that both wrap at the same message.
#[inline(always)]
pub(crate) const fn free<const N: usize>(position: usize) -> u32 {
    if usize::BITS == 64 { ((position >> N.trailing_zeros()) as u32) << 1 } else { ((position & !(N - 1)) as u32) << 1 }
}

/// The turn mark of a slot that holds the message of `position`.
#[inline(always)]
pub(crate) const fn full<const N: usize>(position: usize) -> u32 {
    free::<N>(position) | FULL
}

/// The position, up to whole wraps of the lap, of the first slot of the lap that `turn` names.
pub(crate) const fn lap_start<const N: usize>(turn: u32) -> usize {
    let lap = (turn >> 1) as usize;
    if usize::BITS == 64 { lap << N.trailing_zeros() } else { lap & !(N - 1) }
}

/// How far a slot's mark is ahead of the mark that was expected; negative when it is behind.
#[inline(always)]
pub(crate) const fn lead(turn: u32, expected: u32) -> i32 {
    turn.wrapping_sub(expected) as i32
}

#[cfg(all(test, not(strait_loom)))]
mod tests {
    use super::{free, full, index, lap_start, lead};

    #[test]
    fn the_first_lap_is_all_zero() {
        assert_eq!((free::<1>(0), free::<8>(0), free::<8>(7)), (0, 0, 0));
        assert_eq!((free::<8>(8), full::<8>(8)), (2, 3).map_for_width::<8>());
    }

    #[test]
    fn releasing_a_slot_makes_it_free_for_the_next_lap() {
        for start in [0, 5, u32::MAX as usize, usize::MAX >> 1, usize::MAX - 7, usize::MAX] {
            one_capacity::<1>(start);
            one_capacity::<2>(start);
            one_capacity::<64>(start);
            one_capacity::<65536>(start);
        }
    }

    fn one_capacity<const N: usize>(position: usize) {
        let next = position.wrapping_add(N);
        assert_eq!(index::<N>(position), index::<N>(next));
        assert_ne!(full::<N>(position), free::<N>(next));
        assert!(lead(full::<N>(position), free::<N>(next)) < 0, "unread: behind");
        assert!(lead(free::<N>(position), free::<N>(next)) < 0, "claimed, not published: behind");
        assert!(lead(free::<N>(next), free::<N>(position)) > 0, "gone round: ahead");
        let recovered = lap_start::<N>(free::<N>(position)).wrapping_add(index::<N>(position));
        assert_eq!(full::<N>(recovered), full::<N>(position), "a mark names its lap");
    }

    /// Marks step by 2 per lap on 64 bits and by `2 * N` below.
    trait ForWidth {
        fn map_for_width<const N: u32>(self) -> Self;
    }

    impl ForWidth for (u32, u32) {
        fn map_for_width<const N: u32>(self) -> Self {
            if usize::BITS == 64 { self } else { (self.0 * N, self.0 * N + 1) }
        }
    }
}

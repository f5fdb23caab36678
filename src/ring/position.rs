//! Positions, the stamps that name them, and the head index, which is one.
//!
//! A *position* is an ever-growing, wrapping number: the n-th message of a ring has position n. It falls into an
//! *index*, which slot of the array it uses, and a *lap*, how often the ring has gone round before. A slot's *stamp*
//! names the message that was published there last: the low bits of its position plus one. Until position p is
//! published, its slot holds the stamp of p - N, one lap back, or 0 in the first lap; neither is the stamp of p, since
//! `N` slots of 4 bytes or more are fewer than all positions. So a stamp tells a reader exactly whether its message is
//! there, even for `N = 1` and across the wrap, and a ring of zero bytes is an empty ring, so that a `static` lies in
//! `.bss`.

use crate::sync::{AtomicUsize, CachePadded, Ordering, initial, initial_state};

/// The bits of a position that every ring counts. Many producers keep it in a word beside the closed bit, so theirs has
/// one bit less than a word.
const COUNTED: usize = usize::MAX >> 1;

/// Which of `N` slots `position` uses.
#[inline(always)]
pub(super) const fn index<const N: usize>(position: usize) -> usize {
    position & (N - 1)
}

/// The stamp of a slot that holds the message of `position`.
#[inline(always)]
pub(super) const fn stamp(position: usize) -> u32 {
    ((position & COUNTED) as u32).wrapping_add(1)
}

/// In which lap of a ring of `N` slots `position` falls; laps wrap, too.
#[inline(always)]
pub(super) const fn lap<const N: usize>(position: usize) -> u32 {
    ((position & COUNTED) / N) as u32
}

/// How many positions `later` is ahead of `earlier`.
#[inline(always)]
pub(crate) const fn since(later: usize, earlier: usize) -> usize {
    later.wrapping_sub(earlier) & COUNTED
}

/// Whether `position` is `target` or after it; the two are less than half of all positions apart.
#[inline(always)]
pub(crate) const fn has_reached(position: usize, target: usize) -> bool {
    since(position, target) <= COUNTED / 2
}

/// How far the consumer has released: every position before it is free again.
///
/// Producers read it only when they have used up the slots that they know to be free, so its line mostly stays with the
/// consumer.
#[derive(Debug)]
pub(super) struct HeadIndex {
    position: CachePadded<AtomicUsize>,
}

initial_state!(impl[] HeadIndex = Self { position: initial!(CachePadded<AtomicUsize>) });

impl HeadIndex {
    /// The first position that is not released.
    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `release_to`, so that the consumer's reads of a slot are
        // over before it is written again.
        self.position.load(Ordering::Acquire)
    }

    /// The same, for the consumer, which alone moves it.
    #[inline(always)]
    pub(super) fn own_position(&self) -> usize {
        // ORDERING: Relaxed; the caller wrote it itself.
        self.position.load(Ordering::Relaxed)
    }

    /// Releases every position before `position`.
    #[inline(always)]
    pub(super) fn release_to(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `position`, so that the consumer's reads of a slot are over
        // before it is written again.
        self.position.store(position, Ordering::Release);
    }
}

#[cfg(all(test, not(strait_loom)))]
mod tests {
    use super::{index, lap, since, stamp};

    #[test]
    fn no_slot_holds_the_stamp_of_a_message_that_is_not_there() {
        for position in [0, 1, u32::MAX as usize - 1, u32::MAX as usize, usize::MAX - 1, usize::MAX] {
            one_capacity::<1>(position);
            one_capacity::<2>(position);
            one_capacity::<65536>(position);
            one_capacity::<{ 1 << (usize::BITS / 2 - 1) }>(position);
        }
    }

    fn one_capacity<const N: usize>(position: usize) {
        let one_lap_back = position.wrapping_sub(N);
        assert_eq!(index::<N>(position), index::<N>(one_lap_back));
        assert_ne!(stamp(position), stamp(one_lap_back));
        assert_ne!(stamp(index::<N>(position)), 0, "the first lap finds zero bytes");
        assert_eq!(stamp(position), stamp((position << 1) >> 1), "as many producers count");
        assert_ne!(lap::<N>(position), lap::<N>(one_lap_back));
        assert_eq!(lap::<N>(position), lap::<N>((position << 1) >> 1), "as many count");
        assert_eq!(since(position, one_lap_back), N);
        assert_eq!(since((position << 1) >> 1, one_lap_back), N, "as many producers count");
    }
}

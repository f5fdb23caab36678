//! Positions, and the marks that name them; no memory is touched here.
//!
//! A *position* is an ever-growing, wrapping number: the n-th message of a ring has position n. It falls into an
//! *index*, its place in the array, and a *lap*, how often the ring has gone round before it. A slot's *mark* names the
//! message that was published in it last: the low bits of its position plus one. Before position p is published its
//! slot holds the mark of p - N, one lap back, or 0 in the first lap; neither is the mark of p, for `N` slots of 4
//! bytes or more take less than all positions. So a mark tells a reader exactly whether its message is there, `N = 1`
//! and wrapping positions included, and a ring of zero bytes is an empty ring, which is why a `static` one lies in
//! `.bss`.

/// Where position `position` lies in an array of `N` places.
#[inline(always)]
pub(super) const fn index<const N: usize>(position: usize) -> usize {
    position & (N - 1)
}

/// The mark of a slot that holds the message of `position`.
#[inline(always)]
pub(super) const fn mark(position: usize) -> u32 {
    // Positions of many producers have one bit less than a word; where that is less than 32, marks follow them.
    ((position & (usize::MAX >> 1)) as u32).wrapping_add(1)
}

#[cfg(all(test, not(strait_loom)))]
mod tests {
    use super::{index, mark};

    #[test]
    fn no_slot_holds_the_mark_of_a_message_that_is_not_there() {
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
        assert_ne!(mark(position), mark(one_lap_back));
        assert_ne!(mark(index::<N>(position)), 0, "the first lap finds zero bytes");
        assert_eq!(mark(position), mark((position << 1) >> 1), "as many producers count");
    }
}

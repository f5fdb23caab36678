//! The slots ring: marks beside the messages; one consumer, one or many producers.
//!
//! The consumer learns from a slot's mark that its message is there ([`position`]), so that one cache line travels per
//! message; producers learn from the head index that places are free, and ask for it once a lap at most. The producers'
//! side, [`One`](super::One) or [`Many`](super::Many), decides who writes a position; all else is the same for both and
//! stands here.

use super::{
    Lone, Missing, Refused, Ring, Run, end::Alone, head::Head, one::One, position::index, side::Side, slot::Slot,
};
use crate::sync::{CachePadded, initial, initial_state};
use core::mem::MaybeUninit;

/// A ring of `N` slots whose producers' side is `S`.
///
/// Invariant: at any moment the positions fall into released ones, then published ones with at most unpublished claims
/// among them, then free ones; never more than `N` of the middle kind.
#[derive(Debug)]
pub struct Slots<T, const N: usize, S: Side> {
    shared: S::Shared,
    head: Head,
    slots: CachePadded<[Slot<T>; N]>,
}

initial_state!(impl[T, const N: usize] CachePadded<[Slot<T>; N]> = Self(initial!(Slot<T>; N)));
initial_state!(impl[T, const N: usize, S: Side] Slots<T, N, S> = Self {
    shared: initial!(S::Shared),
    head: initial!(Head),
    slots: initial!(CachePadded<[Slot<T>; N]>),
});

impl<T, const N: usize, S: Side> Slots<T, N, S> {
    #[inline(always)]
    fn slot(&self, position: usize) -> &Slot<T> {
        &self.slots[index::<N>(position)]
    }

    #[inline(always)]
    fn holds(&self, position: usize) -> bool {
        self.slot(position).holds(position)
    }

    /// The empty-handed end of `ready`: why is there nothing?
    #[inline(always)]
    fn missing(&self, head: usize) -> Result<Run, Missing> {
        if !S::is_closed(&self.shared) {
            return Err(Missing::Empty);
        }
        // What was published before the close is visible now; it may not have been when we looked first.
        if self.holds(head) {
            return Ok(Run { start: head, len: 1 });
        }
        Err(if S::ends_at(&self.shared, head) { Missing::Closed } else { Missing::Unpublished })
    }
}

// SAFETY: `S::claim` gives out a position at most once, and only when the head index says that its place was released;
// `ready` names positions whose mark is there. The Release stores and Acquire loads of marks (slot.rs) and head (head.rs)
// order what was written and read.
unsafe impl<T, const N: usize, S: Side> Ring<T> for Slots<T, N, S> {
    type Tail = S::Tail;
    type Head = Alone;

    const CAPACITY: usize = N;
    const RUN: usize = if N < 32 { N } else { 32 };

    unsafe fn resume(&self) -> (S::Tail, Alone) {
        let (consumer, head) = (Alone::new(), self.head.position());
        let tail = head.wrapping_add(self.readable(&consumer));
        (S::resume(&self.shared, tail, head), consumer)
    }

    fn close(&self) {
        S::close(&self.shared);
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        S::is_closed(&self.shared)
    }

    #[inline(always)]
    fn claim(&self, tail: &S::Tail, min: usize, max: usize) -> Result<Run, Refused> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N places");
        S::claim::<N>(&self.shared, tail, &self.head, min, max)
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slot(position).for_writing()
    }

    #[inline(always)]
    unsafe fn written(&self, position: usize) {
        self.slot(position).publish(position);
    }

    #[inline(always)]
    unsafe fn publish(&self, tail: &S::Tail, run: Run) {
        S::advance(&self.shared, tail, run);
    }

    #[inline(always)]
    fn ready(&self, _: &Alone, max: usize) -> Result<Run, Missing> {
        let start = self.head.own_position();
        if !self.holds(start) {
            return self.missing(start);
        }
        let len = (1..max).find(|&offset| !self.holds(start.wrapping_add(offset))).unwrap_or(max);
        Ok(Run { start, len })
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slot(position).for_reading()
    }

    #[inline(always)]
    unsafe fn release(&self, _: &Alone, run: Run) {
        self.head.release_to(run.end());
    }

    fn occupied(&self, tail: &S::Tail) -> usize {
        // Positions of many producers have one bit less.
        let occupied = S::position(&self.shared, tail).wrapping_sub(self.head.position()) & (usize::MAX >> 1);
        // The head may have gone past the position meanwhile, if others claimed more.
        if occupied <= N { occupied } else { 0 }
    }

    fn readable(&self, _: &Alone) -> usize {
        let start = self.head.own_position();
        partition_point(N, |offset| self.holds(start.wrapping_add(offset)))
    }

    #[cfg(feature = "stats")]
    fn tail_position(&self, tail: &S::Tail) -> usize {
        S::position(&self.shared, tail)
    }

    fn head_position(&self) -> usize {
        self.head.position()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        S::high_water(&self.shared)
    }
}

impl<T, const N: usize> Lone<T> for Slots<T, N, One> {}

/// How many of `0..len` satisfy `yes`, where all that do come before all that do not; by bisection.
///
/// The first is asked first, so that 0 means that the first does not satisfy it.
fn partition_point(len: usize, yes: impl Fn(usize) -> bool) -> usize {
    if !yes(0) {
        return 0;
    }
    let (mut inside, mut outside) = (0, len);
    while outside - inside > 1 {
        let middle = inside + (outside - inside) / 2;
        if yes(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

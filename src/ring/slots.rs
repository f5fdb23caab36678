//! The slots ring: turn marks beside the messages; one consumer, one or many producers.
//!
//! Neither end reads the other's index: a slot's mark says whose turn it is ([`position`]), so one cache line travels per
//! message. The producers' side, [`One`](super::One) or [`Many`](super::Many), decides who writes a position; all else is
//! the same for both and stands here.

use super::{Lone, Missing, Refused, Ring, Run, one::One, position, side::Side, slot::Slot};
use crate::sync::{CachePadded, initial, initial_state};
use core::{cell::Cell, mem::MaybeUninit};

/// A ring of `N` slots whose producers' side is `S`.
///
/// Invariant: at any moment the positions fall into released ones, then published ones with at most unpublished claims
/// among them, then free ones; never more than `N` of the middle kind.
#[derive(Debug)]
pub struct Slots<T, const N: usize, S: Side> {
    shared: S::Shared,
    slots: CachePadded<[Slot<T>; N]>,
}

initial_state!(impl[T, const N: usize] CachePadded<[Slot<T>; N]> = Self(initial!(Slot<T>; N)));
initial_state!(impl[T, const N: usize, S: Side] Slots<T, N, S> = Self {
    shared: initial!(S::Shared),
    slots: initial!(CachePadded<[Slot<T>; N]>),
});

impl<T, const N: usize, S: Side> Slots<T, N, S> {
    #[inline(always)]
    fn slot(&self, position: usize) -> &Slot<T> {
        &self.slots[position::index::<N>(position)]
    }

    #[inline(always)]
    fn is_full(&self, position: usize) -> bool {
        self.slot(position).turn() == position::full::<N>(position)
    }

    /// How many positions are full from `start` on, up to `max`.
    #[inline(always)]
    fn full_run(&self, start: usize, max: usize) -> usize {
        (1..max).find(|&offset| !self.is_full(start.wrapping_add(offset))).unwrap_or(max)
    }

    /// Where the consumer left off, told from the marks alone: the slots before it have been released once more than the
    /// slots behind it.
    fn find_head(&self) -> usize {
        let oldest = position::lap_start::<N>(self.slots[N - 1].turn());
        let ahead = partition_point(N, |index| position::lap_start::<N>(self.slots[index].turn()) != oldest);
        oldest.wrapping_add(ahead)
    }

    /// The empty-handed end of `ready`: why is there nothing?
    #[inline(always)]
    fn missing(&self, head: usize) -> Result<Run, Missing> {
        if !S::is_closed(&self.shared) {
            return Err(Missing::Empty);
        }
        // What was published before the close is visible now; it may not have been when we looked first.
        if self.is_full(head) {
            return Ok(Run { start: head, len: 1 });
        }
        Err(if S::ends_at(&self.shared, head) { Missing::Closed } else { Missing::Unpublished })
    }
}

// SAFETY: `S::claim` gives out a position at most once, and only after its slot's mark said that it is free; `ready` names
// positions whose mark says full. The marks' Release stores and Acquire loads (slot.rs) order what was written and read.
unsafe impl<T, const N: usize, S: Side> Ring<T> for Slots<T, N, S> {
    type Tail = S::Tail;
    type Head = Cell<usize>;

    const CAPACITY: usize = N;
    const RUN: usize = if N < 32 { N } else { 32 };

    unsafe fn resume(&self) -> (S::Tail, Cell<usize>) {
        let head = self.find_head();
        let tail = head.wrapping_add(self.readable(&Cell::new(head)));
        (S::resume(&self.shared, tail), Cell::new(head))
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
        S::claim(&self.shared, tail, &self.slots, min, max)
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slot(position).for_writing()
    }

    #[inline(always)]
    unsafe fn publish(&self, tail: &S::Tail, run: Run) {
        // Last to first: the consumer looks at the first only, and so does not take the lines of a batch away from us
        // while we are still marking them.
        for position in run.positions().rev() {
            self.slot(position).publish::<N>(position);
        }
        S::advance(tail, run);
    }

    #[inline(always)]
    fn ready(&self, head: &Cell<usize>, max: usize) -> Result<Run, Missing> {
        let start = head.get();
        if self.is_full(start) { Ok(Run { start, len: self.full_run(start, max) }) } else { self.missing(start) }
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slot(position).for_reading()
    }

    #[inline(always)]
    unsafe fn release(&self, head: &Cell<usize>, run: Run) {
        for position in run.positions() {
            self.slot(position).release::<N>(position);
        }
        head.set(run.start.wrapping_add(run.len));
    }

    fn occupied(&self, tail: &S::Tail) -> usize {
        let end = S::position(&self.shared, tail);
        let start = end.wrapping_sub(N);
        // Released positions come first, and a released slot waits for the next lap.
        let released = |offset| {
            let next = start.wrapping_add(offset).wrapping_add(N);
            position::lead(self.slot(next).turn(), position::free::<N>(next)) >= 0
        };
        N - partition_point(N, released)
    }

    fn readable(&self, head: &Cell<usize>) -> usize {
        let start = head.get();
        partition_point(N, |offset| self.is_full(start.wrapping_add(offset)))
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

//! The slots ring: marks beside the messages; many producers, one consumer.
//!
//! Producers win positions at the [`Gate`], and publish them in any order. So the consumer learns from a slot's mark
//! that its message is there ([`position`](super::position)); producers learn from the head index that places are free,
//! and read it when the places that they know of are used up: once a lap if the consumer keeps up.

mod slot;
mod tail;

use super::{Missing, Refused, Ring, Run, head::Head, lone::end::Alone, partition_point, position::index, prefetch};
use crate::sync::{CachePadded, initial, initial_state};
use core::mem::MaybeUninit;
use slot::Slot;
use tail::Gate;

/// A ring of `N` slots.
///
/// Invariant: at any moment the positions fall into released ones, then published ones with at most unpublished claims
/// among them, then free ones; never more than `N` of the middle kind.
#[derive(Debug)]
pub struct Slots<T, const N: usize> {
    gate: Gate,
    head: Head,
    slots: CachePadded<[Slot<T>; N]>,
}

initial_state!(impl[T, const N: usize] CachePadded<[Slot<T>; N]> = Self(initial!(Slot<T>; N)));
initial_state!(impl[T, const N: usize] Slots<T, N> = Self {
    gate: initial!(Gate),
    head: initial!(Head),
    slots: initial!(CachePadded<[Slot<T>; N]>),
});

impl<T, const N: usize> Slots<T, N> {
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
    fn missing(&self, head: usize) -> Missing {
        if !self.gate.is_closed() {
            Missing::Empty
        } else if self.gate.ends_at(head) {
            Missing::Closed
        } else {
            Missing::Unpublished // Or published since.
        }
    }
}

// SAFETY: the gate gives out a position at most once, and only when the head index says that its place was released;
// `ready` names positions whose mark is there. The Release stores and Acquire loads of marks (slot.rs) and head
// (head.rs) order what was written and read.
unsafe impl<T, const N: usize> Ring<T> for Slots<T, N> {
    type Tail = ();
    type Head = Alone;

    const CAPACITY: usize = N;
    const RUN: usize = if N < 32 { N } else { 32 };

    unsafe fn resume(&self) -> ((), Alone) {
        let (consumer, head) = (Alone::new(), self.head.position());
        let tail = head.wrapping_add(self.readable(&consumer));
        self.gate.resume(tail, head);
        ((), consumer)
    }

    fn close(&self) {
        self.gate.close();
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        self.gate.refuses()
    }

    #[inline(always)]
    fn claim(&self, (): &(), min: usize, max: usize) -> Result<Run, Refused> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N places");
        self.gate.claim::<N>(&self.head, min, max)
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
    unsafe fn publish(&self, (): &(), _: Run) {}

    #[inline(always)]
    fn ready(&self, _: &Alone, max: usize) -> Result<Run, Missing> {
        let start = self.head.own_position();
        if !self.holds(start) {
            return Err(self.missing(start));
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

    #[inline(always)]
    fn fetch_ahead(&self, (): &(), position: usize) {
        let ahead = prefetch::ahead::<Slot<T>>();
        if ahead < N && self.gate.knows_free(position.wrapping_add(ahead)) {
            prefetch::place_ahead(self.slot(position.wrapping_add(ahead)));
        }
    }

    fn occupied(&self, (): &()) -> usize {
        let mut head = self.head.position();
        loop {
            let tail = self.gate.position();
            let head_before = core::mem::replace(&mut head, self.head.position());
            if head == head_before {
                // It was there when the tail was read. Positions of many producers have one bit less.
                return tail.wrapping_sub(head) & (usize::MAX >> 1);
            }
        }
    }

    fn readable(&self, _: &Alone) -> usize {
        let start = self.head.own_position();
        partition_point(N, |offset| self.holds(start.wrapping_add(offset)))
    }

    fn has_claims(&self, _: &Alone) -> bool {
        self.gate.position() << 1 != self.head.own_position() << 1 // A position of the gate has one bit less.
    }

    #[cfg(feature = "stats")]
    fn tail_position(&self, (): &()) -> usize {
        self.gate.position()
    }

    fn head_position(&self) -> usize {
        self.head.position()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        self.gate.high_water()
    }
}

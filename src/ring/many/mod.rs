//! The ring of many producers and one consumer: stamps next to the messages.
//!
//! Producers win positions at the [`TailWord`] and publish them in any order. So the consumer learns from a slot's
//! stamp that its message is there ([`position`](super::position)). Producers learn from the head index that slots are
//! free, and read it when they have used up those that they know of: once a lap if the consumer keeps up.

mod slot;
mod tail;

use super::{
    Ring, partition_point,
    position::{HeadIndex, since},
    prefetch,
    run::Run,
    slots::Slots,
};
use crate::error::{TryRecvError, TrySendError};
use crate::sync::{CachePadded, initial, initial_state};
use core::mem::MaybeUninit;
use slot::Slot;
pub(super) use tail::{TailWord, back_off};

/// A ring of `N` stamped slots.
///
/// Invariant: at any moment the positions fall into released ones, then published ones with at most unpublished claims
/// among them, then free ones; never more than `N` of the middle kind.
#[derive(Debug)]
pub struct SlotRing<T, const N: usize> {
    tail: TailWord,
    head: HeadIndex,
    slots: CachePadded<Slots<Slot<T>, N>>,
}

initial_state!(impl[T, const N: usize] SlotRing<T, N> = Self {
    tail: initial!(TailWord),
    head: initial!(HeadIndex),
    slots: initial!(CachePadded<Slots<Slot<T>, N>>),
});

impl<T, const N: usize> SlotRing<T, N> {
    #[inline(always)]
    fn holds(&self, position: usize) -> bool {
        self.slots.at(position).holds(position)
    }

    /// Why nothing is ready at `head`.
    #[inline(always)]
    fn missing(&self, head: usize) -> TryRecvError {
        if self.tail.is_closed() && self.tail.ends_at(head) { TryRecvError::Closed } else { TryRecvError::Empty }
    }
}

// SAFETY: the tail word gives out a position at most once, and only when the head index says that its slot was
// released; `ready` returns positions whose stamp is there. The Release stores and Acquire loads of stamps (`Slot`) and
// the head (`HeadIndex`) order what was written and read.
unsafe impl<T, const N: usize> Ring for SlotRing<T, N> {
    type Item = T;
    type Aside = ();

    const CAPACITY: usize = N;
    const RUN: usize = if N < 32 { N } else { 32 };
    const PUBLISHES_EACH: bool = true; // A second pass over the slots costs more instructions.
    const CLAIMS: bool = false;

    fn set_unused(&self, slots: usize) {
        self.tail.usable().set(N - slots);
    }

    #[inline(always)]
    fn unused(&self) -> usize {
        match self.tail.usable().get() {
            0 => 0,
            limit => N - limit,
        }
    }

    /// A stamp is never lost in a move, since it is no padding.
    unsafe fn resume(&self, _may_have_moved: bool) {
        if self.tail.usable().get() == 0 {
            self.tail.usable().set(N);
        }
        let head = self.head.position();
        // SAFETY: nobody else uses the ring.
        self.tail.resume(head.wrapping_add(unsafe { self.readable() }), head);
    }

    fn close(&self) {
        self.tail.close();
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        self.tail.refuses()
    }

    #[inline(always)]
    unsafe fn claim(&self, min: usize, max: usize) -> Result<Run, TrySendError<()>> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N slots");
        let run = self.tail.claim::<N>(&self.head, min, max)?;
        // PERF: to prefetch the slots of a longer run does not pay.
        let ahead = prefetch::ahead::<Slot<T>>();
        if max == 1 && ahead < N && self.tail.knows_free(run.start.wrapping_add(ahead)) {
            prefetch::slot_ahead(self.slots.at(run.start.wrapping_add(ahead)));
        }
        Ok(run)
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slots.at(position).for_writing()
    }

    #[inline(always)]
    unsafe fn publish(&self, run: Run) {
        run.positions().for_each(|position| self.slots.at(position).publish(position));
    }

    /// Without a prefetch, which would take lines away from producers.
    #[inline(always)]
    unsafe fn ready(&self, max: usize) -> Result<Run, TryRecvError> {
        let start = self.head.own_position();
        if !self.holds(start) {
            return Err(self.missing(start));
        }
        let len = (1..max).find(|&offset| !self.holds(start.wrapping_add(offset))).unwrap_or(max);
        Ok(Run { start, len })
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slots.at(position).for_reading()
    }

    #[inline(always)]
    unsafe fn release(&self, run: Run) {
        self.head.release_to(run.end());
    }

    unsafe fn occupied(&self) -> usize {
        let mut head = self.head.position();
        loop {
            let tail = self.tail.position();
            let head_before = core::mem::replace(&mut head, self.head.position());
            if head == head_before {
                return since(tail, head); // The head was there when the tail was read.
            }
        }
    }

    unsafe fn readable(&self) -> usize {
        let start = self.head.own_position();
        partition_point(N, |offset| self.holds(start.wrapping_add(offset)))
    }

    fn observed(&self) -> usize {
        // SAFETY: among many producers there is nothing that one of them alone may read.
        unsafe { self.occupied() }.min(N)
    }

    fn head_position(&self) -> usize {
        self.head.position()
    }

    unsafe fn tail_position(&self) -> usize {
        self.tail.position()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        self.tail.high_water()
    }
}

//! The ring of many consumers, and of one producer or many.
//!
//! It is Dmitry Vyukov's bounded queue with two changes: a slot counts its laps apart from the stamp of its message, so
//! that zero bytes are its first state, and a run of messages is claimed by one exchange.
//!
//! ```text
//! position p, slot p mod N         the slot's stamp      its laps     who may touch the message
//! free                             of p - N, or 0        lap of p     nobody
//! claimed: tail past p             of p - N, or 0        lap of p     the producer that claimed it
//! published                        of p                  lap of p     nobody
//! claimed: head word past p        of p                  lap of p     the consumer that claimed it
//! released                         of p                  lap of p+N   nobody, until p + N is claimed
//! ```
//!
//! - `Empty` is exact but for claims that are not published: the head only grows, and it was the same before and after
//!   the stamp was seen missing, so it was that when the stamp was read.
//! - `Full` is exact but for receives that are not over, by the same argument at the tail: the message of one lap ago
//!   was claimed, and its slot not given back. A consumer that is stopped between its claim and its release holds that
//!   one slot. Others go on; producers find the ring full when they come to the slot again.

mod aside;
mod head;
mod slot;
mod tail;

use super::{
    Ring,
    many::{TailWord, back_off},
    partition_point,
    position::since,
    run::Run,
    slots::Slots,
};
use crate::error::{TryRecvError, TrySendError};
use crate::stats::Counter;
use crate::sync::{CachePadded, initial, initial_state};
use aside::{Aside, room};
use core::mem::MaybeUninit;
use head::{HeadWord, Seen};
use slot::Slot;
pub(super) use tail::free_from;
use tail::{ClaimTail, LoneTail};

/// A ring of one producer and many consumers.
pub(crate) type LoneTailRing<T, const N: usize> = SharedRing<T, N, LoneTail>;
/// A ring of many producers and many consumers.
pub(crate) type TailWordRing<T, const N: usize> = SharedRing<T, N, TailWord>;

/// A ring of `N` slots, each of which is given back by itself.
#[derive(Debug)]
pub struct SharedRing<T, const N: usize, P> {
    tail: P,
    head: HeadWord,
    slots: CachePadded<Slots<Slot<T>, N>>,
}

initial_state!(impl[T, const N: usize, P: ClaimTail] SharedRing<T, N, P> = Self {
    tail: initial!(P),
    head: initial!(HeadWord),
    slots: initial!(CachePadded<Slots<Slot<T>, N>>),
});

impl<T, const N: usize, P: ClaimTail> SharedRing<T, N, P> {
    #[inline(always)]
    fn holds(&self, position: usize) -> bool {
        self.slots.at(position).holds(position)
    }

    /// Why nothing was ready at the head as it was seen; `None` if it has moved since, so that another attempt is due.
    #[inline(always)]
    fn missing(&self, seen: Seen) -> Option<TryRecvError> {
        if self.head.seen() != seen {
            None
        } else if self.tail.has_closed() {
            self.missing_when_closed(seen)
        } else {
            Some(TryRecvError::Empty)
        }
    }

    /// The same for a ring that was found empty, and closed after that.
    #[cold]
    #[inline(never)]
    fn missing_when_closed(&self, seen: Seen) -> Option<TryRecvError> {
        // All that the closer had published is visible now.
        if !self.tail.has_ended_at(seen.position()) {
            return Some(TryRecvError::Empty);
        }
        if P::IS_LONE && !seen.is_over() && (self.holds(seen.position()) || !self.head.finish::<N>(seen)) {
            return None;
        }
        Some(TryRecvError::Closed)
    }
}

// SAFETY: the tail gives a position to one producer, and only when its slot says that the lap before is over; an
// exchange of the head gives it to one consumer, and only when its stamp is there. The Release stores and Acquire loads
// of stamps and laps (`Slot`) order what was written and read.
unsafe impl<T, const N: usize, P: ClaimTail> Ring for SharedRing<T, N, P> {
    type Item = T;
    type Aside = Aside<T>;

    const CAPACITY: usize = N;
    const RUN: usize = if N < room::<T>() { N } else { room::<T>() };
    const PUBLISHES_EACH: bool = true; // As with many producers.
    const CLAIMS: bool = true;

    /// Stamps and laps are never lost in a move, since they are no padding.
    unsafe fn resume(&self, _may_have_moved: bool) {
        let head = self.head.position::<N>();
        self.head.resume(head);
        // SAFETY: nobody else uses the ring.
        self.tail.reopen(head.wrapping_add(unsafe { self.readable() }));
    }

    fn close(&self) {
        self.tail.shut();
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        self.tail.is_shut()
    }

    #[inline(always)]
    unsafe fn claim(&self, min: usize, max: usize) -> Result<Run, TrySendError<()>> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N slots");
        let note = |high_water: &Counter, claimed: Option<usize>| match claimed {
            None => high_water.raise(N),
            // Once a lap, so that the head's line mostly stays with the consumers.
            Some(start) if cfg!(feature = "stats") && start & (N - 1) == 0 => {
                high_water.raise(since(start, self.head.position::<N>()).min(N));
            }
            Some(_) => {}
        };
        // SAFETY: the caller's promise is the same.
        unsafe { self.tail.claim_free(min, max, |position| self.slots.at(position).is_free::<N>(position), note) }
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slots.at(position).for_writing()
    }

    #[inline(always)]
    unsafe fn publish(&self, run: Run) {
        run.positions().for_each(|position| self.slots.at(position).publish(position));
        // SAFETY: the caller has claimed the run, which is published now.
        unsafe { self.tail.published(run.end()) };
    }

    /// Claims the run: it is the caller's, and goes back with [`release`](Ring::release).
    #[inline(always)]
    unsafe fn ready(&self, max: usize) -> Result<Run, TryRecvError> {
        let mut hints = 1;
        let mut seen = self.head.seen();
        loop {
            let start = seen.position();
            if self.holds(start) {
                let len = (1..max).find(|&offset| !self.holds(start.wrapping_add(offset))).unwrap_or(max);
                match self.head.claim(seen, len) {
                    Ok(()) => return Ok(Run { start, len }),
                    Err(now) => seen = now,
                }
                hints = back_off(hints);
            } else if let Some(missing) = self.missing(seen) {
                return Err(missing);
            } else {
                seen = self.head.seen();
            }
        }
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.slots.at(position).for_reading()
    }

    #[inline(always)]
    unsafe fn release(&self, run: Run) {
        run.positions().for_each(|position| self.slots.at(position).release::<N>(position));
    }

    unsafe fn is_over(&self) -> bool {
        loop {
            let seen = self.head.seen();
            if self.holds(seen.position()) {
                return false;
            }
            if let Some(missing) = self.missing(seen) {
                return missing == TryRecvError::Closed;
            }
        }
    }

    unsafe fn occupied(&self) -> usize {
        let mut head = self.head.position::<N>();
        loop {
            // SAFETY: the caller is a producer.
            let tail = unsafe { self.tail.next() };
            let head_before = core::mem::replace(&mut head, self.head.position::<N>());
            if head == head_before {
                return since(tail, head); // The head was there when the tail was read.
            }
        }
    }

    unsafe fn readable(&self) -> usize {
        self.observed()
    }

    fn observed(&self) -> usize {
        loop {
            let seen = self.head.seen();
            let len = partition_point(N, |offset| self.holds(seen.position().wrapping_add(offset)));
            if len > 0 || self.head.seen() == seen {
                return len;
            }
        }
    }

    fn head_position(&self) -> usize {
        self.head.position::<N>()
    }

    unsafe fn tail_position(&self) -> usize {
        // SAFETY: the caller is a producer.
        unsafe { self.tail.next() }
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        self.tail.most()
    }
}

//! The ring of one producer and one consumer. Where its messages and tails lie is left to a [`Layout`].
//!
//! Each end keeps its own position and the other's as it saw it last, and reads the other's only when the ring looks
//! full or empty: Lamport's ring (1977) with cached indices, as in folly, rigtorp's SPSCQueue and rtrb.

mod closed;
mod dense;
mod lines;
#[cfg_attr(any(strait_loom, strait_shuttle), path = "model.rs")]
mod memory;

use super::{
    Ring, cold_path, partition_point,
    position::{HeadIndex, index},
    prefetch,
    run::Run,
};
use crate::error::{TryRecvError, TrySendError};
use crate::stats::Counter;
use crate::sync::{AtomicBool, CachePadded, Initial, Ordering, initial, initial_state};
use core::{cell::Cell, mem::MaybeUninit};
use dense::Dense;
use lines::Lines;
use memory::Witnesses;

/// A ring of lines, each with its messages and their tail.
pub(crate) type LinesRing<T, const N: usize> = LoneRing<Lines<T, N>, N>;
/// A ring of contiguous messages.
pub(crate) type DenseRing<T, const N: usize> = LoneRing<Dense<T, N>, N>;

/// Where the messages of a ring lie, and the tails that say how far it is published.
///
/// # Safety
///
/// Each index has memory of its own, aligned for an item. `published_from` counts only positions that `publish` named,
/// and what was written before that `publish` happens before what follows.
pub unsafe trait Layout<const N: usize>: Initial {
    /// What a message is.
    type Item;

    /// Whether each message lies in one line, with a tail.
    const IN_LINES: bool;

    /// Writes every tail, so that from `position` on nothing is published. Nobody else uses the ring.
    fn reset(&self, position: usize);

    /// The memory of a position.
    fn slot(&self, position: usize) -> *mut MaybeUninit<Self::Item>;

    /// Publishes all positions before the end of `run`; those of the run were the next.
    fn publish(&self, run: Run);

    /// The number of positions published from `position` on: 0 only if it is not; else at least `wanted`, or all that
    /// there are.
    ///
    /// The positions before `position` are published, or `position` is less than `N` after the first that is not.
    fn published_from(&self, position: usize, wanted: usize) -> usize;
}

/// A ring of `N` slots that lie as `L` says.
///
/// Invariant: slots from head to tail hold messages; only the producer touches the others, only the consumer these.
#[derive(Debug)]
pub struct LoneRing<L, const N: usize> {
    /// Touched by the producer only.
    producer: CachePadded<Producer>,
    /// On a line that is only read, until the close.
    closed: AtomicBool,
    /// The number of slots that are used, on the same line; 0 before the first [`resume`](Ring::resume) of a ring that
    /// uses all. Written only while nobody else uses the ring.
    limit: Cell<usize>,
    head: HeadIndex,
    /// Touched by the consumer only.
    consumer: CachePadded<End>,
    witnesses: Witnesses<N>,
    layout: L,
}

/// The producer's own line.
#[derive(Debug)]
struct Producer {
    end: End,
    high_water: Counter,
}

/// An end's own position, and the one up to which it may go, by what it saw last of the other end.
///
/// Both lie in the ring, on a line that only this end touches, and not in the handle: two handles may be neighbours on
/// a stack, and their ends would then take the line from each other at every message.
#[derive(Debug)]
struct End {
    own: Cell<usize>,
    /// A consumer's: where it saw the producer. A producer's: one lap, or less if there is a limit, ahead of where
    /// it saw the consumer. Invariant: the other end has come so far, or further.
    until: Cell<usize>,
    /// Whether the consumer has found the ring closed and drained, and stands one lap ahead.
    is_over: Cell<bool>,
}

initial_state!(impl[] End = Self { own: Cell::new(0), until: Cell::new(0), is_over: Cell::new(false) });
initial_state!(impl[] Producer = Self { end: initial!(End), high_water: initial!(Counter) });
initial_state!(impl[L: Initial, const N: usize] LoneRing<L, N> = Self {
    producer: initial!(CachePadded<Producer>),
    closed: initial!(AtomicBool),
    limit: Cell::new(0),
    head: initial!(HeadIndex),
    consumer: initial!(CachePadded<End>),
    witnesses: initial!(Witnesses<N>),
    layout: initial!(L),
});

impl<L: Layout<N>, const N: usize> LoneRing<L, N> {
    /// The number of slots that the producer knows to be free.
    #[inline(always)]
    fn room(&self) -> usize {
        self.producer.end.until.get().wrapping_sub(self.producer.end.own.get())
    }

    /// The number of messages that the consumer, whose position is `own`, knows of.
    #[inline(always)]
    fn filled(&self, own: usize) -> usize {
        self.consumer.until.get().wrapping_sub(own)
    }

    /// The same; reads a tail if that is less than `max`.
    // PERF: it counts from the consumer's own position and branches instead of selecting, so that the load of one call
    // does not depend on the call before.
    #[inline(always)]
    fn filled_up_to(&self, own: usize, max: usize) -> usize {
        let filled = self.filled(own);
        if filled >= max {
            return filled;
        }
        match self.layout.published_from(own.wrapping_add(filled), max - filled) {
            0 => filled,
            more => {
                self.consumer.until.set(own.wrapping_add(filled + more));
                filled + more
            }
        }
    }

    /// [`claim`](Ring::claim) without its prefetch. For the producer only.
    #[inline(always)]
    pub(super) fn reserve(&self, min: usize, max: usize) -> Result<Run, TrySendError<()>> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N slots");
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if self.closed.load(Ordering::Relaxed) {
            cold_path();
            return Err(TrySendError::Closed(()));
        }
        let end = &self.producer.end;
        if self.room() < max {
            let head = self.head.position();
            end.until.set(head.wrapping_add(self.limit.get()));
            self.producer.high_water.raise(end.own.get().wrapping_sub(head));
        }
        if self.room() < min {
            return Err(TrySendError::Full(()));
        }
        Ok(Run { start: end.own.get(), len: self.room().min(max) })
    }

    /// Prefetches the slots of a claimed run.
    #[inline(always)]
    pub(super) fn prefetch_claimed(&self, run: Run) {
        prefetch::claimed(run, |position| self.layout.slot(position));
    }

    /// [`ready`](Ring::ready) without its prefetch. For the consumer only.
    #[inline(always)]
    pub(super) fn find(&self, max: usize) -> Result<Run, TryRecvError> {
        let start = self.consumer.own.get();
        let filled = self.filled_up_to(start, max);
        if filled == 0 {
            return Err(self.missing(start));
        }
        Ok(Run { start, len: filled.min(max) })
    }

    /// Prefetches the slots of a ready run.
    #[inline(always)]
    pub(super) fn prefetch_ready(&self, run: Run) {
        prefetch::ready(run, |position| self.layout.slot(position));
    }

    /// Moves the consumer's position behind ready messages that were taken; their slots go back with
    /// [`release_taken`](Self::release_taken), or with the next release.
    #[inline(always)]
    pub(super) fn take(&self, run: Run) {
        self.consumer.own.set(run.end());
    }

    /// Gives back to the producer all slots that were taken.
    #[inline(always)]
    pub(super) fn release_taken(&self) {
        self.head.release_to(self.consumer.own.get());
    }
}

// SAFETY: the producer claims up to `N` positions from the head that it has seen, the consumer reads only up to a tail
// that it has seen; the Release stores and Acquire loads of the head (`HeadIndex`) and of tails (the layout's) order
// what was written and read.
unsafe impl<L: Layout<N>, const N: usize> Ring for LoneRing<L, N> {
    type Item = L::Item;
    type Aside = ();

    const CAPACITY: usize = N;
    const RUN: usize = if N < 64 { N } else { 64 };
    const PUBLISHES_EACH: bool = false; // One store to a tail is enough.
    const CLAIMS: bool = false;

    fn set_unused(&self, slots: usize) {
        self.limit.set(N - slots);
    }

    #[inline(always)]
    fn unused(&self) -> usize {
        match self.limit.get() {
            0 => 0,
            limit => N - limit,
        }
    }

    unsafe fn resume(&self, may_have_moved: bool) {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        self.closed.store(false, Ordering::Relaxed);
        self.producer.high_water.set(0);
        if self.consumer.is_over.take() {
            self.consumer.own.set(self.consumer.own.get().wrapping_sub(N));
        }
        // The head may be behind its consumer, who may have taken messages and not released them.
        let (head, tail) = (self.consumer.own.get(), self.producer.end.own.get());
        self.head.release_to(head);
        if self.limit.get() == 0 {
            self.limit.set(N);
        }
        self.producer.end.until.set(head.wrapping_add(self.limit.get()));
        self.consumer.until.set(tail);
        if may_have_moved {
            self.layout.reset(tail);
        }
    }

    fn close(&self) {
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that whoever sees the ring closed sees all
        // that the closer had published.
        self.closed.store(true, Ordering::Release);
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`, so that all that the closer had published is
        // visible.
        self.closed.load(Ordering::Acquire)
    }

    #[inline(always)]
    unsafe fn claim(&self, min: usize, max: usize) -> Result<Run, TrySendError<()>> {
        let run = self.reserve(min, max)?;
        if max > 1 {
            self.prefetch_claimed(run);
        } else {
            let ahead = prefetch::ahead::<L::Item>();
            // With that much room the slot is free, and nobody but this producer can claim it.
            if !L::IN_LINES && ahead < N && ahead < self.room() {
                prefetch::slot_ahead(self.layout.slot(run.start.wrapping_add(ahead)));
            }
        }
        Ok(run)
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<L::Item> {
        self.witnesses.writing(index::<N>(position));
        self.layout.slot(position)
    }

    #[inline(always)]
    unsafe fn publish(&self, run: Run) {
        self.producer.end.own.set(run.end());
        self.layout.publish(run);
    }

    #[inline(always)]
    unsafe fn ready(&self, max: usize) -> Result<Run, TryRecvError> {
        let run = self.find(max)?;
        if max > 1 {
            self.prefetch_ready(run);
        } else if L::IN_LINES {
            prefetch::next_line(self.layout.slot(run.start));
        } else if self.filled(run.start) > 1 {
            prefetch::next_message(self.layout.slot(run.start));
        }
        Ok(run)
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<L::Item> {
        self.witnesses.reading(index::<N>(position));
        self.layout.slot(position)
    }

    #[inline(always)]
    unsafe fn release(&self, run: Run) {
        self.consumer.own.set(run.end());
        self.head.release_to(run.end());
    }

    unsafe fn occupied(&self) -> usize {
        self.producer.end.own.get().wrapping_sub(self.head.position())
    }

    unsafe fn readable(&self) -> usize {
        let own = self.consumer.own.get();
        let known = self.filled(own);
        known + partition_point(N - known, |offset| self.layout.published_from(own.wrapping_add(known + offset), 1) > 0)
    }

    fn observed(&self) -> usize {
        let head = self.head.position();
        partition_point(N, |offset| self.layout.published_from(head.wrapping_add(offset), 1) > 0)
    }

    fn head_position(&self) -> usize {
        self.head.position()
    }

    unsafe fn tail_position(&self) -> usize {
        self.producer.end.own.get()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        self.producer.high_water.get()
    }
}

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
#[path = "../../../tests/unit/ring_lone.rs"]
mod tests;

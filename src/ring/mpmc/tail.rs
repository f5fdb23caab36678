//! The tails of a ring with many consumers: where one producer, or many, claim slots that each was given back alone.

use crate::error::TrySendError;
use crate::ring::{cold_path, many::TailWord, run::Run};
use crate::stats::Counter;
use crate::sync::{AtomicBool, CachePadded, Initial, Ordering, initial, initial_state};
use core::cell::Cell;

/// Where producers claim: [`TailWord`] for many, [`LoneTail`] for one.
///
/// # Safety
///
/// `claim` gives a position to one claimer only, and only if `is_free` says at the time that it is the next.
pub unsafe trait ClaimTail: Initial {
    /// Whether there is one producer. Its claims need not be published before the ring is over.
    const IS_LONE: bool;

    /// Opens the ring; what was published ends at `end`. Nobody else uses it.
    fn reopen(&self, end: usize);

    /// Claims up to `max` consecutive free positions, at least `min`.
    ///
    /// # Safety
    ///
    /// As for [`Ring::claim`](crate::ring::Ring::claim).
    unsafe fn claim_free(
        &self,
        min: usize,
        max: usize,
        is_free: impl Fn(usize) -> bool,
        note: impl Fn(&Counter, Option<usize>),
    ) -> Result<Run, TrySendError<()>>;

    /// Counts positions up to `end` as published.
    ///
    /// # Safety
    ///
    /// The caller has claimed and published them.
    unsafe fn published(&self, end: usize);

    /// Refuses all further claims.
    fn shut(&self);

    /// Whether claims are refused.
    fn is_shut(&self) -> bool;

    /// Whether the tail is closed; if so, all that its closer had published is visible. A load of a line that is only
    /// read.
    fn has_closed(&self) -> bool;

    /// Whether nothing was claimed at `head` or later, once the tail is closed. Always true of a lone one, whose claim
    /// only its producer knows.
    fn has_ended_at(&self, head: usize) -> bool;

    /// The next position to claim.
    ///
    /// # Safety
    ///
    /// The caller is a producer; no other thread is the same lone one meanwhile.
    unsafe fn next(&self) -> usize;

    /// The most positions that a claim has found occupied.
    #[cfg(feature = "stats")]
    fn most(&self) -> usize;
}

/// The number of positions from `start` that are free, up to `max`.
#[inline(always)]
pub(in crate::ring) fn free_from(start: usize, max: usize, is_free: impl Fn(usize) -> bool) -> usize {
    (0..max).find(|&offset| !is_free(start.wrapping_add(offset))).unwrap_or(max)
}

/// The tail of a lone producer: its own, and nobody else reads it.
#[derive(Debug)]
pub struct LoneTail {
    own: CachePadded<Own>,
    /// On a line that is only read, until the close.
    closed: AtomicBool,
}

/// The producer's own line.
#[derive(Debug)]
struct Own {
    position: Cell<usize>,
    high_water: Counter,
}

initial_state!(impl[] Own = Self { position: Cell::new(0), high_water: initial!(Counter) });
initial_state!(impl[] LoneTail = Self { own: initial!(CachePadded<Own>), closed: initial!(AtomicBool) });

// SAFETY: the lone producer has one claim at a time, from its own position on, and only of free positions.
unsafe impl ClaimTail for LoneTail {
    const IS_LONE: bool = true;

    fn reopen(&self, _: usize) {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        self.closed.store(false, Ordering::Relaxed);
        self.own.high_water.set(0);
    }

    #[inline(always)]
    unsafe fn claim_free(
        &self,
        min: usize,
        max: usize,
        is_free: impl Fn(usize) -> bool,
        note: impl Fn(&Counter, Option<usize>),
    ) -> Result<Run, TrySendError<()>> {
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if self.closed.load(Ordering::Relaxed) {
            cold_path();
            return Err(TrySendError::Closed(()));
        }
        let start = self.own.position.get();
        let len = free_from(start, max, is_free);
        if len < min {
            note(&self.own.high_water, None);
            return Err(TrySendError::Full(()));
        }
        note(&self.own.high_water, Some(start));
        Ok(Run { start, len })
    }

    #[inline(always)]
    unsafe fn published(&self, end: usize) {
        self.own.position.set(end);
    }

    fn shut(&self) {
        // ORDERING: Release; pairs with the Acquire load in `has_closed`, so that whoever sees the ring closed sees all
        // that the closer had published.
        self.closed.store(true, Ordering::Release);
    }

    #[inline(always)]
    fn is_shut(&self) -> bool {
        self.has_closed()
    }

    #[inline(always)]
    fn has_closed(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `shut`, so that all that the closer had published is
        // visible.
        self.closed.load(Ordering::Acquire)
    }

    fn has_ended_at(&self, _: usize) -> bool {
        true
    }

    unsafe fn next(&self) -> usize {
        self.own.position.get()
    }

    #[cfg(feature = "stats")]
    fn most(&self) -> usize {
        self.own.high_water.get()
    }
}

// SAFETY: a claim is an exchange of the tail word, which gives a position out once, and which fails if the position is
// not the next any more.
unsafe impl ClaimTail for TailWord {
    const IS_LONE: bool = false;

    fn reopen(&self, end: usize) {
        self.resume(end, end);
    }

    #[inline(always)]
    unsafe fn claim_free(
        &self,
        min: usize,
        max: usize,
        is_free: impl Fn(usize) -> bool,
        note: impl Fn(&Counter, Option<usize>),
    ) -> Result<Run, TrySendError<()>> {
        self.claim_where(min, max, is_free, note)
    }

    #[inline(always)]
    unsafe fn published(&self, _: usize) {}

    fn shut(&self) {
        self.close();
    }

    #[inline(always)]
    fn is_shut(&self) -> bool {
        self.refuses()
    }

    #[inline(always)]
    fn has_closed(&self) -> bool {
        self.is_closed()
    }

    #[inline(always)]
    fn has_ended_at(&self, head: usize) -> bool {
        self.ends_at(head)
    }

    unsafe fn next(&self) -> usize {
        self.position()
    }

    #[cfg(feature = "stats")]
    fn most(&self) -> usize {
        self.high_water()
    }
}

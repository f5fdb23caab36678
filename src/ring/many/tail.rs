//! The tail of many producers: one shared word, at which they win positions.
//!
//! What is left of the ABA problem: positions repeat after 2^63 messages, or 2^31 on 32-bit targets, so an exchange of
//! a producer that was stopped before it for exactly a multiple of that many succeeds as if nothing had happened, and
//! may claim a slot that is not free.

use crate::error::TrySendError;
use crate::ring::{mpmc::free_from, position::HeadIndex, run::Run};
use crate::stats::Counter;
use crate::sync::{AtomicBool, AtomicUsize, CachePadded, Ordering, initial, initial_state, spin_loop};
use core::cell::Cell;

/// The lowest bit of the tail word: claims are refused. The next position to claim stands above it.
const CLOSED: usize = 1;

/// Where producers win positions, and where a close stops them.
#[derive(Debug)]
pub struct TailWord {
    shared: CachePadded<Shared>,
    /// The closed bit once more, on a line that is only read, so that a polling consumer leaves the word to producers.
    closed: AtomicBool,
    /// The number of slots that [`claim`](TailWord::claim) gives out. Written only while nobody else uses the ring.
    limit: Cell<usize>,
}

/// The line that all producers write.
#[derive(Debug)]
struct Shared {
    /// `position << 1 | closed`: one word, so that no claim can follow the close.
    next: AtomicUsize,
    /// `position << 1`: claims before it have room. One lap ahead of the head as a producer saw it last.
    limit: AtomicUsize,
    high_water: Counter,
}

initial_state!(impl[] Shared = Self {
    next: initial!(AtomicUsize),
    limit: initial!(AtomicUsize),
    high_water: initial!(Counter),
});
initial_state!(impl[] TailWord = Self { shared: initial!(CachePadded<Shared>), closed: initial!(AtomicBool), limit: Cell::new(0) });

/// The most spin hints after a lost race.
const MOST_HINTS: u32 = 32;

/// Gives `hints` spin hints after a lost race; returns how many to give after the next one: 1, 2, 4 .. 32, then 32 each
/// time.
// PERF: out of line, so that a send is short: the compiler unrolls this loop.
#[cold]
#[inline(never)]
pub(in crate::ring) fn back_off(hints: u32) -> u32 {
    for _ in 0..hints {
        spin_loop();
    }
    (hints * 2).min(MOST_HINTS)
}

/// Twice the number of slots from `next` up to `limit`, as the words count; negative if `limit` is behind.
#[inline(always)]
const fn room(next: usize, limit: usize) -> isize {
    limit.wrapping_sub(next) as isize
}

impl Shared {
    /// One lap of `slots` ahead of the head as it is now; moves the limit there, which was `before`.
    #[inline(always)]
    fn refresh(&self, head: &HeadIndex, slots: usize, before: usize) -> usize {
        let limit = head.position().wrapping_add(slots) << 1;
        // A producer that polls a full ring leaves the line to the others.
        if limit != before {
            self.move_limit(before, limit);
        }
        limit
    }

    /// Moves the limit from `before`, unless another producer has moved it meanwhile.
    ///
    /// 1. A producer reads the limit and the head, and is stopped here.
    /// 2. Others move the limit, for 2^30 messages on a 32-bit target.
    /// 3. It stores the limit that it has computed, which is now so far behind that it seems to be ahead.
    ///
    /// An exchange fails at step 3, and the limit of the others stays. The producer itself may use the limit that it
    /// has computed either way: its claim fails if the tail has moved on.
    #[inline(always)]
    fn move_limit(&self, before: usize, limit: usize) {
        // ORDERING: Release on success; pairs with the Acquire load in `claim`, so that a producer that uses this limit
        // sees the consumer's reads over, as we did. Relaxed on failure; the value that is there is not used.
        _ = self.limit.compare_exchange(before, limit, Ordering::Release, Ordering::Relaxed);
    }
}

impl TailWord {
    /// Opens an empty or partly filled ring. Nobody else uses it.
    pub(in crate::ring) fn resume(&self, tail: usize, head: usize) {
        // ORDERING: Relaxed, all three; nobody else uses the ring until the handles are given out.
        self.shared.next.store(tail << 1, Ordering::Relaxed);
        self.shared.limit.store(head << 1, Ordering::Relaxed);
        self.closed.store(false, Ordering::Relaxed);
        self.shared.high_water.set(0);
    }

    /// The number of slots that [`claim`](Self::claim) gives out; 0 if it was never said.
    pub(super) const fn usable(&self) -> &Cell<usize> {
        &self.limit
    }

    /// Claims in a ring of `N` slots; see [`Ring::claim`](crate::ring::Ring::claim).
    #[inline(always)]
    pub(in crate::ring) fn claim<const N: usize>(
        &self,
        head: &HeadIndex,
        min: usize,
        max: usize,
    ) -> Result<Run, TrySendError<()>> {
        let shared = &self.shared;
        let (least, most) = (min as isize * 2, max as isize * 2);
        let mut hints = 1;
        // ORDERING: Acquire; pairs with the Release exchange below: whoever sees a position claimed sees at least the
        // releases that its claimer saw, and reads the head after the tail. Otherwise `Full` could be returned for a
        // ring that was never full.
        let mut next = shared.next.load(Ordering::Acquire);
        loop {
            if next & CLOSED != 0 {
                return Err(TrySendError::Closed(()));
            }
            // ORDERING: Acquire; pairs with the Release exchange in `move_limit`, so that the consumer's reads are
            // over.
            let limit = shared.limit.load(Ordering::Acquire);
            let mut twice = room(next, limit);
            if twice < most {
                let usable = self.limit.get();
                twice = room(next, shared.refresh(head, usable, limit));
                // More than all means that `next` is not the latest any more.
                shared.high_water.raise(usable.saturating_sub(twice.max(0) as usize / 2));
            }
            if twice <= N as isize * 2 {
                if twice < least {
                    return Err(TrySendError::Full(()));
                }
                let len = twice.min(most) as usize / 2;
                // ORDERING: Release on success, Acquire on failure; each pairs with the other, as above. The message
                // itself is ordered by its slot's stamp.
                match shared.next.compare_exchange_weak(
                    next,
                    next.wrapping_add(len << 1),
                    Ordering::Release,
                    Ordering::Acquire,
                ) {
                    Ok(_) => return Ok(Run { start: next >> 1, len }),
                    Err(now) => next = now,
                }
                hints = back_off(hints);
            } else {
                // The head has passed the position that we read: the tail has moved on since.
                // ORDERING: Acquire; as for the first load.
                next = shared.next.load(Ordering::Acquire);
            }
        }
    }

    /// Claims positions that `is_free` says are free, in a ring whose slots are given back one by one; tells `note` of
    /// each claim, and of a ring that is full.
    ///
    /// A position that is found not free is `Full` only if it still is the next: then its slot was not free at a moment
    /// of this call.
    #[inline(always)]
    pub(in crate::ring) fn claim_where(
        &self,
        min: usize,
        max: usize,
        is_free: impl Fn(usize) -> bool,
        note: impl Fn(&Counter, Option<usize>),
    ) -> Result<Run, TrySendError<()>> {
        let shared = &self.shared;
        let mut hints = 1;
        // ORDERING: Acquire; pairs with the Release exchange below: whoever sees a position claimed sees at least the
        // releases that its claimer saw. Otherwise `Full` could be returned for a ring that was never full.
        let mut next = shared.next.load(Ordering::Acquire);
        loop {
            if next & CLOSED != 0 {
                return Err(TrySendError::Closed(()));
            }
            let start = next >> 1;
            let len = free_from(start, max, &is_free);
            if len >= min {
                // ORDERING: Release on success, Acquire on failure; each pairs with the other, as above. The message
                // itself is ordered by its slot's stamp.
                match shared.next.compare_exchange_weak(
                    next,
                    next.wrapping_add(len << 1),
                    Ordering::Release,
                    Ordering::Acquire,
                ) {
                    Ok(_) => {
                        note(&shared.high_water, Some(start));
                        return Ok(Run { start, len });
                    }
                    Err(now) => next = now,
                }
                hints = back_off(hints);
            } else {
                // ORDERING: Acquire; as for the first load.
                let now = shared.next.load(Ordering::Acquire);
                if now == next {
                    note(&shared.high_water, None);
                    return Err(TrySendError::Full(()));
                }
                next = now;
            }
        }
    }

    /// Whether the slot of a position is free, as far as producers have seen.
    #[inline(always)]
    pub(in crate::ring) fn knows_free(&self, position: usize) -> bool {
        // ORDERING: Relaxed; a hint that guards nothing.
        room(position << 1, self.shared.limit.load(Ordering::Relaxed)) > 0
    }

    /// The next position to claim, as far as is known now.
    #[inline(always)]
    pub(in crate::ring) fn position(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release exchange in `claim`, so that the head is not older than the
        // position.
        self.shared.next.load(Ordering::Acquire) >> 1
    }

    /// The most positions that a claim has found occupied.
    #[cfg(feature = "stats")]
    pub(in crate::ring) fn high_water(&self) -> usize {
        self.shared.high_water.get()
    }

    /// Refuses all further claims.
    pub(in crate::ring) fn close(&self) {
        // ORDERING: Release; pairs with the Acquire load in `refuses`. For claims only the word's own order counts;
        // messages are ordered by their stamps.
        self.shared.next.fetch_or(CLOSED, Ordering::Release);
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that whoever sees it sees the word closed.
        self.closed.store(true, Ordering::Release);
    }

    /// Whether the tail was closed; if so, all that its closer had published is visible.
    #[inline(always)]
    pub(in crate::ring) fn is_closed(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`, so that the closed word is visible.
        self.closed.load(Ordering::Acquire)
    }

    /// Whether claims are refused, which they are before [`is_closed`](Self::is_closed) says so.
    #[inline(always)]
    pub(in crate::ring) fn refuses(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release exchange in `close`, so that all that its closer had published is
        // visible.
        self.shared.next.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Whether nothing was claimed at `head` or later, once the tail is closed.
    #[inline(always)]
    pub(in crate::ring) fn ends_at(&self, head: usize) -> bool {
        // ORDERING: Relaxed; `is_closed` has made the closed word visible, and that never changes again.
        self.shared.next.load(Ordering::Relaxed) | CLOSED == head << 1 | CLOSED
    }
}

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::{Ordering, TailWord, initial};
    use crate::ring::position::HeadIndex;

    /// With positions of 32 bits an old limit would seem to be ahead after 2^30 messages.
    #[test]
    fn a_stopped_producer_does_not_store_an_old_limit() {
        let (word, head) = (initial!(TailWord), initial!(HeadIndex));
        word.usable().set(4);
        word.resume(0, 0);
        let (before, computed) = (0, 4 << 1); // What the producer has read and computed when it is stopped.
        for position in 0..20 {
            head.release_to(position);
            assert!(word.claim::<4>(&head, 1, 1).is_ok_and(|run| run.start == position));
        }
        let limit = word.shared.limit.load(Ordering::Relaxed);
        assert_ne!(limit, computed);
        word.shared.move_limit(before, computed);
        assert_eq!(word.shared.limit.load(Ordering::Relaxed), limit);
        assert!(word.claim::<4>(&head, 1, 4).is_ok_and(|run| run.start == 20 && run.len == 3));
        assert!(word.claim::<4>(&head, 1, 1).is_err_and(|error| error.is_full()));
    }
}

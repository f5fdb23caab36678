//! The gate of many producers: one shared word, from which a position is won.

use crate::ring::{Refused, Run, head::Head};
use crate::stats::Counter;
use crate::sync::{AtomicBool, AtomicUsize, CachePadded, Ordering, initial, initial_state, spin_loop};

/// The gate's lowest bit: nothing may be claimed any more. The next position to claim stands above it.
const CLOSED: usize = 1;

/// Where producers win positions, and where a close stops them.
#[derive(Debug)]
pub(super) struct Gate {
    entry: CachePadded<Entry>,
    /// The closed bit once more, on a line that is read only, so that a polling consumer leaves the gate to producers.
    closed: AtomicBool,
}

/// Where producers meet.
#[derive(Debug)]
struct Entry {
    /// `position << 1 | closed`: one word, so that no claim can follow the close.
    next: AtomicUsize,
    /// `position << 1`: claims before it have room. One lap ahead of the head as a producer saw it last.
    limit: AtomicUsize,
    high_water: Counter,
}

initial_state!(impl[] Entry = Self { next: initial!(AtomicUsize), limit: initial!(AtomicUsize), high_water: initial!(Counter) });
initial_state!(impl[] Gate = Self { entry: initial!(CachePadded<Entry>), closed: initial!(AtomicBool) });

/// The most spin hints after a lost race for the gate.
const MOST_HINTS: u32 = 32;

/// Lets others pass after a lost race for the gate; says how many hints to give after the next one: 1, 2, 4 .. 32, then
/// 32 each time.
// PERF: a function, so that a send is short: the compiler makes forty instructions of this loop. One producer, class A,
// M messages/s, try-operations 202 and 220, blocking 183 and 197.
#[cold]
#[inline(never)]
fn back_off(hints: u32) -> u32 {
    for _ in 0..hints {
        spin_loop();
    }
    (hints * 2).min(MOST_HINTS)
}

impl Entry {
    /// One lap ahead of the head as it is now.
    #[inline(always)]
    fn refresh<const N: usize>(&self, head: &Head, before: usize) -> usize {
        let limit = head.position().wrapping_add(N) << 1;
        // A producer that polls a full ring leaves the line to the others.
        if limit != before {
            // ORDERING: Release; pairs with the Acquire load in `claim`: a producer that uses this limit sees the
            // consumer's reads over, as we did.
            self.limit.store(limit, Ordering::Release);
        }
        limit
    }
}

/// How many places there are from `next` up to `limit`; negative if `limit` is behind.
#[inline(always)]
const fn room(next: usize, limit: usize) -> isize {
    (limit.wrapping_sub(next) as isize) >> 1
}

impl Gate {
    /// Opens the gate of an empty or half-full ring. Nobody else uses the ring meanwhile.
    pub(super) fn resume(&self, tail: usize, head: usize) {
        // ORDERING: Relaxed, all three; nobody else uses the ring until the handles are given out.
        self.entry.next.store(tail << 1, Ordering::Relaxed);
        self.entry.limit.store(head << 1, Ordering::Relaxed);
        self.closed.store(false, Ordering::Relaxed);
        self.entry.high_water.set(0);
    }

    /// Claims in a ring of `N` places; see [`Ring::claim`](crate::ring::Ring::claim).
    #[inline(always)]
    pub(super) fn claim<const N: usize>(&self, head: &Head, min: usize, max: usize) -> Result<Run, Refused> {
        let gate = &self.entry;
        let (least, most) = (min as isize, max as isize);
        let mut hints = 1;
        // ORDERING: Acquire; pairs with the Release of the exchange below: whoever sees a position claimed sees at
        // least the releases that its claimer saw, and reads the head after the gate. Otherwise `Full` could be said of
        // a ring that was never full.
        let mut next = gate.next.load(Ordering::Acquire);
        loop {
            if next & CLOSED != 0 {
                return Err(Refused::Closed);
            }
            // ORDERING: Acquire; pairs with the Release store in `refresh`, so that the consumer's reads are over.
            let limit = gate.limit.load(Ordering::Acquire);
            let mut places = room(next, limit);
            if places < most {
                places = room(next, gate.refresh::<N>(head, limit));
                // More than all means that `next` is not the latest any more.
                gate.high_water.raise(N.saturating_sub(places.max(0) as usize));
            }
            if places <= N as isize {
                if places < least {
                    return Err(Refused::Full);
                }
                let len = places.min(most) as usize;
                // ORDERING: Release on success, Acquire on failure; each pairs with the other as said above. The
                // message itself is ordered by its slot's mark.
                match gate.next.compare_exchange_weak(
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
                // The head has gone past the position that we read: the gate has moved on since.
                // ORDERING: Acquire; as the first load of it.
                next = gate.next.load(Ordering::Acquire);
            }
        }
    }

    /// Whether the place of a position is free, as far as a producer has seen.
    #[inline(always)]
    pub(super) fn knows_free(&self, position: usize) -> bool {
        // ORDERING: Relaxed; a hint that guards nothing.
        room(position << 1, self.entry.limit.load(Ordering::Relaxed)) > 0
    }

    /// The next position to claim, as far as is known now.
    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        // ORDERING: Acquire; pairs with the exchange in `claim`, so that the head is not older than the position.
        self.entry.next.load(Ordering::Acquire) >> 1
    }

    /// The most positions that a claim has found occupied.
    #[cfg(feature = "stats")]
    pub(super) fn high_water(&self) -> usize {
        self.entry.high_water.get()
    }

    /// Lets no claim follow.
    pub(super) fn close(&self) {
        // ORDERING: Release; pairs with the Acquire load in `refuses`. For claims the order of the word is all that
        // counts; messages are ordered by their marks.
        self.entry.next.fetch_or(CLOSED, Ordering::Release);
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that whoever sees it sees the gate closed.
        self.closed.store(true, Ordering::Release);
    }

    /// Whether the gate was closed; if so, all that its closer had published is visible.
    #[inline(always)]
    pub(super) fn is_closed(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`.
        self.closed.load(Ordering::Acquire)
    }

    /// Whether a claim finds the gate closed, which is before [`is_closed`](Self::is_closed) says so.
    #[inline(always)]
    pub(super) fn refuses(&self) -> bool {
        // ORDERING: Acquire; pairs with the exchange in `close`, so that all that its closer had published is visible.
        self.entry.next.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Whether, the gate being closed, nothing was claimed at `head` or behind it.
    pub(super) fn ends_at(&self, head: usize) -> bool {
        // ORDERING: Acquire; pairs with the exchanges in `claim`: whether a claimer may have been a quiet one is
        // visible, too. (`is_closed` has made the closed gate visible, and that never changes again.)
        self.entry.next.load(Ordering::Acquire) | CLOSED == head << 1 | CLOSED
    }
}

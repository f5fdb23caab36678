//! The side of many producers: a position is won from one shared word, the gate.

use super::{Refused, Run, position, side::Side, slot::Slot};
use crate::sync::{AtomicBool, AtomicUsize, CachePadded, Ordering, initial, initial_state, spin_loop};

/// The side of many producers.
#[derive(Debug)]
pub enum Many {}

/// The gate's lowest bit: nothing may be claimed any more. The next position to claim stands above it.
const CLOSED: usize = 1;

/// What the side keeps in the ring.
#[derive(Debug)]
pub struct Shared {
    /// `position << 1 | closed`: one word, so that no claim can follow the close.
    gate: CachePadded<AtomicUsize>,
    /// The closed bit once more, on a line that is read only, so that a polling consumer leaves the gate to producers.
    closed: AtomicBool,
}

initial_state!(impl[] Shared = Self {
    gate: initial!(CachePadded<AtomicUsize>),
    closed: initial!(AtomicBool),
});

/// Spin hints after a lost race for the gate: 1, 2, 4 .. 32, then 32 each time.
#[derive(Debug)]
struct Backoff {
    hints: u32,
}

impl Backoff {
    const MOST: u32 = 32;

    const fn new() -> Self {
        Self { hints: 1 }
    }

    fn spin(&mut self) {
        for _ in 0..self.hints {
            spin_loop();
        }
        self.hints = (self.hints * 2).min(Self::MOST);
    }
}

impl Side for Many {
    type Shared = Shared;
    type Tail = ();

    fn resume(shared: &Shared, position: usize) {
        // ORDERING: Relaxed, both; nobody else uses the ring until the handles are given out.
        shared.gate.store(position << 1, Ordering::Relaxed);
        shared.closed.store(false, Ordering::Relaxed);
    }

    #[inline(always)]
    fn claim<T, const N: usize>(
        shared: &Shared,
        (): &(),
        slots: &[Slot<T>; N],
        min: usize,
        max: usize,
    ) -> Result<Run, Refused> {
        let mut backoff = Backoff::new();
        let mut len = max;
        // ORDERING: Acquire; pairs with the Release of the exchange below: who sees a position claimed sees at least the
        // releases that its claimer saw, and reads the mark after the gate. Otherwise `Full` could be said of a ring
        // that was never full.
        let mut gate = shared.gate.load(Ordering::Acquire);
        loop {
            if gate & CLOSED != 0 {
                return Err(Refused::Closed);
            }
            let start = gate >> 1;
            // The consumer frees slots in order: if the last of the run is free, all are.
            let last = start.wrapping_add(len - 1);
            let lead = position::lead(slots[position::index::<N>(last)].turn(), position::free::<N>(last));
            if lead == 0 {
                let next = start.wrapping_add(len) << 1;
                // ORDERING: Release on success, Acquire on failure; each pairs with the other as said above. The message
                // itself is ordered by its slot's mark.
                match shared.gate.compare_exchange_weak(gate, next, Ordering::Release, Ordering::Acquire) {
                    Ok(_) => return Ok(Run { start, len }),
                    Err(now) => gate = now,
                }
                backoff.spin();
            } else if lead > 0 {
                // The gate has moved on since we read it.
                backoff.spin();
                // ORDERING: Acquire; as above.
                gate = shared.gate.load(Ordering::Acquire);
            } else if len == min {
                return Err(Refused::Full);
            } else {
                len = (len / 2).max(min);
            }
        }
    }

    #[inline(always)]
    fn advance((): &(), _: Run) {}

    #[inline(always)]
    fn position(shared: &Shared, (): &()) -> usize {
        // ORDERING: Acquire; pairs with the exchange in `claim`, so that the marks are not older than the position.
        shared.gate.load(Ordering::Acquire) >> 1
    }

    fn close(shared: &Shared) {
        // ORDERING: Relaxed; the bit and the claims are one word, whose order is all that counts. Messages are ordered by
        // their marks.
        shared.gate.fetch_or(CLOSED, Ordering::Relaxed);
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that who sees it sees the gate closed.
        shared.closed.store(true, Ordering::Release);
    }

    #[inline(always)]
    fn is_closed(shared: &Shared) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`.
        shared.closed.load(Ordering::Acquire)
    }

    fn ends_at(shared: &Shared, head: usize) -> bool {
        // ORDERING: Relaxed; `is_closed` has made the closed gate visible, and a closed gate never changes again.
        shared.gate.load(Ordering::Relaxed) | CLOSED == head << 1 | CLOSED
    }
}

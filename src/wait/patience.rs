//! How long a thread looks before it sleeps: spin, yield, park.

use crate::sync::{Instant, sleep, spin_loop, yield_now};
use core::time::Duration;

/// The instant that lies `timeout` ahead; `None`, which is never, if no clock goes that far.
pub(crate) fn deadline_after(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}

/// The steps of one wait.
#[derive(Debug)]
pub(super) struct Patience {
    pauses: u32,
    nap: Duration,
}

impl Patience {
    /// How often it spins: 1, 2, 4, then 8 spin hints each time.
    const SPINS: u32 = if cfg!(strait_loom) { 0 } else { 32 };
    /// How often it yields to other threads after that.
    const YIELDS: u32 = if cfg!(strait_loom) { 1 } else { 4 };
    const MOST_HINTS_LOG: u32 = 3;

    const SHORTEST_NAP: Duration = Duration::from_micros(50);
    const LONGEST_NAP: Duration = Duration::from_millis(1);

    pub(super) const fn new() -> Self {
        Self { pauses: 0, nap: Self::SHORTEST_NAP }
    }

    /// Whether no pause has been made yet.
    pub(super) const fn is_first(&self) -> bool {
        self.pauses == 0
    }

    /// Lets a moment pass; `false` once patience has run out.
    pub(super) fn pause(&mut self) -> bool {
        if self.pauses < Self::SPINS {
            for _ in 0..1 << self.pauses.min(Self::MOST_HINTS_LOG) {
                spin_loop();
            }
        } else if self.pauses < Self::SPINS + Self::YIELDS {
            yield_now();
        } else {
            return false;
        }
        self.pauses += 1;
        true
    }

    /// Sleeps for a short while, twice as long each time up to a millisecond; `false` once the deadline has passed.
    pub(super) fn nap(&mut self, deadline: Option<Instant>) -> bool {
        let left = deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return false;
        }
        sleep(self.nap.min(left));
        self.nap = (self.nap * 2).min(Self::LONGEST_NAP);
        true
    }
}

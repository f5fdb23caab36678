//! How long a thread looks before it sleeps: spin, yield, park.

use crate::sync::{Instant, sleep, spin_loop, yield_now};
use core::time::Duration;

/// The instant that lies `timeout` ahead; `None`, which is never, if no clock goes that far.
pub(crate) fn deadline_after(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}

/// The steps of one wait.
///
/// Looks come after 1, 2, 4, 8 spin hints and a yield, then four times after 8, 8, 8, 8 and a yield, then the thread parks.
///
/// A message from another core comes within the first hints. The first yield is early for two threads that share a core: a
/// spin there only keeps the other from running.
// PERF: on one core at N = 1, 239 hints before the first yield took 6 us a message where a hint takes 56 ns.
#[derive(Debug)]
pub(super) struct Patience {
    steps: u32,
    nap: Duration,
}

impl Patience {
    /// How many spins come before each yield.
    const SPINS: u32 = if cfg!(strait_loom) { 0 } else { 4 };
    /// How many yields come before the thread parks.
    const YIELDS: u32 = if cfg!(strait_loom) { 1 } else { 5 };
    const MOST_HINTS_LOG: u32 = 3;

    const SHORTEST_NAP: Duration = Duration::from_micros(50);
    const LONGEST_NAP: Duration = Duration::from_millis(1);

    pub(super) const fn new() -> Self {
        Self { steps: 0, nap: Self::SHORTEST_NAP }
    }

    /// Whether no pause has been made yet.
    pub(super) const fn is_first(&self) -> bool {
        self.steps == 0
    }

    /// Lets a moment pass; `false` once patience has run out.
    pub(super) fn pause(&mut self) -> bool {
        let round = Self::SPINS + 1;
        if self.steps == Self::YIELDS * round {
            return false;
        }
        if self.steps % round == Self::SPINS {
            yield_now();
        } else {
            for _ in 0..1 << self.steps.min(Self::MOST_HINTS_LOG) {
                spin_loop();
            }
        }
        self.steps += 1;
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

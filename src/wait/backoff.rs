//! How long a thread looks before it sleeps: spin, yield, park.

use crate::sync::{Instant, sleep, spin_loop, yield_now};
use core::time::Duration;

/// The instant that lies `timeout` ahead; `None`, which is never, if no clock goes that far.
pub(crate) fn deadline_after(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}

/// The steps of one wait.
///
/// A first pause of two spin hints, 24 looks a hint apart, then 8 looks a yield apart if the last wait came to no sleep
/// ([`peer`](super::peer)), and otherwise one; then the thread parks.
///
/// A message from another core comes within the first hints. Two hints before the first of them let the other end write
/// a few messages before their line is asked for again. The first yield is early for two threads that share a core: a
/// spin there only keeps the other from running.
// PERF: two cores, class B, M messages/s, medians: spsc at N = 1 with a look after each hint 7.2, after 1, 2, 4, 8
// hints 3.8; mpsc at N = 1024 with a first pause of 0 / 1 / 2 / 4 / 8 hints 34 / 40 / 45 / 48 / 50, spsc at N = 1 with
// 1 / 2 / 4 / 8 hints 7.2 / 7.2 / 6.2 / 3.6; at N = 1 in class C with 8 / 16 / 24 / 32 looks before the first yield 0.7
// / 0.7 / 1.1 / 1.1, on one core 0.25 / 0.21 / 0.17 / 0.16. On a faster host, with a first pause of 2 and 4 hints: mpsc
// at N = 1024 98 and 99, there and back 110 and 130 ns, N = 1 spsc 12.9 and 7.4, pipe 11.7 and 6.5, mpsc 7.9 and 6.2.
#[derive(Debug)]
pub(super) struct Backoff {
    steps: u32,
    /// How many steps there are before the thread parks.
    most: u32,
    nap: Duration,
}

impl Backoff {
    const FIRST_HINTS: u32 = 2;
    /// How many looks come before the first yield.
    const SPINS: u32 = if cfg!(strait_loom) { 0 } else { 24 };
    /// How many yields come before the thread parks, if the other end was seen at work.
    const YIELDS: u32 = if cfg!(strait_loom) { 1 } else { 8 };

    const SHORTEST_NAP: Duration = Duration::from_micros(50);
    const LONGEST_NAP: Duration = Duration::from_millis(1);

    /// The steps of a wait; `is_peer_at_work` says whether to yield more than once.
    pub(super) const fn new(is_peer_at_work: bool) -> Self {
        let yields = if is_peer_at_work { Self::YIELDS } else { 1 };
        Self { steps: 0, most: Self::SPINS + yields, nap: Self::SHORTEST_NAP }
    }

    /// Lets a moment pass; `false` once it is time to sleep.
    pub(super) fn pause(&mut self) -> bool {
        if self.steps == self.most {
            return false;
        }
        self.steps += 1;
        if self.steps > Self::SPINS {
            yield_now();
        } else {
            for _ in 0..if self.steps == 1 { Self::FIRST_HINTS } else { 1 } {
                spin_loop();
            }
        }
        true
    }

    /// Whether the core has been given away, so that any time may have passed.
    pub(super) const fn has_yielded(&self) -> bool {
        self.steps > Self::SPINS
    }

    /// Sleeps for a short while, twice as long each time up to a millisecond, and not beyond the deadline.
    pub(super) fn nap(&mut self, deadline: Option<Instant>) {
        let left = deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()));
        sleep(self.nap.min(left));
        self.nap = (self.nap * 2).min(Self::LONGEST_NAP);
    }
}

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::Backoff;

    /// How often a thread looks before it parks.
    fn looks(is_peer_at_work: bool) -> u32 {
        let mut backoff = Backoff::new(is_peer_at_work);
        (0..).take_while(|_| backoff.pause()).count() as u32
    }

    #[test]
    fn a_thread_yields_more_than_once_only_if_the_other_end_was_at_work() {
        assert_eq!((looks(false), looks(true)), (Backoff::SPINS + 1, Backoff::SPINS + Backoff::YIELDS));
    }
}

//! What a waiter does before it sleeps: a thread spins, then yields; a task pauses. How long depends on whether the
//! other end was active when somebody waited here last.

use crate::sync::{Hint, Ordering, initial_state, spin_loop};

#[cfg(feature = "std")]
use crate::sync::{Instant, yield_now};
#[cfg(feature = "std")]
use core::time::Duration;

/// How long an operation waits.
#[cfg(feature = "std")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Not at all; the clock is not read.
    Now,
    Until(Instant),
    Never,
}

#[cfg(feature = "std")]
impl Limit {
    /// `timeout` from now on; `Never` if no clock goes that far.
    pub(crate) fn after(timeout: Duration) -> Self {
        if timeout.is_zero() {
            return Self::Now;
        }
        Instant::now().checked_add(timeout).map_or(Self::Never, Self::Until)
    }

    /// The instant at which it is over, if it is neither now nor never.
    pub(crate) fn instant(self) -> Option<Instant> {
        match self {
            Self::Until(instant) => Some(instant),
            Self::Now | Self::Never => None,
        }
    }
}

/// Whether the last waiter found the other end active: a hint for the next one.
///
/// **Tasks.** To leave a waker, be woken and be polled again costs more than a few dozen messages, and a task that
/// returns for a single message soon waits again. While the other end runs on another core it is better to pause for a
/// moment. A task that shares its core with the other end must not: that end runs only once the task is pending. A task
/// cannot ask which of the two holds, but what arrives while it announces itself almost always comes from another core.
///
/// **Threads.** A yield is cheaper than a sleep if the other end is about to come, and a wasted system call if it is
/// not. One yield is enough to find out whether the other end shares the core; more of them follow only if the last
/// wait ended before it came to a sleep.
#[derive(Debug)]
pub(super) struct PeerActivity {
    was_seen: Hint,
}

initial_state!(impl[] PeerActivity = Self { was_seen: Hint::new(false) });

impl PeerActivity {
    /// One to three microseconds, by processor.
    const HINTS: u32 = 64;

    pub(super) fn was_seen(&self) -> bool {
        // ORDERING: Relaxed, here and below; the hint is worth a pause at most, and guards nothing.
        self.was_seen.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self, was_seen: bool) {
        self.was_seen.store(was_seen, Ordering::Relaxed);
    }

    /// Pauses a task for a moment if the other end was active. Returns whether to attempt once more.
    #[cold]
    #[inline(never)]
    pub(super) fn pause(&self) -> bool {
        if !self.was_seen() {
            return false;
        }
        for _ in 0..Self::HINTS {
            spin_loop();
        }
        true
    }
}

/// The steps of one thread's wait.
///
/// Two spin hints, then 24 attempts with one hint in between, then yields: eight if the last wait ended before it came
/// to a sleep, otherwise one. Then the thread parks.
///
/// A message from another core comes within the first hints. Two hints before the first attempt let the other end write
/// a few messages before their cache line is requested again. The first yield is early for two threads that share a
/// core: a spin there only keeps the other from running.
#[cfg(feature = "std")]
#[derive(Debug)]
pub(super) struct Backoff {
    steps: u32,
    /// How many steps come before the thread parks.
    most: u32,
}

#[cfg(feature = "std")]
impl Backoff {
    const FIRST_HINTS: u32 = 2;
    /// How many attempts come before the first yield.
    const SPINS: u32 = if cfg!(strait_loom) { 0 } else { 24 };
    /// How many yields come before the thread parks, if the other end was seen active.
    const YIELDS: u32 = if cfg!(strait_loom) { 1 } else { 8 };

    pub(super) const fn new(is_peer_active: bool) -> Self {
        let yields = if is_peer_active { Self::YIELDS } else { 1 };
        Self { steps: 0, most: Self::SPINS + yields }
    }

    /// Spins or yields once; `false` once it is time to sleep.
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

    /// Whether the thread has given its core away, so that any time may have passed.
    pub(super) const fn has_yielded(&self) -> bool {
        self.steps > Self::SPINS
    }
}

#[cfg(all(test, feature = "std", not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::{Backoff, PeerActivity};
    use crate::sync::Initial;

    /// How often a thread attempts before it parks.
    fn attempts(is_peer_active: bool) -> u32 {
        let mut backoff = Backoff::new(is_peer_active);
        (0..).take_while(|_| backoff.pause()).count() as u32
    }

    #[test]
    fn a_thread_yields_more_than_once_only_if_the_other_end_was_active() {
        assert_eq!((attempts(false), attempts(true)), (Backoff::SPINS + 1, Backoff::SPINS + Backoff::YIELDS));
    }

    #[test]
    fn a_task_pauses_only_after_the_other_end_was_seen() {
        let peer = PeerActivity::INITIAL;
        assert!(!peer.was_seen() && !peer.pause());
        peer.note(true);
        assert!(peer.was_seen() && peer.pause() && peer.pause());
        peer.note(false);
        assert!(!peer.was_seen() && !peer.pause());
    }
}

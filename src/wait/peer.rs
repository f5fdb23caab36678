//! Whether the other end is at work on another core while a task waits.

use crate::sync::{Hint, Ordering, initial_state, spin_loop};

/// What tasks that waited here have seen of the other end.
///
/// To leave a waker, be woken and be polled again costs more than a few dozen messages, and a task that returns for a
/// single message soon waits again. While the other end runs on another core it is better to pause for a moment. A task
/// that shares its core with the other end must not: that end runs only once the task is pending. A task cannot ask
/// which of the two it is, but what arrives while it announces itself can only come from another core.
// PERF: two executors on two cores, N = 1024, M messages/s, two interleaved runs with the pause and without: spsc 100
// and 79, 57 and 66; pipe 100 and 79, 49 and 82; mpsc 28 and 37, 15 and 25. Lab, cores far apart, 8 / 32 / 64 / 128
// hints: pipe 22 / 32 / 37 /
// 35. One thread: no difference.
#[derive(Debug)]
pub(super) struct PeerActivity {
    was_seen: Hint,
}

initial_state!(impl[] PeerActivity = Self { was_seen: Hint::new(false) });

impl PeerActivity {
    /// One to three microseconds, by processor.
    const HINTS: u32 = 64;

    /// Pauses for a moment if the other end was at work when a task waited here last; whether to look once more.
    #[cold]
    #[inline(never)]
    pub(super) fn pause(&self) -> bool {
        // ORDERING: Relaxed, here and below; what was seen is worth a pause at most, and guards nothing.
        if !self.was_seen.load(Ordering::Relaxed) {
            return false;
        }
        for _ in 0..Self::HINTS {
            spin_loop();
        }
        true
    }

    /// Takes note of whether the other end was at work.
    pub(super) fn was_seen(&self, seen: bool) {
        self.was_seen.store(seen, Ordering::Relaxed);
    }
}

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::PeerActivity;
    use crate::sync::Initial;

    #[test]
    fn it_pauses_only_after_the_other_end_was_seen() {
        let peer = PeerActivity::INITIAL;
        assert!(!peer.pause());
        peer.was_seen(true);
        assert!(peer.pause() && peer.pause());
        peer.was_seen(false);
        assert!(!peer.pause());
    }
}

//! Whether the other end was at work when somebody waited here last.

use crate::sync::{Hint, Ordering, initial_state, spin_loop};

/// What those that waited here have seen of the other end: a hint for those that come after them.
///
/// **Tasks.** To leave a waker, be woken and be polled again costs more than a few dozen messages, and a task that
/// returns for a single message soon waits again. While the other end runs on another core it is better to pause for a
/// moment. A task that shares its core with the other end must not: that end runs only once the task is pending. A task
/// cannot ask which of the two it is, but what arrives while it announces itself almost always comes from another core.
///
/// **Threads.** A yield is cheaper than a sleep if the other end is about to come, and a waste of a system call if it
/// is not. One yield is enough to see whether the other end shares the core; more of them follow only if the last wait
/// ended before it came to a sleep.
// PERF: tasks: two executors on two cores, N = 1024, M messages/s, two interleaved runs with the pause and without:
// spsc 100 and 79, 57 and 66; pipe 100 and 79, 49 and 82; mpsc 28 and 37, 15 and 25. Before that, cores far apart, 8 /
// 32 / 64 / 128 hints: pipe 22 / 32 / 37 / 35. One thread: no difference. Threads: 5000 messages a second, CPU time of
// both, medians of 6 samples, with eight yields always and with one after a sleep: 14.1 and 10.5 % of a core (std
// 10.4); blocking, mpsc with 1 to 8 producers, and both threads on one core: no difference beyond noise.
#[derive(Debug)]
pub(super) struct PeerActivity {
    was_seen: Hint,
}

initial_state!(impl[] PeerActivity = Self { was_seen: Hint::new(false) });

impl PeerActivity {
    /// One to three microseconds, by processor.
    const HINTS: u32 = 64;

    /// Whether the other end was at work when somebody waited here last.
    pub(super) fn was_seen(&self) -> bool {
        // ORDERING: Relaxed, here and below; what was seen is worth a pause at most, and guards nothing.
        self.was_seen.load(Ordering::Relaxed)
    }

    /// Takes note of whether the other end was at work.
    pub(super) fn note(&self, was_seen: bool) {
        self.was_seen.store(was_seen, Ordering::Relaxed);
    }

    /// Pauses a task for a moment if the other end was at work; whether to look once more.
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

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::PeerActivity;
    use crate::sync::Initial;

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

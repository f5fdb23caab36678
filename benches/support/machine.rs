//! Threads that stay on one core each.

use super::cores;
use std::sync::OnceLock;

/// Pins the calling thread: threads 0, 1, 2 .. go to the cores in turn.
pub fn pin(thread: usize) {
    cores::pin_to(core(thread));
}

/// How many cores there are.
pub fn core_count() -> usize {
    at_start().len()
}

/// The core on which a thread stays.
pub fn core(thread: usize) -> usize {
    let cores = at_start();
    cores[thread % cores.len()]
}

/// The cores that the process might use when it began, before any thread was pinned.
fn at_start() -> &'static [usize] {
    static CORES: OnceLock<Vec<usize>> = OnceLock::new();
    CORES.get_or_init(cores::allowed)
}

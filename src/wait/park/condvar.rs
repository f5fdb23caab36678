//! Sleeping by lock and condition variable.

#[cfg(any(strait_loom, strait_shuttle))]
use crate::sync::{parking_lots, wait_for_change};

use crate::sync::{AtomicU32, Condvar, Instant, Mutex, Ordering};

/// Where the sleepers of some words sleep; those of different words may share one, and then wake spuriously.
#[derive(Debug)]
pub(crate) struct Lot {
    pub(crate) lock: Mutex<()>,
    pub(crate) changed: Condvar,
}

#[cfg(not(any(strait_loom, strait_shuttle)))]
fn parking_lots() -> &'static [Lot] {
    static LOTS: [Lot; 64] = [const { Lot { lock: Mutex::new(()), changed: Condvar::new() } }; 64];
    &LOTS
}

#[cfg(not(any(strait_loom, strait_shuttle)))]
fn wait_for_change(lot: &Lot, guard: crate::sync::MutexGuard<'_, ()>, left: Option<core::time::Duration>) {
    match left {
        None => drop(lot.changed.wait(guard)),
        Some(left) => drop(lot.changed.wait_timeout(guard, left)),
    }
}

fn lot(word: *const AtomicU32) -> &'static Lot {
    let lots = parking_lots();
    // Words lie at least a stack frame or a cache line apart; the multiplier spreads them (Fibonacci hashing).
    let hash = word.addr().wrapping_mul(0x9e37_79b9) >> 16;
    &lots[hash % lots.len()]
}

pub(super) fn wait(word: &AtomicU32, expected: u32, deadline: Option<Instant>) -> bool {
    let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    if left.is_some_and(|left| left.is_zero()) {
        return false;
    }
    let lot = lot(word);
    let guard = lot.lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    // ORDERING: Relaxed; the lock orders it: a wake that takes the lock after us finds us asleep, and one that took it
    // before us had changed the word. What the word guards is read with the caller's own ordering.
    if word.load(Ordering::Relaxed) == expected {
        wait_for_change(lot, guard, left);
    }
    true
}

pub(super) fn wake(word: *const AtomicU32) {
    let lot = lot(word);
    drop(lot.lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
    lot.changed.notify_all();
}

//! What `sync` is under shuttle: every access is a step, at which its scheduler may let another thread go on.

use crate::wait::Lot;
use core::time::Duration;

pub(crate) use super::untimed::{Instant, wait_for_change};
pub(crate) use shuttle::sync::{
    Condvar, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, fence},
};
pub(crate) use shuttle::thread_local;

/// The scheduler needs no hint: whoever spins is interrupted at its next access.
pub(crate) fn spin_loop() {}

/// As above.
pub(crate) fn yield_now() {}

/// Lets others go on: who sleeps waits for what they do.
pub(crate) fn sleep(_: Duration) {
    shuttle::thread::yield_now();
}

/// As above, for a task that wakes itself.
pub(crate) fn give_way() {
    shuttle::thread::yield_now();
}

shuttle::lazy_static! {
    static ref LOTS: [Lot; 1] = [Lot { lock: Mutex::new(()), changed: Condvar::new() }];
}

pub(crate) fn parking_lots() -> &'static [Lot] {
    &*LOTS
}

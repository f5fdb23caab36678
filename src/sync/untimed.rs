//! What loom and shuttle lack: time.

use super::MutexGuard;
use crate::wait::Lot;
use core::{cell::Cell, time::Duration};

/// A clock that goes one nanosecond further each time it is read, so that a deadline passes after so many looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(u64);

std::thread_local! {
    // All threads of a model run on one thread of the machine; models that run beside it have a clock of their own.
    static NOW: Cell<u64> = const { Cell::new(0) };
}

impl Instant {
    pub(crate) fn now() -> Self {
        Self(NOW.replace(NOW.get() + 1))
    }

    pub(crate) fn checked_add(self, duration: Duration) -> Option<Self> {
        let nanoseconds = u64::try_from(duration.as_nanos()).ok()?;
        self.0.checked_add(nanoseconds).map(Self)
    }

    pub(crate) fn saturating_duration_since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

/// Sleeps until `changed`; with a deadline it wakes at once and for nothing, since a model has no time.
pub(crate) fn wait_for_change(lot: &Lot, guard: MutexGuard<'_, ()>, left: Option<Duration>) {
    match left {
        None => drop(lot.changed.wait(guard)),
        Some(_) => drop(guard),
    }
}

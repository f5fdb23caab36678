//! Counts: the live ones that the progress report shows, and the final ones that must agree.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number that one thread writes and others read, on cache lines of its own.
#[derive(Default)]
#[repr(align(128))]
pub(crate) struct Gauge(AtomicU64);

impl Gauge {
    /// Only the thread that owns the count calls this; a plain store on every machine.
    pub(crate) fn set(&self, value: u64) {
        // ORDERING: Relaxed; no other memory is read because of this number.
        self.0.store(value, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        // ORDERING: Relaxed; a progress report may be slightly out of date.
        self.0.load(Ordering::Relaxed)
    }
}

/// What each stage has done so far; only the progress report reads it.
#[derive(Default)]
pub(crate) struct Live {
    pub(crate) lines: Gauge,
    pub(crate) malformed: Gauge,
    pub(crate) processed: Gauge,
    pub(crate) journaled: Gauge,
}

/// What each stage has counted for itself by the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) lines: u64,
    pub(crate) parsed: u64,
    pub(crate) malformed: u64,
    pub(crate) skipped: u64,
    pub(crate) processed: u64,
    pub(crate) journaled: u64,
    /// Notes are the messages that are no quotes: new best prices and the reports of the timers.
    pub(crate) notes_sent: u64,
    pub(crate) notes_journaled: u64,
}

/// Two counts that should have been the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    left: (&'static str, u64),
    right: (&'static str, u64),
}

impl Counts {
    /// Compares what went into each stage with what came out.
    ///
    /// # Errors
    /// The first pair that differs, in the order of the stages.
    pub(crate) fn check(&self) -> Result<(), Mismatch> {
        let accounted = self.parsed + self.malformed + self.skipped;
        agree(("lines read", self.lines), ("parsed + malformed + skipped", accounted))?;
        agree(("parsed", self.parsed), ("processed", self.processed))?;
        agree(("processed", self.processed), ("journaled", self.journaled))?;
        agree(("notes sent", self.notes_sent), ("notes journaled", self.notes_journaled))
    }
}

fn agree(left: (&'static str, u64), right: (&'static str, u64)) -> Result<(), Mismatch> {
    if left.1 == right.1 { Ok(()) } else { Err(Mismatch { left, right }) }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { left, right } = self;
        write!(f, "{} {} but {} {}", left.0, left.1, right.0, right.1)
    }
}

impl std::error::Error for Mismatch {}

//! What travels between the threads: small values without a heap part, copied into the channel.

use std::fmt;
use std::time::{Duration, Instant};

use crate::quote::{Price, Quote, Symbol};

/// The capacity of each of the two channels.
pub(crate) const RING: usize = 1024;

/// From the reader to the processing thread.
#[derive(Clone, Copy)]
pub(crate) struct Accepted {
    /// When the line was read. The time that it spent in a file or a socket before that does not count.
    pub(crate) ingress: Instant,
    pub(crate) quote: Quote,
}

/// From any thread to the journal.
#[derive(Clone, Copy)]
pub(crate) enum Record {
    Quote(Accepted),
    Note(Note),
}

/// Written to the journal as a comment.
#[derive(Clone, Copy)]
pub(crate) enum Note {
    Best(Best),
    Progress(Progress),
    Heartbeat { beat: u64, up: Duration },
}

/// The best prices of a symbol, sent whenever one of them has improved.
#[derive(Clone, Copy)]
pub(crate) struct Best {
    pub(crate) symbol: Symbol,
    pub(crate) bid: Option<Price>,
    pub(crate) ask: Option<Price>,
}

/// How far each stage has come.
#[derive(Clone, Copy)]
pub(crate) struct Progress {
    pub(crate) up: Duration,
    pub(crate) lines: u64,
    pub(crate) malformed: u64,
    pub(crate) processed: u64,
    pub(crate) journaled: u64,
    /// Records that were waiting for the journal.
    pub(crate) waiting: usize,
}

/// A comment in the journal, so that a journal is a feed again.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Best(best) => write!(f, "# best {best}"),
            Self::Progress(progress) => write!(f, "# progress {progress}"),
            Self::Heartbeat { beat, up } => write!(f, "# heartbeat {beat} after {:.3} s", up.as_secs_f64()),
        }
    }
}

impl fmt::Display for Best {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bid {} ask {}", self.symbol, OrDash(self.bid), OrDash(self.ask))
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { up, lines, malformed, processed, journaled, waiting } = self;
        let up = up.as_secs_f64();
        write!(
            f,
            "{up:.1} s: read {lines}, malformed {malformed}, processed {processed}, journaled {journaled}, waiting {waiting}"
        )
    }
}

/// Shows a value, or a dash where there is none.
pub(crate) struct OrDash<T>(pub(crate) Option<T>);

impl<T: fmt::Display> fmt::Display for OrDash<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.pad("-"),
        }
    }
}

//! Two threads that report to the journal at fixed intervals, through clones of the same producer.
//!
//! Each sleeps in `recv_deadline` on a channel that carries nothing: a timeout is a tick, and closing the channel
//! ends the thread at once, in the middle of its sleep.

use std::time::{Duration, Instant};

use strait::{RecvTimeoutError, mpsc, spsc};

use crate::console::Console;
use crate::counts::Live;
use crate::message::{Note, Progress, RING, Record};

const PROGRESS: Duration = Duration::from_millis(100);
const HEARTBEAT: Duration = Duration::from_millis(250);
/// Ticks between two progress lines where the line cannot be rewritten: one a second.
const TICKS_PER_LINE: u64 = 10;

/// Dropping it ends the timer.
pub(crate) type Running = spsc::Producer<(), 1>;
/// What a timer sleeps on.
pub(crate) type Sleep = spsc::Consumer<(), 1>;

/// What a timer needs to report.
pub(crate) struct Timer {
    pub(crate) out: mpsc::Producer<Record, RING>,
    pub(crate) sleep: Sleep,
    pub(crate) start: Instant,
}

impl Timer {
    /// Reports progress, and shows it on the console if there is one. Returns how many reports were sent.
    pub(crate) fn progress(self, live: &Live, console: Option<&Console>) -> u64 {
        self.every(PROGRESS, |timer, tick| {
            let progress = timer.snapshot(live);
            if let Some(console) = console {
                if console.is_terminal() || tick % TICKS_PER_LINE == 0 {
                    console.progress(format_args!("{progress}"));
                }
            }
            Note::Progress(progress)
        })
    }

    /// Says that the service is alive. Returns how many reports were sent.
    pub(crate) fn heartbeat(self) -> u64 {
        self.every(HEARTBEAT, |timer, beat| Note::Heartbeat { beat, up: timer.start.elapsed() })
    }

    /// Sends a report each `period`, numbered from 1, until [`Running`] is dropped or the journal is gone.
    fn every(self, period: Duration, mut report: impl FnMut(&Self, u64) -> Note) -> u64 {
        let mut sent = 0;
        let mut next = self.start + period;
        while self.sleep.recv_deadline(next) == Err(RecvTimeoutError::Timeout) {
            let note = report(&self, sent + 1);
            if self.out.send(Record::Note(note)).is_err() {
                break;
            }
            sent += 1;
            // Ticks that back pressure has delayed are not made up for by a burst.
            next = (next + period).max(Instant::now());
        }
        sent
    }

    fn snapshot(&self, live: &Live) -> Progress {
        Progress {
            up: self.start.elapsed(),
            lines: live.lines.get(),
            malformed: live.malformed.get(),
            processed: live.processed.get(),
            journaled: live.journaled.get(),
            waiting: self.out.len(),
        }
    }
}

//! The first stage: reads lines, parses them, and sends what it accepts to the processing thread.

use std::io;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use strait::{TrySendError, spsc};

use crate::console::Console;
use crate::counts::{Counts, Live};
use crate::feed::Feed;
use crate::message::{Accepted, RING};
use crate::pressure::Pressure;
use crate::quote::{ParseError, parse};
use crate::stop::Pause;

/// Malformed lines that are shown one by one; the rest are only counted.
const SHOWN: u64 = 10;
/// Bytes of a malformed line that are shown.
const EXCERPT: usize = 60;

/// A paced reader that is later than this starts a new schedule.
const CATCH_UP: Duration = Duration::from_millis(10);

/// The state of the reading thread.
pub(crate) struct Reader<'a> {
    out: spsc::Producer<Accepted, RING>,
    pressure: Pressure,
    /// Only the reader's part of the counts is filled in.
    counts: Counts,
    live: &'a Live,
    console: &'a Console,
}

/// What the reading thread leaves behind.
pub(crate) struct ReadOutcome {
    pub(crate) counts: Counts,
    pub(crate) pressure: Pressure,
    pub(crate) failure: Option<io::Error>,
}

/// The processing thread is gone, so there is no point in reading further.
struct Disconnected;

impl<'a> Reader<'a> {
    pub(crate) fn new(out: spsc::Producer<Accepted, RING>, live: &'a Live, console: &'a Console) -> Self {
        Self { out, pressure: Pressure::default(), counts: Counts::default(), live, console }
    }

    /// Reads to the end of the feed. Returning drops the producer, which closes the channel to the next stage.
    pub(crate) fn run(mut self, feed: &mut dyn Feed, pacer: &mut Pacer) -> ReadOutcome {
        let failure = loop {
            pacer.wait();
            match feed.next_line() {
                Ok(Some(line)) if self.take(line).is_ok() => {}
                Ok(_) => break None,
                Err(error) => break Some(error),
            }
        };
        let Self { counts, pressure, .. } = self;
        ReadOutcome { counts, pressure, failure }
    }

    /// Counts one line and sends it on if it is a quote.
    fn take(&mut self, line: &[u8]) -> Result<(), Disconnected> {
        let ingress = Instant::now();
        self.counts.lines += 1;
        self.live.lines.set(self.counts.lines);
        match parse(line) {
            Ok(Some(quote)) => {
                self.counts.parsed += 1;
                self.send(Accepted { ingress, quote })
            }
            Ok(None) => {
                self.counts.skipped += 1;
                Ok(())
            }
            Err(error) => {
                self.complain(line, error);
                Ok(())
            }
        }
    }

    /// Tries first, so that back pressure can be counted; then waits for room.
    fn send(&mut self, message: Accepted) -> Result<(), Disconnected> {
        match self.out.try_send(message) {
            Ok(()) => {
                self.pressure.sent(|| self.out.len());
                Ok(())
            }
            Err(TrySendError::Full(message)) => {
                self.pressure.full(RING);
                self.out.send(message).map_err(|_| Disconnected)
            }
            Err(TrySendError::Closed(_)) => Err(Disconnected),
        }
    }

    /// Counts a malformed line and shows the first few with number, reason and excerpt.
    fn complain(&mut self, line: &[u8], error: ParseError) {
        self.counts.malformed += 1;
        self.live.malformed.set(self.counts.malformed);
        if self.counts.malformed > SHOWN {
            return;
        }
        let excerpt = line[..line.len().min(EXCERPT)].escape_ascii();
        self.console.say(format_args!("line {}: {error}: `{excerpt}`", self.counts.lines));
        if self.counts.malformed == SHOWN {
            self.console.say(format_args!("further malformed lines are counted, not shown"));
        }
    }
}

/// Spaces the lines out evenly; without a rate it does nothing.
pub(crate) struct Pacer {
    schedule: Option<Schedule>,
    pause: Pause,
}

struct Schedule {
    next: Instant,
    gap: Duration,
}

impl Pacer {
    pub(crate) fn new(rate: Option<NonZeroU32>, pause: Pause) -> Self {
        let schedule = rate.map(|rate| Schedule { next: Instant::now(), gap: Duration::from_secs(1) / rate.get() });
        Self { schedule, pause }
    }

    /// Waits until the next line is due, or until a stop request. Time lost to a late wake-up is made up for; time lost
    /// to an idle feed or to back pressure is not.
    fn wait(&mut self) {
        let Some(schedule) = &mut self.schedule else { return };
        let now = Instant::now();
        if now < schedule.next {
            self.pause.sleep_until(schedule.next);
        } else if now > schedule.next + CATCH_UP {
            schedule.next = now;
        }
        schedule.next += schedule.gap;
    }
}

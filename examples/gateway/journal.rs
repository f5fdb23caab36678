//! The last stage: takes records in batches, writes each batch with one call, and measures how long each quote took.

use std::fs::File;
use std::io::{self, Write};
use std::time::Instant;

use hdrhistogram::{CreationError, Histogram};
use strait::mpsc;

use crate::counts::Live;
use crate::message::{RING, Record};
use crate::stop::Stop;

/// Records written at once at most; few enough that the first does not wait long for the last.
const BATCH: usize = 256;
/// Latencies are kept from one nanosecond to a minute, with three digits.
const LONGEST: u64 = 60_000_000_000;

/// The state of the journal thread.
pub(crate) struct Journal<'a> {
    file: File,
    text: Vec<u8>,
    written: JournalOutcome,
    live: &'a Live,
    stop: Stop,
}

/// What the journal thread leaves behind.
pub(crate) struct JournalOutcome {
    pub(crate) quotes: u64,
    pub(crate) notes: u64,
    pub(crate) bytes: u64,
    /// From the line read to its batch written, in nanoseconds.
    pub(crate) latency: Histogram<u64>,
    pub(crate) failure: Option<io::Error>,
}

type Input = mpsc::Consumer<Record, RING>;

impl<'a> Journal<'a> {
    pub(crate) fn new(file: File, live: &'a Live, stop: Stop) -> Result<Self, CreationError> {
        let latency = Histogram::new_with_bounds(1, LONGEST, 3)?;
        let written = JournalOutcome { quotes: 0, notes: 0, bytes: 0, latency, failure: None };
        Ok(Self { file, text: Vec::new(), written, live, stop })
    }

    /// Blocks for records until every producer is gone and the channel is drained.
    pub(crate) fn run(self, mut input: Input) -> JournalOutcome {
        let mut batch = Vec::with_capacity(BATCH);
        self.finish(|journal| {
            while input.recv_many(&mut batch, BATCH).is_ok() {
                journal.write(&mut batch)?;
            }
            Ok(())
        })
    }

    /// The same as a tokio task, on a runtime that lives in this thread. Only the way of waiting differs; the senders
    /// cannot tell. The file is written without `spawn_blocking`, since the thread serves nothing else.
    pub(crate) fn run_async(self, mut input: Input) -> JournalOutcome {
        let mut batch = Vec::with_capacity(BATCH);
        self.finish(|journal| {
            tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
                while input.recv_many_async(&mut batch, BATCH).await.is_ok() {
                    journal.write(&mut batch)?;
                }
                Ok(())
            })
        })
    }

    /// Runs `work` and keeps its failure for the report. A failed journal also stops the feed: its consumer is
    /// dropped, which ends the senders, but a reader that waits for input has to be told.
    fn finish(mut self, work: impl FnOnce(&mut Self) -> io::Result<()>) -> JournalOutcome {
        if let Err(error) = work(&mut self) {
            self.stop.request();
            self.written.failure = Some(error);
        }
        self.written
    }

    /// Writes one batch and leaves it empty. Only what the operating system has accepted is counted.
    fn write(&mut self, batch: &mut Vec<Record>) -> io::Result<()> {
        self.text.clear();
        for record in &*batch {
            match record {
                Record::Quote(accepted) => writeln!(self.text, "{}", accepted.quote)?,
                Record::Note(note) => writeln!(self.text, "{note}")?,
            }
        }
        self.file.write_all(&self.text)?;
        self.written.bytes += self.text.len() as u64;
        self.count(batch);
        Ok(())
    }

    fn count(&mut self, batch: &mut Vec<Record>) {
        let now = Instant::now();
        for record in batch.drain(..) {
            match record {
                Record::Quote(accepted) => {
                    self.written.quotes += 1;
                    let nanoseconds = now.saturating_duration_since(accepted.ingress).as_nanos();
                    self.written.latency.saturating_record(u64::try_from(nanoseconds).unwrap_or(u64::MAX));
                }
                Record::Note(_) => self.written.notes += 1,
            }
        }
        self.live.journaled.set(self.written.quotes);
    }
}

//! The threads, the two channels between them, and how they end.
//!
//! The end travels the same way as the data: the reader drops its producer, the processor drains its channel and drops
//! its own producer, the timers follow, and the journal returns once all producers are gone and everything is written.

use std::fs::File;
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

use strait::{mpsc, spsc};

use crate::cli::Options;
use crate::console::Console;
use crate::counts::{Counts, Live};
use crate::error::{Failure, RunError, SetupError};
use crate::feed::Feed;
use crate::journal::{Journal, JournalOutcome};
use crate::message::{Accepted, RING, Record};
use crate::processor::{ProcessOutcome, Processor};
use crate::reader::{Pacer, ReadOutcome, Reader};
use crate::stop::{Pause, Stop};
use crate::timers::{Running, Timer};

/// Everything that has been opened before the first thread starts.
pub(crate) struct Opened {
    pub(crate) feed: Box<dyn Feed>,
    pub(crate) journal: File,
    pub(crate) stop: Stop,
    pub(crate) pause: Pause,
}

/// What all threads together leave behind.
pub(crate) struct Outcome {
    pub(crate) elapsed: Duration,
    pub(crate) read: ReadOutcome,
    pub(crate) processed: ProcessOutcome,
    pub(crate) journaled: JournalOutcome,
    /// Reports that the timers have sent.
    pub(crate) reports: u64,
}

/// The threads of one run, in the order in which they end.
struct Threads<'scope> {
    reader: ScopedJoinHandle<'scope, ReadOutcome>,
    processor: ScopedJoinHandle<'scope, ProcessOutcome>,
    /// Dropped to end the timers.
    running: [Running; 2],
    timers: [ScopedJoinHandle<'scope, u64>; 2],
    journal: ScopedJoinHandle<'scope, JournalOutcome>,
}

/// Runs the feed to its end, or to a stop request, and waits until everything is written.
///
/// # Errors
/// A thread could not be started, or one has panicked. Everything else is in the outcome.
pub(crate) fn run(options: &Options, opened: Opened, console: &Console) -> Result<Outcome, Failure> {
    let live = Live::default();
    let start = Instant::now();
    thread::scope(|scope| {
        let threads = Threads::start(scope, options, opened, &live, console)?;
        Ok(threads.join(start)?)
    })
}

impl<'scope> Threads<'scope> {
    /// Starts with the last stage, so that every stage finds the next one running. If a thread cannot be started,
    /// dropping the handles ends those that were.
    fn start<'env: 'scope>(
        scope: &'scope Scope<'scope, 'env>,
        options: &Options,
        opened: Opened,
        live: &'env Live,
        console: &'env Console,
    ) -> Result<Self, SetupError> {
        let Opened { mut feed, journal, stop, pause } = opened;
        let (lines, accepted) = spsc::channel::<Accepted, RING>();
        let (records, input) = mpsc::channel::<Record, RING>();

        let journal = Journal::new(journal, live, stop).map_err(SetupError::Latency)?;
        let wait = if options.async_journal { Journal::run_async } else { Journal::run };
        let journal = spawn(scope, "journal", move || wait(journal, input))?;

        let (progress_runs, progress) = timer(&records);
        let (heartbeat_runs, heartbeat) = timer(&records);
        let shown = (!options.quiet).then_some(console);
        let progress = spawn(scope, "progress", move || progress.progress(live, shown))?;
        let heartbeat = spawn(scope, "heartbeat", move || heartbeat.heartbeat())?;

        let processor = Processor::new(records, live);
        let processor = spawn(scope, "processor", move || processor.run(accepted))?;

        let reader = Reader::new(lines, live, console);
        let mut pacer = Pacer::new(options.rate, pause);
        let reader = spawn(scope, "reader", move || reader.run(&mut *feed, &mut pacer))?;

        let (running, timers) = ([progress_runs, heartbeat_runs], [progress, heartbeat]);
        Ok(Self { reader, processor, running, timers, journal })
    }

    /// Waits for the end to travel through all stages.
    fn join(self, start: Instant) -> Result<Outcome, RunError> {
        let read = join(self.reader, "reader")?;
        let processed = join(self.processor, "processor")?;
        drop(self.running);
        let [progress, heartbeat] = self.timers;
        let reports = join(progress, "progress")? + join(heartbeat, "heartbeat")?;
        let journaled = join(self.journal, "journal")?;
        Ok(Outcome { elapsed: start.elapsed(), read, processed, journaled, reports })
    }
}

/// A timer with its own clone of the producer, and the handle that ends it when it is dropped.
fn timer(records: &mpsc::Producer<Record, RING>) -> (Running, Timer) {
    let (running, sleep) = spsc::channel();
    (running, Timer { out: records.clone(), sleep, start: Instant::now() })
}

fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, T>, SetupError> {
    thread::Builder::new().name(name.into()).spawn_scoped(scope, work).map_err(SetupError::Thread)
}

fn join<T>(thread: ScopedJoinHandle<'_, T>, name: &'static str) -> Result<T, RunError> {
    thread.join().map_err(|_| RunError::Panicked(name))
}

impl Outcome {
    /// The counts of all stages together.
    pub(crate) fn counts(&self) -> Counts {
        Counts {
            processed: self.processed.processed,
            journaled: self.journaled.quotes,
            notes_sent: self.processed.notes + self.reports,
            notes_journaled: self.journaled.notes,
            ..self.read.counts
        }
    }

    /// `Ok` if nothing failed and all counts agree.
    pub(crate) fn verdict(self) -> Result<(), RunError> {
        let counts = self.counts();
        if let Some(error) = self.journaled.failure {
            return Err(RunError::Journal(error));
        }
        if let Some(error) = self.read.failure {
            return Err(RunError::Feed(error));
        }
        counts.check().map_err(RunError::Counts)
    }
}

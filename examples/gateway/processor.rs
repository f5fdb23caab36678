//! The second stage: keeps the book and sends each quote, and each new best price, to the journal.

use strait::{TrySendError, mpsc, spsc};

use crate::book::Book;
use crate::counts::Live;
use crate::message::{Accepted, Note, RING, Record};
use crate::pressure::Pressure;

/// The state of the processing thread.
pub(crate) struct Processor<'a> {
    out: mpsc::Producer<Record, RING>,
    book: Book,
    pressure: Pressure,
    processed: u64,
    notes: u64,
    live: &'a Live,
}

/// What the processing thread leaves behind.
pub(crate) struct ProcessOutcome {
    pub(crate) book: Book,
    pub(crate) pressure: Pressure,
    pub(crate) processed: u64,
    pub(crate) notes: u64,
}

/// The journal is gone, so there is no point in processing further.
struct Disconnected;

impl<'a> Processor<'a> {
    pub(crate) fn new(out: mpsc::Producer<Record, RING>, live: &'a Live) -> Self {
        Self { out, book: Book::default(), pressure: Pressure::default(), processed: 0, notes: 0, live }
    }

    /// Blocks for quotes until the reader is gone and the channel is drained. If the journal ends first, this ends too,
    /// and the reader finds its channel closed.
    pub(crate) fn run(mut self, input: spsc::Consumer<Accepted, RING>) -> ProcessOutcome {
        for accepted in input {
            if self.process(accepted).is_err() {
                break;
            }
        }
        let Self { book, pressure, processed, notes, .. } = self;
        ProcessOutcome { book, pressure, processed, notes }
    }

    fn process(&mut self, accepted: Accepted) -> Result<(), Disconnected> {
        let best = self.book.update(&accepted.quote);
        self.processed += 1;
        self.live.processed.set(self.processed);
        self.send(Record::Quote(accepted))?;
        if let Some(best) = best {
            self.send(Record::Note(Note::Best(best)))?;
            self.notes += 1;
        }
        Ok(())
    }

    /// Tries first, so that back pressure can be counted; then waits for room.
    fn send(&mut self, record: Record) -> Result<(), Disconnected> {
        match self.out.try_send(record) {
            Ok(()) => {
                self.pressure.sent(|| self.out.len());
                Ok(())
            }
            Err(TrySendError::Full(record)) => {
                self.pressure.full(RING);
                self.out.send(record).map_err(|_| Disconnected)
            }
            Err(TrySendError::Closed(_)) => Err(Disconnected),
        }
    }
}

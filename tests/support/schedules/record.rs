//! What the threads of a program know of the channel, and what therefore may not happen.
//!
//! The counts are bounds: `begun` is never below what is claimed, `sent` never above what is published, `taken` never
//! above what is released. Their accesses are no steps of the schedule.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use strait::{RecvError, RecvTimeoutError, SendError, SendTimeoutError, TryRecvError, TrySendError};

/// A message, which knows how many of its array come behind it.
#[derive(Debug)]
pub(crate) struct Message {
    pub(super) from: usize,
    pub(super) number: u32,
    pub(super) behind: usize,
    #[allow(dead_code, reason = "its count is asked for at the end")]
    pub(super) alive: Arc<()>,
}

/// What all threads of a program know.
#[derive(Default)]
pub(super) struct Record {
    /// Messages of sends that have begun, without those that failed.
    begun: AtomicUsize,
    /// Messages that were sent.
    sent: AtomicUsize,
    /// Messages whose receive has returned.
    taken: AtomicUsize,
    /// Whether a handle is about to close or go.
    may_be_closed: AtomicBool,
}

impl Record {
    pub(super) fn closes(&self) {
        self.may_be_closed.store(true, SeqCst);
    }

    /// Sends `count` messages by an operation that returns how many it sent, or why none.
    pub(super) fn send(&self, capacity: usize, count: usize, send: impl FnOnce() -> Result<usize, Refusal>) -> usize {
        let taken = self.taken.load(SeqCst);
        self.begun.fetch_add(count, SeqCst);
        let outcome = send();
        match outcome {
            Err(Refusal::Full) => {
                let begun = self.begun.load(SeqCst);
                assert!(begun > capacity + taken, "{count} do not fit with {begun} begun and {taken} taken");
            }
            Err(Refusal::Closed) => assert!(self.may_be_closed.load(SeqCst), "closed by nobody"),
            Err(Refusal::GaveUp) | Ok(_) => {}
        }
        let sent = outcome.unwrap_or(0);
        self.begun.fetch_sub(count - sent, SeqCst);
        self.sent.fetch_add(sent, SeqCst);
        sent
    }

    /// Checks that a producer's wait for the close was right to end with it.
    pub(super) fn finds_closed(&self, is_closed: bool) {
        assert!(!is_closed || self.may_be_closed.load(SeqCst), "closed by nobody");
    }

    /// Checks that a receive was right to find nothing.
    fn found_nothing(&self, is_lone: bool, sent_before: usize, received: usize) {
        let nothing_was_under_way = self.begun.load(SeqCst) == sent_before;
        if is_lone || nothing_was_under_way {
            assert!(sent_before <= received, "empty behind {sent_before} sent and {received} received");
        }
    }
}

/// Why nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Full,
    Closed,
    /// Its time or its polls had ended.
    GaveUp,
}

/// Why nothing was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    Empty,
    Closed,
    /// Its time or its polls had ended.
    GaveUp,
}

/// What the consumer has got.
pub(super) struct Received<'a> {
    record: &'a Record,
    is_lone: bool,
    last: [u32; 3],
    count: usize,
    /// The producer that must be next, and how many messages of its array are left.
    array: Option<(usize, usize)>,
    is_closed: bool,
    /// Whether the consumer has closed: a message of a send that raced with that may be sent and not received.
    has_closed: bool,
}

impl<'a> Received<'a> {
    pub(super) fn by(record: &'a Record, is_lone: bool) -> Self {
        Self { record, is_lone, last: [0; 3], count: 0, array: None, is_closed: false, has_closed: false }
    }

    /// The consumer is about to close.
    pub(super) fn closes(&mut self) {
        self.record.closes();
        self.has_closed = true;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Checks that the consumer's wait for the close was right to end with it.
    pub(super) fn finds_closed(&self, is_closed: bool) {
        self.record.finds_closed(is_closed);
    }

    /// Takes the messages that an operation received, or checks why there are none.
    pub(super) fn take(&mut self, receive: impl FnOnce() -> Result<Vec<Message>, Nothing>) {
        let sent = self.record.sent.load(SeqCst);
        match receive() {
            Ok(messages) => {
                assert!(messages.is_empty() || !self.is_closed, "a message after `Closed`");
                messages.iter().for_each(|message| self.see(message));
                self.record.taken.fetch_add(messages.len(), SeqCst);
            }
            Err(Nothing::Empty) => {
                self.record.found_nothing(self.is_lone, sent, self.count);
                assert!(!self.is_closed, "open again after `Closed`");
            }
            Err(Nothing::GaveUp) => {}
            Err(Nothing::Closed) => {
                assert!(self.record.may_be_closed.load(SeqCst), "closed by nobody");
                if !std::mem::replace(&mut self.is_closed, true) {
                    assert!(sent <= self.count, "closed with {sent} sent and {} received", self.count);
                }
            }
        }
    }

    /// The next message in the channel's order.
    fn see(&mut self, message: &Message) {
        assert!(message.number > self.last[message.from], "{} behind {}", message.number, self.last[message.from]);
        if let Some((from, behind)) = self.array {
            assert_eq!((message.from, message.behind), (from, behind), "an array is broken");
        }
        self.array = message.behind.checked_sub(1).map(|behind| (message.from, behind));
        self.last[message.from] = message.number;
        self.count += 1;
    }

    /// After `Closed` nothing is missing.
    pub(super) fn assert_all(&self) {
        if self.is_closed && !self.has_closed {
            assert_eq!(self.count, self.record.sent.load(SeqCst), "lost or doubled before `Closed`");
        }
        assert!(self.count <= self.record.sent.load(SeqCst), "received and never sent");
    }
}

impl<V> From<TrySendError<V>> for Refusal {
    fn from(error: TrySendError<V>) -> Self {
        match error {
            TrySendError::Full(_) => Self::Full,
            TrySendError::Closed(_) => Self::Closed,
        }
    }
}

impl<V> From<SendTimeoutError<V>> for Refusal {
    fn from(error: SendTimeoutError<V>) -> Self {
        match error {
            SendTimeoutError::Timeout(_) => Self::GaveUp,
            SendTimeoutError::Closed(_) => Self::Closed,
        }
    }
}

impl<V> From<SendError<V>> for Refusal {
    fn from(_: SendError<V>) -> Self {
        Self::Closed
    }
}

impl From<TryRecvError> for Nothing {
    fn from(error: TryRecvError) -> Self {
        match error {
            TryRecvError::Empty => Self::Empty,
            TryRecvError::Closed => Self::Closed,
        }
    }
}

impl From<RecvTimeoutError> for Nothing {
    fn from(error: RecvTimeoutError) -> Self {
        match error {
            RecvTimeoutError::Timeout => Self::GaveUp,
            RecvTimeoutError::Closed => Self::Closed,
        }
    }
}

impl From<RecvError> for Nothing {
    fn from(_: RecvError) -> Self {
        Self::Closed
    }
}

/// The output of a future that may have been dropped before its end.
pub(super) fn finished<V, E: Into<R>, R>(output: Option<Result<V, E>>, gave_up: R) -> Result<V, R> {
    output.map_or(Err(gave_up), |output| output.map_err(Into::into))
}

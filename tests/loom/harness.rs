//! Runs a model through every interleaving and counts them.

use std::panic::Location;
use std::pin::Pin;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
use std::task::{Context, Poll, Wake};
use std::time::Instant;
use strait::{Consumer, Mode, RecvError};

/// Fewer executions than this mean that loom has found nothing to interleave.
const FEWEST: usize = 10;

/// Checks `scenario` in every interleaving with at most 3 preemptions, or as many as `LOOM_MAX_PREEMPTIONS` says.
///
/// # Panics
///
/// If an execution panics, deadlocks, races or leaks, or if there are too few executions for anything to have been
/// interleaved.
#[track_caller]
pub(crate) fn model(scenario: impl Fn() + Send + Sync + 'static) {
    explore(3, scenario);
}

/// The same for a model of three threads or long waits: at most 2 preemptions, and 3 with `STRAIT_LOOM_FULL`.
#[track_caller]
pub(crate) fn large_model(scenario: impl Fn() + Send + Sync + 'static) {
    explore(if is_full() { 3 } else { 2 }, scenario);
}

/// Whether to run the models that take minutes, too.
pub(crate) fn is_full() -> bool {
    std::env::var_os("STRAIT_LOOM_FULL").is_some()
}

#[track_caller]
fn explore(preemptions: usize, scenario: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    let bound = *builder.preemption_bound.get_or_insert(preemptions);
    let (start, executions) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&executions);
    builder.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        scenario();
    });
    let count = executions.load(Ordering::Relaxed);
    eprintln!("{}: {count} executions in {:.1?}, bound {bound}", Location::caller(), start.elapsed());
    assert!(count >= FEWEST, "{count} executions: loom has interleaved nothing");
}

/// A message that a [`Census`] counts while it is alive.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) number: usize,
    _alive: Arc<()>,
}

impl AsRef<Self> for Message {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// A message that fills a cache line, where several of the others share one.
#[derive(Debug)]
pub(crate) struct Wide {
    message: Message,
    _filler: [usize; 4],
}

impl From<Message> for Wide {
    fn from(message: Message) -> Self {
        Self { message, _filler: [0; 4] }
    }
}

impl AsRef<Message> for Wide {
    fn as_ref(&self) -> &Message {
        &self.message
    }
}

/// Counts messages that are alive. Loom does not see it, so it orders nothing.
#[derive(Debug, Default, Clone)]
pub(crate) struct Census(Arc<()>);

impl Census {
    pub(crate) fn message(&self, number: usize) -> Message {
        Message { number, _alive: Arc::clone(&self.0) }
    }

    /// How many messages are alive.
    pub(crate) fn alive(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}

/// A waker that remembers whether it was woken. Loom does not see it, so it orders nothing.
#[derive(Debug, Default)]
pub(crate) struct Alarm {
    woken: AtomicBool,
}

impl Alarm {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn has_rung(&self) -> bool {
        self.woken.load(Ordering::Relaxed)
    }

    /// Polls a future; the alarm rings when it is to be polled again.
    pub(crate) fn poll<F: Future>(self: &Arc<Self>, future: Pin<&mut F>) -> Poll<F::Output> {
        self.attempt(|context| future.poll(context))
    }

    /// Polls for a message; the alarm rings when it is to be polled again.
    pub(crate) fn poll_recv<T, M: Mode, const N: usize>(
        self: &Arc<Self>,
        rx: &Consumer<'_, T, N, M>,
    ) -> Poll<Result<T, RecvError>> {
        self.attempt(|context| rx.poll_recv(context))
    }

    fn attempt<R>(self: &Arc<Self>, poll: impl FnOnce(&mut Context<'_>) -> R) -> R {
        poll(&mut Context::from_waker(&Arc::clone(self).into()))
    }

    /// Whether no channel holds the alarm's waker any more.
    pub(crate) fn is_forgotten(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) == 1
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Relaxed);
    }
}

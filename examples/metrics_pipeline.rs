//! A metrics pipeline: many threads record, one exports in batches, by size or by time, and every span is accounted
//! for.
//!
//! By hand: `sync_channel.try_send`, a separate counter of drops, and a `recv_timeout` loop that fills a `Vec` until it
//! has 512 spans or five seconds have passed. Here the loop is one call,
//! [`recv_many_timeout`](strait::Consumer::recv_many_timeout), and the counts are exported as Prometheus text.
//!
//! Run it: `cargo run --release --example metrics_pipeline`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use strait::{mpsc, spsc};

const SLOTS: usize = 2048;
const BATCH: usize = 512;
/// How long a span may wait for its batch to fill; seconds in real life.
const PATIENCE: Duration = Duration::from_millis(50);

struct Span {
    micros: u64,
}

/// What the pipeline counts. Each side has cache lines of its own, so that counting causes no contention.
#[derive(Default)]
struct Counts {
    recording: Recording,
    exporting: Exporting,
}

#[derive(Default)]
#[repr(align(128))]
struct Recording {
    sent: AtomicU64,
    refused: AtomicU64,
}

#[derive(Default)]
#[repr(align(128))]
struct Exporting {
    received: AtomicU64,
    batches: AtomicU64,
    /// The most spans that the exporter found waiting. Only the exporter checks, so this costs the recorders nothing.
    high_water: AtomicU64,
}

impl fmt::Display for Counts {
    /// In the format that Prometheus reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { recording, exporting } = self;
        for (name, kind, value) in [
            ("spans_sent_total", "counter", &recording.sent),
            ("spans_refused_total", "counter", &recording.refused),
            ("spans_received_total", "counter", &exporting.received),
            ("span_batches_total", "counter", &exporting.batches),
            ("spans_waiting_high_water", "gauge", &exporting.high_water),
        ] {
            writeln!(f, "# TYPE {name} {kind}\n{name} {}", value.load(Ordering::Relaxed))?;
        }
        Ok(())
    }
}

/// The recording end: shared by reference, never waits, drops the newest span when the exporter is behind.
#[derive(Clone)]
struct Recorder {
    spans: mpsc::Producer<Span, SLOTS>,
    counts: Arc<Counts>,
}

impl Recorder {
    fn record(&self, span: Span) {
        let Recording { sent, refused } = &self.counts.recording;
        let count = if self.spans.try_send(span).is_ok() { sent } else { refused };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Exports until all recorders are gone. It sleeps until there is a span, and only then starts the timer of the batch,
/// so an idle pipeline never wakes up.
fn export(mut spans: mpsc::Consumer<Span, SLOTS>, counts: &Exporting, backend: spsc::Producer<Vec<Span>, 1024>) {
    loop {
        // Read before a span is taken: its slot may be filled again at once, and the sum would exceed the capacity.
        counts.high_water.fetch_max(spans.len() as u64, Ordering::Relaxed);
        let Ok(first) = spans.recv() else { return };
        let mut batch = Vec::with_capacity(BATCH);
        batch.push(first);
        // A timeout or a close just ends the batch early: its first span is already in it.
        let _ = spans.recv_many_timeout(&mut batch, BATCH - 1, PATIENCE);
        counts.received.fetch_add(batch.len() as u64, Ordering::Relaxed);
        counts.batches.fetch_add(1, Ordering::Relaxed);
        if backend.send(batch).is_err() {
            return; // The backend is gone. Dropping `spans` tells the recorders.
        }
    }
}

fn main() {
    const THREADS: u64 = 4;
    const EACH: u64 = 20_000;
    const STRAGGLERS: u64 = 3;
    let (spans_tx, spans_rx) = mpsc::channel();
    let (backend, batches) = spsc::channel();
    let counts = Arc::new(Counts::default());
    let recorder = Recorder { spans: spans_tx, counts: Arc::clone(&counts) };
    let work = |recorder: &Recorder| (0..EACH).for_each(|micros| recorder.record(Span { micros }));
    let now = |count: &AtomicU64| count.load(Ordering::Relaxed);

    // The exporter is late: the channel fills up, and recording goes on without waiting.
    work(&recorder);
    let refused_when_late = now(&counts.recording.refused);
    let exporter = thread::spawn({
        let counts = Arc::clone(&counts);
        move || export(spans_rx, &counts.exporting, backend)
    });
    // It runs at the same time as the recorders.
    thread::scope(|scope| (1..THREADS).for_each(|_| drop(scope.spawn(|| work(&recorder)))));
    let mut sizes = Vec::new();
    while sizes.iter().sum::<usize>() as u64 != now(&counts.recording.sent) {
        sizes.push(batches.recv().expect("the exporter lives").len());
    }
    // With little traffic, a few spans make a batch once the first of them has waited long enough.
    let begin = Instant::now();
    (0..STRAGGLERS).for_each(|micros| recorder.record(Span { micros }));
    let small: Vec<Span> = batches.recv().expect("the exporter lives");
    let waited = begin.elapsed();
    drop(recorder);
    exporter.join().expect("the exporter does not panic");

    print!("{counts}");
    println!(
        "# the smallest: {} us in {} spans, after {waited:?}",
        small.iter().map(|span| span.micros).sum::<u64>(),
        small.len()
    );
    let (sent, refused) = (now(&counts.recording.sent), now(&counts.recording.refused));
    assert_eq!(sent + refused, THREADS * EACH + STRAGGLERS, "every span was sent or refused");
    assert_eq!(sent, now(&counts.exporting.received), "and every span that was sent was received");
    assert_eq!(refused_when_late, EACH - SLOTS as u64, "a full channel refuses, and no sooner");
    assert_eq!(now(&counts.exporting.high_water), SLOTS as u64);
    assert!(sizes[..SLOTS / BATCH] == [BATCH; SLOTS / BATCH], "a batch ends by size");
    assert!(small.len() as u64 <= STRAGGLERS && waited >= PATIENCE, "and by time");
    assert!(counts.to_string().contains(&format!("\nspans_sent_total {sent}\n")), "the export shows the same number");
}

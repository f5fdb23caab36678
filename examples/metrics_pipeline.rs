//! A metrics pipeline: many threads record, one exports in batches, by size or by time, and every span is accounted
//! for.
//!
//! By hand: `sync_channel.try_send`, a counter of drops beside it, and a `recv_timeout` loop that builds a `Vec` until
//! it has 512 or five seconds have passed. Here the loop is one call, [`recv_batch`](strait::Consumer::recv_batch), and
//! the counts come out as Prometheus text.
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

const PLACES: usize = 2048;
const BATCH: usize = 512;
/// How long a span waits for company; seconds in real life.
const PATIENCE: Duration = Duration::from_millis(50);

struct Span {
    micros: u64,
}

/// What the pipeline counts. Each side has a line of its own, so that counting does not make the sides meet.
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
    /// The most spans that the exporter found waiting; it alone looks, so recording costs nothing for it.
    high_water: AtomicU64,
}

impl fmt::Display for Counts {
    /// As Prometheus reads it.
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

/// The recording end: `&self`, never waits, drops the newest when the exporter is behind.
#[derive(Clone)]
struct Recorder {
    spans: mpsc::Producer<Span, PLACES>,
    counts: Arc<Counts>,
}

impl Recorder {
    fn record(&self, span: Span) {
        let Recording { sent, refused } = &self.counts.recording;
        let count = if self.spans.try_send(span).is_ok() { sent } else { refused };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Exports until all recorders are gone. Sleeps until there is a span, and then waits for company: idle, it never
/// wakes.
fn export(mut spans: mpsc::Consumer<Span, PLACES>, counts: &Exporting, mut backend: spsc::Producer<Vec<Span>, 1024>) {
    loop {
        // Read before a span is taken: its place may be filled again at once, and one more than all would be counted.
        counts.high_water.fetch_max(spans.len() as u64, Ordering::Relaxed);
        let Ok(first) = spans.recv() else { return };
        let mut batch = Vec::with_capacity(BATCH);
        batch.push(first);
        // The deadline, or the close, ends the batch; the first span is in it, so nothing more is an answer too.
        let _ = spans.recv_batch(&mut batch, BATCH - 1, Instant::now() + PATIENCE);
        counts.received.fetch_add(batch.len() as u64, Ordering::Relaxed);
        counts.batches.fetch_add(1, Ordering::Relaxed);
        if backend.send(batch).is_err() {
            return; // The backend is gone. Our drop of `spans` tells the recorders.
        }
    }
}

fn main() {
    const THREADS: u64 = 4;
    const EACH: u64 = 20_000;
    const STRAGGLERS: u64 = 3;
    let (spans_tx, spans_rx) = mpsc::channel();
    let (backend, mut batches) = spsc::channel();
    let counts = Arc::new(Counts::default());
    let recorder = Recorder { spans: spans_tx, counts: Arc::clone(&counts) };
    let work = |recorder: &Recorder| (0..EACH).for_each(|micros| recorder.record(Span { micros }));
    let now = |count: &AtomicU64| count.load(Ordering::Relaxed);

    // The exporter is late: the ring fills, recording goes on without waiting.
    work(&recorder);
    let refused_when_late = now(&counts.recording.refused);
    let exporter = thread::spawn({
        let counts = Arc::clone(&counts);
        move || export(spans_rx, &counts.exporting, backend)
    });
    // It runs beside those who record.
    thread::scope(|scope| (1..THREADS).for_each(|_| drop(scope.spawn(|| work(&recorder)))));
    let mut sizes = Vec::new();
    while sizes.iter().sum::<usize>() as u64 != now(&counts.recording.sent) {
        sizes.push(batches.recv().expect("the exporter lives").len());
    }
    // In a quiet hour a few spans are a batch, once the first of them has waited long enough.
    let quiet = Instant::now();
    (0..STRAGGLERS).for_each(|micros| recorder.record(Span { micros }));
    let small: Vec<Span> = batches.recv().expect("the exporter lives");
    let waited = quiet.elapsed();
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
    assert_eq!(refused_when_late, EACH - PLACES as u64, "a full ring refuses, and no sooner");
    assert_eq!(now(&counts.exporting.high_water), PLACES as u64);
    assert!(sizes[..PLACES / BATCH] == [BATCH; PLACES / BATCH], "a batch closes by size");
    assert!(small.len() as u64 <= STRAGGLERS && waited >= PATIENCE, "and by time");
    assert!(counts.to_string().contains(&format!("\nspans_sent_total {sent}\n")), "the export says so");
}

//! Statistics of channels in Prometheus format, at no cost per message.
//!
//! By hand: a counter next to every send, on a cache line that all threads share, and a guess at how full the channel
//! was. Here the feature `stats` computes the numbers when they are requested: what was sent and received follows from
//! the positions that a ring has anyway; parks and wakes are counted where they happen, which is rare. A scraper asks
//! every few seconds. How many sends were refused is what the sender sees and counts for itself.
//!
//! Run it: `cargo run --release --features stats --example stats_export`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::fmt::{self, Write as _};
use std::thread;
use std::time::Duration;
use strait::{Stats, TrySendError, mpsc};

/// The statistics of some channels, each with its name.
struct Metrics<'a>(&'a [(&'a str, usize, Stats)]);

impl fmt::Display for Metrics<'_> {
    /// In the format that Prometheus reads: a type for each metric, then a line for each channel.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        type Value = fn(usize, &Stats) -> usize;
        let metrics: [(&str, &str, Value); 8] = [
            ("sent_total", "counter", |_, stats| stats.sent),
            ("received_total", "counter", |_, stats| stats.received),
            ("producer_parks_total", "counter", |_, stats| stats.producers.parks),
            ("producer_wakes_total", "counter", |_, stats| stats.producers.wakes),
            ("consumer_parks_total", "counter", |_, stats| stats.consumer.parks),
            ("consumer_wakes_total", "counter", |_, stats| stats.consumer.wakes),
            ("high_water", "gauge", |_, stats| stats.high_water),
            ("capacity", "gauge", |capacity, _| capacity),
        ];
        for (metric, kind, value) in metrics {
            writeln!(f, "# TYPE channel_{metric} {kind}")?;
            for (name, capacity, stats) in self.0 {
                writeln!(f, "channel_{metric}{{channel=\"{name}\"}} {}", value(*capacity, stats))?;
            }
        }
        Ok(())
    }
}

/// The number that a scraper would find.
fn scraped(text: &str, metric: &str) -> Option<usize> {
    text.lines().find_map(|line| line.strip_prefix(metric)?.strip_prefix(' ')?.parse().ok())
}

fn main() -> Result<(), fmt::Error> {
    const THREADS: usize = 3;
    const EACH: usize = 20_000;
    let (jobs, jobs_rx) = mpsc::channel::<usize, 256>();
    let (results, mut results_rx) = mpsc::channel::<usize, 1024>();
    // What the scraper has: an observer belongs to no end and keeps no channel open.
    let (watched_jobs, watched_results) = (jobs.observer(), results.observer());
    let (jobs_capacity, results_capacity) = (jobs.capacity(), results.capacity());

    let worker = thread::spawn(move || {
        while let Ok(job) = jobs_rx.recv() {
            results.send(job * 2).expect("the results are taken until the end");
        }
    });
    let submitters: Vec<_> = (0..THREADS)
        .map(|_| {
            let jobs = jobs.clone();
            thread::spawn(move || {
                let mut refused = 0;
                for job in 0..EACH {
                    match jobs.try_send(job) {
                        Ok(()) => {}
                        Err(TrySendError::Full(_)) => refused += 1,
                        Err(TrySendError::Closed(_)) => unreachable!("nobody closes it before the submitters end"),
                    }
                }
                refused
            })
        })
        .collect();

    // Results are taken while the submitters work, and the last ones after them.
    let mut taken = 0;
    while !submitters.iter().all(thread::JoinHandle::is_finished) {
        taken += usize::from(results_rx.recv_timeout(Duration::from_millis(1)).is_ok());
    }
    let refused: usize = submitters.into_iter().map(|submitter| submitter.join().expect("no submitter panics")).sum();
    drop(jobs); // The last one: the worker ends, and with it the results.
    taken += results_rx.iter().count();
    worker.join().expect("the worker does not panic");

    let mut text = String::new();
    let stats = [("jobs", jobs_capacity, watched_jobs.stats()), ("results", results_capacity, watched_results.stats())];
    write!(text, "{}", Metrics(&stats))?;
    print!("{text}");

    let found = |metric: &str| scraped(&text, metric).expect("every metric is exported");
    let sent = found("channel_sent_total{channel=\"jobs\"}");
    assert_eq!(sent + refused, THREADS * EACH, "every job was sent or refused");
    for channel in ["jobs", "results"] {
        let of = |metric: &str| found(&format!("channel_{metric}{{channel=\"{channel}\"}}"));
        assert_eq!(of("received_total"), taken, "what was sent was received, in both channels");
        assert_eq!(of("sent_total"), taken);
        assert!(of("high_water") <= of("capacity"), "no channel held more messages than it has slots");
    }
    assert!(refused == 0 || found("channel_high_water{channel=\"jobs\"}") == 256, "only a full channel refuses");
    Ok(())
}

//! What channels have done, as Prometheus reads it: figures that cost nothing for a message.
//!
//! By hand: a counter beside every send, on a line that all threads share, and a guess at how full the ring was. Here
//! the feature `stats` answers when it is asked: what was sent and received follows from positions that a ring has
//! anyway; refusals, parks and wakes are counted where they happen, which is seldom. A scraper asks every few seconds.
//!
//! Run it: `cargo run --release --features stats --example stats_export`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::fmt::{self, Write as _};
use std::thread;
use std::time::Duration;
use strait::{Stats, TrySendError, mpsc};

/// The figures of some channels, each under a name.
struct Metrics<'a>(&'a [(&'a str, usize, Stats)]);

impl fmt::Display for Metrics<'_> {
    /// As Prometheus reads it: a type for each metric, then a line for each channel.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        type Figure = fn(usize, &Stats) -> usize;
        let figures: [(&str, &str, Figure); 9] = [
            ("sent_total", "counter", |_, stats| stats.sent),
            ("received_total", "counter", |_, stats| stats.received),
            ("refused_total", "counter", |_, stats| stats.refused),
            ("producer_parks_total", "counter", |_, stats| stats.producers.parks),
            ("producer_wakes_total", "counter", |_, stats| stats.producers.wakes),
            ("consumer_parks_total", "counter", |_, stats| stats.consumer.parks),
            ("consumer_wakes_total", "counter", |_, stats| stats.consumer.wakes),
            ("high_water", "gauge", |_, stats| stats.high_water),
            ("capacity", "gauge", |capacity, _| capacity),
        ];
        for (metric, kind, figure) in figures {
            writeln!(f, "# TYPE channel_{metric} {kind}")?;
            for (name, capacity, stats) in self.0 {
                writeln!(f, "channel_{metric}{{channel=\"{name}\"}} {}", figure(*capacity, stats))?;
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
    let (jobs, mut jobs_rx) = mpsc::channel::<usize, 256>();
    let (results, mut results_rx) = mpsc::channel::<usize, 1024>();
    // A handle for the scraper. It sends nothing, and is closed so that it keeps no channel open.
    let (watched_jobs, watched_results) = (jobs.clone(), results.clone());

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
    watched_jobs.close();
    while taken < THREADS * EACH - refused {
        taken += usize::from(results_rx.recv().is_ok());
    }
    worker.join().expect("the worker does not panic");

    let mut text = String::new();
    let stats = [
        ("jobs", watched_jobs.capacity(), watched_jobs.stats()),
        ("results", watched_results.capacity(), watched_results.stats()),
    ];
    write!(text, "{}", Metrics(&stats))?;
    print!("{text}");

    let found = |metric: &str| scraped(&text, metric).expect("every metric is exported");
    assert_eq!(found("channel_refused_total{channel=\"jobs\"}"), refused, "as the submitters counted by hand");
    assert_eq!(
        found("channel_sent_total{channel=\"jobs\"}") + refused,
        THREADS * EACH,
        "every job was sent or refused"
    );
    for channel in ["jobs", "results"] {
        let of = |figure: &str| found(&format!("channel_{figure}{{channel=\"{channel}\"}}"));
        assert_eq!(of("received_total"), taken, "and what was sent was received, in both channels");
        assert_eq!(of("sent_total"), taken);
        assert!(of("high_water") <= of("capacity"), "no ring held more than it has places");
    }
    assert!(refused == 0 || found("channel_high_water{channel=\"jobs\"}") == 256, "a refusal is of a full ring");
    Ok(())
}

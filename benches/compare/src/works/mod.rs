//! The works. Each module defines what it measures and with which contenders, and takes the samples.

use crate::case::{Case, Metrics};
use crate::drive::Span;

mod async_one;
mod async_two;
mod batches;
mod batches_blocking;
mod blocking;
mod blocking_pingpong;
mod evict;
mod fill;
mod idle;
mod interval;
mod mpsc_blocking;
mod mpsc_try;
mod one_thread;
mod pingpong;
mod pipe_chunks;
mod pipe_slices;
mod raw;
mod round_trip;
mod shared_core;
mod sizes;
mod spsc_try;

/// A work as the tables and plots present it.
pub struct Work {
    /// The name that `--only` takes.
    pub name: &'static str,
    /// One line above its table.
    pub title: &'static str,
    /// The metric that ranks the contenders, and every other that is shown.
    pub metrics: &'static [&'static str],
    /// Whether more is better.
    pub more_is_better: bool,
    /// Whether the distance of the two cores matters, so that samples of different classes are not put together.
    pub distance: bool,
    /// Whether waiting is part of the work, so that a contender that only spins is not counted as its best peer.
    pub sleeps: bool,
    /// Adds a case for each cell and contender.
    pub cases: fn(&mut Vec<Case>),
}

/// Every work, in the order of the report.
pub const WORKS: &[Work] = &[
    spsc_try::WORK,
    sizes::WORK,
    pingpong::WORK,
    one_thread::WORK,
    pipe_chunks::WORK,
    pipe_slices::WORK,
    blocking::WORK,
    blocking_pingpong::WORK,
    shared_core::WORK,
    evict::WORK,
    mpsc_try::WORK,
    mpsc_blocking::WORK,
    fill::WORK,
    batches::WORK,
    batches_blocking::WORK,
    async_one::WORK,
    async_one::PINGPONG,
    async_two::WORKERS,
    async_two::EXECUTORS,
    idle::WORK,
    interval::WORK,
];

/// Every case of every work, always in the same order: a child process finds its case by number.
pub fn cases() -> Vec<Case> {
    let mut list = Vec::new();
    for work in WORKS {
        (work.cases)(&mut list);
    }
    list
}

/// Calls a work's `add` for each contender of a list.
macro_rules! each {
    ($list:expr; $add:ident: $($contender:ty),+ $(,)?) => { $($add::<$contender>($list);)+ };
}
pub(crate) use each;

/// Messages a second, in millions.
pub const RATE: &str = "M/s";
/// CPU time of all threads for each message.
pub const CPU_EACH: &str = "CPU ns";
/// How often the consumer found nothing, for each message.
pub const EMPTY: &str = "empty";
/// How often the producer found no room, for each message.
pub const FULL: &str = "full";
/// Share of one core.
pub const CPU_SHARE: &str = "CPU %";
/// The percentiles of a latency, in the order of the curves.
pub const PERCENTILES: &[(&str, f64)] =
    &[("p50 ns", 0.5), ("p90 ns", 0.9), ("p99 ns", 0.99), ("p99.9 ns", 0.999), ("p99.99 ns", 0.9999)];

/// The metrics of a throughput sample.
fn rate(count: u64, span: Span) -> Metrics {
    vec![
        (RATE.into(), count as f64 / span.elapsed.as_secs_f64() / 1e6),
        (CPU_EACH.into(), span.cpu.as_nanos() as f64 / count as f64),
    ]
}

/// The metrics of a latency sample: percentiles of `times`, in nanoseconds, less `cost` for reading the clock.
fn percentiles(times: &mut [u64], cost: f64) -> Metrics {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)] as f64 - cost;
    PERCENTILES.iter().map(|&(name, share)| (name.into(), at(share).max(0.0))).collect()
}

//! What the benches share: how long to measure, threads that start together, and rows of a table.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "each bench uses a part of this module")]
#![allow(clippy::std_instead_of_alloc, reason = "a bench has all of `std`")]

mod cores;
mod distance;
mod drive;
mod machine;

pub use drive::{Apart, Due, Job, Stamped, apart, gaps, race, stream, until};

use core::time::Duration;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};
use distance::Classes;

/// A group of rows.
pub type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// Settings with which a bench of some twenty rows ends within a minute.
pub fn settings() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
        .nresamples(10_000)
}

/// A group whose iterations move `messages` messages each.
pub fn group<'a>(criterion: &'a mut Criterion, name: &str, messages: u64) -> Group<'a> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(messages)).sampling_mode(SamplingMode::Flat);
    group
}

/// A row that several threads work at: `run` does the given number of iterations and returns the time taken.
///
/// The distance of the cores is probed before and after each sample, and a sample whose class changed is taken again.
/// Rows are measured one after the other, so compare only rows of one class; `benches/compare` interleaves its rows.
pub fn row(group: &mut Group<'_>, name: &str, mut run: impl FnMut(u64) -> Duration) {
    let mut classes = Classes::default();
    group.bench_function(name, |bencher| bencher.iter_custom(|count| classes.sample(|| run(count))));
    println!("{classes}");
}

/// A row for one thread: `step` sends the number it is given and receives it back.
pub fn row_alone(group: &mut Group<'_>, name: &str, mut step: impl FnMut(u64) -> Option<u64>) {
    machine::pin(0);
    let mut number = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            number += 1;
            assert_eq!(step(number), Some(number), "what was sent comes back");
        });
    });
}

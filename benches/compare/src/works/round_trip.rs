//! How round trips are timed: one by one, numbered on from series to series.

use std::time::Instant;

use super::percentiles;
use crate::case::{Metrics, Plan};
use crate::drive::{Span, settle};
use crate::machine::clock_cost;

/// Lets `run` make round trips, numbered on from the last, until the plan's time is full; the percentiles of the last
/// series.
pub fn timed(plan: &Plan, mut run: impl FnMut(&mut u64, u64, &mut Vec<u64>) -> Span) -> Metrics {
    let mut times = Vec::new();
    let mut number = 0;
    settle(plan, 64, |count| {
        times.clear();
        times.reserve(count as usize);
        run(&mut number, count, &mut times)
    });
    percentiles(&mut times, clock_cost())
}

/// Makes `count` trips and notes the nanoseconds of each: one reading of the clock ends a trip and begins the next.
pub fn trips(times: &mut Vec<u64>, count: u64, mut trip: impl FnMut()) {
    let mut last = Instant::now();
    for _ in 0..count {
        trip();
        let now = Instant::now();
        times.push((now - last).as_nanos() as u64);
        last = now;
    }
}

/// The same for trips that are awaited.
pub async fn trips_async(times: &mut Vec<u64>, count: u64, mut trip: impl AsyncFnMut()) {
    let mut last = Instant::now();
    for _ in 0..count {
        trip().await;
        let now = Instant::now();
        times.push((now - last).as_nanos() as u64);
        last = now;
    }
}

//! How far apart two cores are just now. A host may move them at any time, and then all figures change at once.

use super::{drive::race, machine};
use core::{
    fmt,
    hint::spin_loop,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use std::collections::BTreeMap;
use std::time::Instant;

/// How many samples were taken at which distance.
#[derive(Default)]
pub struct Classes {
    samples: BTreeMap<&'static str, u32>,
    repeated: u32,
}

impl Classes {
    /// How often a sample is taken again if the distance changed while it was.
    const REPEATS: u32 = 3;

    /// Takes a sample between two probes.
    pub fn sample(&mut self, mut run: impl FnMut() -> Duration) -> Duration {
        let mut repeats = 0;
        loop {
            let before = class();
            let elapsed = run();
            if before == class() {
                *self.samples.entry(before).or_default() += 1;
                return elapsed;
            }
            if repeats == Self::REPEATS {
                *self.samples.entry("mixed").or_default() += 1;
                return elapsed;
            }
            repeats += 1;
            self.repeated += 1;
        }
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:24}class:  ", "")?;
        for (class, samples) in &self.samples {
            write!(f, "{class} {samples}, ")?;
        }
        write!(f, "repeated {}", self.repeated)
    }
}

/// A below 70 ns for a round trip, B up to 250, C above; `-` on a single core.
fn class() -> &'static str {
    if machine::core_count() == 1 {
        return "-";
    }
    match round_trip() {
        trip if trip < 70.0 => "A",
        trip if trip <= 250.0 => "B",
        _ => "C",
    }
}

/// Nanoseconds for a round trip over two cache lines: the median of 15 short series.
fn round_trip() -> f64 {
    const SERIES: u64 = 15;
    const TRIPS: u64 = 150;

    #[repr(align(128))]
    struct Line(AtomicU64);

    let (there, back) = (Line(AtomicU64::new(0)), Line(AtomicU64::new(0)));
    // ORDERING: Release and Acquire on both lines; nothing but the two words is passed.
    let wait = |line: &Line, trip| {
        while line.0.load(Ordering::Acquire) != trip {
            spin_loop();
        }
    };
    let say = |line: &Line, trip| line.0.store(trip, Ordering::Release);

    let mut times = Vec::new();
    race(vec![
        Box::new(|| {
            for series in 0..SERIES {
                let start = Instant::now();
                for trip in series * TRIPS..(series + 1) * TRIPS {
                    say(&there, trip + 1);
                    wait(&back, trip + 1);
                }
                times.push(start.elapsed().as_nanos() as f64 / TRIPS as f64);
            }
        }),
        Box::new(|| {
            for trip in 1..=SERIES * TRIPS {
                wait(&there, trip);
                say(&back, trip);
            }
        }),
    ]);
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

//! How far apart two cores are at the moment. A host may move them at any time, and then all measurements change.

use super::{cores, machine};
use core::{fmt, time::Duration};
use std::collections::BTreeMap;

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
    match cores::round_trip(machine::core(0), machine::core(1)) {
        trip if trip < 70.0 => "A",
        trip if trip <= 250.0 => "B",
        _ => "C",
    }
}

//! Whole scenarios, too large for every interleaving: shuttle tries many at random, and some by its PCT scheduler,
//! which finds bugs that need a few unlucky switches.
//!
//! ```text
//! .ci/run shuttle
//! ```
//!
//! Every access is sequentially consistent there, so weak orderings are loom's to find. Shuttle finds lost wake-ups,
//! lost and doubled messages, and deadlocks among many threads and tasks. `STRAIT_SHUTTLE=100` tries a hundred times as
//! many schedules. A failure prints its schedule, for `shuttle::replay`.
#![cfg(strait_shuttle)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

mod crowd;
mod every_mode;
mod kinds;
#[path = "../support/scheduled.rs"]
mod scheduled;

use shuttle::scheduler::{PctScheduler, RandomScheduler};
use shuttle::{Config, FailurePersistence, Runner};

/// Schedules of each kind.
const SCHEDULES: usize = 1000;

/// Runs a scenario by both schedulers. A deadlock fails, and a lost wake-up ends in one.
fn check(scenario: impl Fn() + Send + Sync + Copy + 'static) {
    let factor =
        std::env::var("STRAIT_SHUTTLE").map_or(1, |factor| factor.parse().expect("STRAIT_SHUTTLE is a number"));
    let mut config = Config::new();
    config.silence_warnings = true; // We know that orderings are not modelled.
    config.failure_persistence = FailurePersistence::Print;
    Runner::new(RandomScheduler::new(SCHEDULES * factor), config.clone()).run(scenario);
    Runner::new(PctScheduler::new(3, SCHEDULES * factor), config).run(scenario);
}

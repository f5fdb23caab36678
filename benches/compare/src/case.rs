//! A case: one contender at one work. It is measured in a child process, so that a hang can be killed and reported.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::cores;
use crate::ends::Named;

/// How to take a sample.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How long the measured part should take.
    pub sample: Duration,
    /// The cores: the consumer's first, then the producers' in turn.
    pub cores: Vec<usize>,
}

impl Plan {
    /// The core of the thread with this number: 0 is the consumer.
    pub fn core(&self, thread: usize) -> usize {
        self.cores[thread % self.cores.len()]
    }

    /// Whether this many threads must share cores.
    pub fn shares_cores(&self, threads: usize) -> bool {
        threads > self.cores.len()
    }
}

/// What was measured: metric and value.
pub type Metrics = Vec<(String, f64)>;

/// One contender at one work.
pub struct Case {
    /// The work's name, as in [`crate::works::WORKS`].
    pub work: &'static str,
    /// Which of the work's cells: capacity, size, number of producers.
    pub cell: String,
    /// The contender's name.
    pub name: &'static str,
    /// Its package.
    pub package: &'static str,
    /// Takes one sample.
    pub run: Box<dyn Fn(&Plan) -> Metrics>,
}

impl Case {
    /// The case of contender `P` at a cell of a work.
    pub fn of<P: Named>(work: &'static str, cell: &str, run: impl Fn(&Plan) -> Metrics + 'static) -> Self {
        Self { work, cell: cell.to_string(), name: P::NAME, package: P::PACKAGE, run: Box::new(run) }
    }

    /// A raw row: a limit of the machine, not a channel.
    pub fn raw(work: &'static str, cell: &str, name: &'static str, run: impl Fn(&Plan) -> Metrics + 'static) -> Self {
        Self { work, cell: cell.to_string(), name, package: "", run: Box::new(run) }
    }

    /// Work and cell, as `--only` selects them.
    pub fn key(&self) -> String {
        format!("{}/{}", self.work, self.cell)
    }
}

/// What a child reports to its parent: one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// A sample, with the distance of the two cores before and after it.
    Sample {
        /// Nanoseconds a round trip took before and after; `None` on a single core.
        distance: Option<(f64, f64)>,
        /// What was measured.
        metrics: Metrics,
    },
    /// A message was lost, doubled, torn or out of order.
    Wrong(String),
}

impl Answer {
    /// Writes the line.
    pub fn print(&self) {
        println!("{}", serde_json::to_string(self).expect("an answer is plain data"));
    }
}

/// Takes one sample, as the child does.
pub fn measure(case: &Case, plan: &Plan) -> Answer {
    let probe = || (plan.cores.len() > 1).then(|| cores::round_trip(plan.core(0), plan.core(1)));
    let before = probe();
    let metrics = (case.run)(plan);
    let distance = before.zip(probe());
    Answer::Sample { distance, metrics }
}

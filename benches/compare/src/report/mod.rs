//! From samples to tables and plots.

use std::collections::BTreeMap;
use std::io;

use crate::cli::Options;
use crate::peers::{KNOWN_WRONG, NEVER_SLEEP};
use crate::record::{self, Run, Sample};
use crate::works::{WORKS, Work};

mod plots;
mod svg;
mod table;

/// The middle and the ends of a metric.
#[derive(Clone, Copy, Debug)]
pub struct Stat {
    /// The median.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

/// One contender at one cell.
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The metrics and their statistics, over the samples that count.
    pub stats: BTreeMap<String, Stat>,
    /// How many samples there are of each class.
    pub classes: BTreeMap<String, usize>,
    /// Whether the statistics come from another class than the cell's usual one, because that has no sample.
    pub other_class: bool,
    /// What went wrong, and how often.
    pub faults: BTreeMap<String, usize>,
    /// Samples taken, good or bad.
    pub samples: usize,
}

impl Row {
    /// The metric that ranks.
    pub fn head(&self, work: &Work) -> Option<Stat> {
        self.stats.get(work.metrics[0]).copied()
    }

    /// Whether this is a row of ours.
    pub fn ours(&self) -> bool {
        self.name.starts_with("strait")
    }

    /// Whether this is a limit of the machine and not a channel.
    pub fn raw(&self) -> bool {
        self.name.starts_with("raw")
    }

    /// Whether it counts as a peer: nothing went wrong here, and where waiting is part of the work, it waits and wakes.
    pub fn counts(&self, work: &Work) -> bool {
        self.faults.is_empty() && self.mark(work).is_empty()
    }

    /// The footnote sign of a contender that does not count, whatever it measured.
    pub fn mark(&self, work: &Work) -> &'static str {
        match self.name.as_str() {
            name if work.sleeps && KNOWN_WRONG.contains(&name) => " \u{2020}",
            name if work.sleeps && NEVER_SLEEP.contains(&name) => " \u{2021}",
            _ => "",
        }
    }
}

/// One cell of a work, its rows ranked.
pub struct Cell {
    /// The cell's name.
    pub name: String,
    /// The class most samples of this cell fell in.
    pub class: String,
    /// The contenders, best first; those without a result last.
    pub rows: Vec<Row>,
}

impl Cell {
    /// The best result of a correct peer that is neither ours nor raw.
    pub fn best_peer(&self, work: &Work) -> Option<f64> {
        let peers = self.rows.iter().filter(|row| !row.ours() && !row.raw() && row.counts(work));
        let figures = peers.filter_map(|row| row.head(work)).map(|stat| stat.median);
        if work.more_is_better { figures.reduce(f64::max) } else { figures.reduce(f64::min) }
    }
}

/// Everything measured, in the order of the works.
pub struct Results {
    /// The runs the samples come from.
    pub runs: Vec<Run>,
    /// Works that have samples.
    pub works: Vec<(&'static Work, Vec<Cell>)>,
}

/// Reads the samples of the folder and writes tables and plots next to them.
pub fn write(options: &Options) -> io::Result<()> {
    let (runs, samples) = record::read(&options.out)?;
    let works = WORKS.iter().map(|work| (work, cells(work, &samples)));
    let results = Results { runs, works: works.filter(|(_, cells)| !cells.is_empty()).collect() };
    let plots = plots::write(&results, &options.out)?;
    let text = table::text(&results, &plots);
    print!("{text}");
    std::fs::write(options.out.join("results.md"), text)
}

fn cells(work: &Work, samples: &[Sample]) -> Vec<Cell> {
    let mut cells: Vec<(String, Vec<&Sample>)> = Vec::new();
    for sample in samples.iter().filter(|sample| sample.work == work.name) {
        match cells.iter_mut().find(|(name, _)| *name == sample.cell) {
            Some((_, list)) => list.push(sample),
            None => cells.push((sample.cell.clone(), vec![sample])),
        }
    }
    cells.into_iter().map(|(name, samples)| cell(work, name, &samples)).collect()
}

fn cell(work: &Work, name: String, samples: &[&Sample]) -> Cell {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in samples.iter().filter(|sample| sample.fault.is_none() && sample.class != "mixed") {
        *count.entry(&sample.class).or_default() += 1;
    }
    let class = count.into_iter().max_by_key(|(_, count)| *count).map_or("mixed", |(class, _)| class).to_string();
    let mut rows: Vec<(&str, Vec<&Sample>)> = Vec::new();
    for sample in samples {
        match rows.iter_mut().find(|(name, _)| *name == sample.name) {
            Some((_, list)) => list.push(sample),
            None => rows.push((&sample.name, vec![sample])),
        }
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, samples)| row(work, &class, &samples)).collect();
    let worst = if work.more_is_better { f64::NEG_INFINITY } else { f64::INFINITY };
    rows.sort_by(|one, other| {
        let [one, other] = [one, other].map(|row| row.head(work).map_or(worst, |stat| stat.median));
        if work.more_is_better { other.total_cmp(&one) } else { one.total_cmp(&other) }
    });
    Cell { name, class, rows }
}

fn row(work: &Work, class: &str, samples: &[&Sample]) -> Row {
    let good: Vec<&&Sample> = samples.iter().filter(|sample| sample.fault.is_none()).collect();
    let usual: Vec<&&Sample> = good.iter().filter(|sample| !work.distance || sample.class == class).copied().collect();
    let other_class = usual.is_empty();
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (metric, value) in if other_class { &good } else { &usual }.iter().flat_map(|sample| &sample.metrics) {
        values.entry(metric.clone()).or_default().push(*value);
    }
    let mut row = Row {
        name: samples[0].name.clone(),
        version: samples[0].version.clone(),
        stats: values.into_iter().map(|(metric, values)| (metric, stat(values))).collect(),
        classes: BTreeMap::new(),
        other_class,
        faults: BTreeMap::new(),
        samples: samples.len(),
    };
    for sample in samples {
        match &sample.fault {
            Some(fault) => *row.faults.entry(fault.clone()).or_default() += 1,
            None => *row.classes.entry(sample.class.clone()).or_default() += 1,
        }
    }
    row
}

fn stat(mut values: Vec<f64>) -> Stat {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let median = if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 };
    Stat { median, min: values[0], max: values[values.len() - 1] }
}

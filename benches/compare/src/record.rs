//! The record: a line of JSON for each run and for each sample.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::case::Metrics;

/// One line of `results.jsonl`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// A run began.
    Run(Run),
    /// A sample was taken.
    Sample(Sample),
}

/// Where and how samples were taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// When it began, UTC.
    pub date: String,
    /// The processor and the system.
    pub machine: String,
    /// The cores used.
    pub cores: Vec<usize>,
    /// The compiler.
    pub rustc: String,
    /// The options.
    pub options: String,
    /// The number of rounds, and the length of a sample in milliseconds.
    pub rounds: (usize, u64),
}

/// One contender, once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sample {
    /// The work.
    pub work: String,
    /// Its cell.
    pub cell: String,
    /// The contender.
    pub name: String,
    /// Its version; empty for raw rows.
    pub version: String,
    /// The round.
    pub round: usize,
    /// Nanoseconds of a round trip between the cores before and after.
    pub distance: Option<(f64, f64)>,
    /// The class of the distance.
    pub class: String,
    /// What went wrong, if anything.
    pub fault: Option<String>,
    /// What was measured.
    pub metrics: Metrics,
}

/// The class of a sample: A below 70 ns, B up to 250, C above; `mixed` if it changed, `-` on a single core.
pub fn class(distance: Option<(f64, f64)>) -> String {
    let letter = |ns: f64| match ns {
        ns if ns < 70.0 => "A",
        ns if ns <= 250.0 => "B",
        _ => "C",
    };
    match distance {
        None => "-".into(),
        Some((before, after)) if letter(before) == letter(after) => letter(before).into(),
        Some(_) => "mixed".into(),
    }
}

/// Opens the file of a folder for writing.
pub fn open(folder: &Path, append: bool) -> io::Result<File> {
    std::fs::create_dir_all(folder)?;
    File::options().create(true).write(true).append(append).truncate(!append).open(folder.join("results.jsonl"))
}

/// Adds a line.
pub fn write(file: &mut File, line: &Line) -> io::Result<()> {
    writeln!(file, "{}", serde_json::to_string(line)?)
}

/// Reads a folder's lines back.
pub fn read(folder: &Path) -> io::Result<(Vec<Run>, Vec<Sample>)> {
    let (mut runs, mut samples) = (Vec::new(), Vec::new());
    for line in BufReader::new(File::open(folder.join("results.jsonl"))?).lines() {
        match serde_json::from_str(&line?)? {
            Line::Run(run) => runs.push(run),
            Line::Sample(sample) => samples.push(sample),
        }
    }
    Ok((runs, samples))
}

/// The version of a package in this crate's lock file; empty if it is not there.
pub fn version(package: &str) -> String {
    let lock = include_str!("../Cargo.lock");
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = "));
    version.map_or(String::new(), |version| version.trim_matches('"').to_string())
}

//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;

use crate::case::{Case, Plan};
use crate::cores;
use crate::works::WORKS;

/// What `--help` prints.
pub const HELP: &str = "\
cargo run --release -- [options]

  --quick          3 rounds of 20 ms samples
  --full           9 rounds of 80 ms samples (otherwise 5 rounds of 40 ms)
  --only A,B       only works of this name, or works and cells whose name begins so (\"mpsc\", \"sizes/56 B\")
  --peers A,B      only contenders whose name contains one of these (\"strait\", \"rtrb\", \"raw\")
  --cores 0,1,2    the cores to use: the consumer's, then the producers' (otherwise the first two)
  --out DIR        where results.md, results.jsonl and the plots go (otherwise \"results\")
  --append         keep the samples that are in DIR, and report on all of them together
  --report         measure nothing: write the tables and plots from the samples in DIR
  --list           print the names of the works
";

/// What the command line asks for.
pub enum Command {
    /// Measure and report.
    Run(Options),
    /// Report on what was measured before.
    Report(Options),
    /// Take one sample for a parent.
    Child {
        /// The case's number.
        case: usize,
        /// How to take it.
        plan: Plan,
    },
    /// Print the names of the works.
    List,
    /// Print the help.
    Help,
}

/// How to measure, what, and where the results go.
pub struct Options {
    /// How each sample is taken.
    pub plan: Plan,
    /// Samples of each case.
    pub rounds: usize,
    /// Beginnings of the works and cells to measure; empty for all.
    pub only: Vec<String>,
    /// Parts of the names of the contenders to measure; empty for all.
    pub peers: Vec<String>,
    /// The folder for results.
    pub out: PathBuf,
    /// Whether earlier samples stay.
    pub append: bool,
    /// The options as they were given, without the folder.
    pub given: String,
}

impl Options {
    /// Whether this case is to be measured.
    pub fn wants(&self, case: &Case) -> bool {
        let begins = |only: &String| case.key().starts_with(only.as_str());
        // The full name of a work selects only that work, even if another name begins with it.
        let is_work = |only: &String| WORKS.iter().any(|work| work.name == only);
        let chosen = |only: &String| if is_work(only) { case.work == only } else { begins(only) };
        (self.only.is_empty() || self.only.iter().any(chosen))
            && (self.peers.is_empty() || self.peers.iter().any(|part| case.name.contains(part.as_str())))
    }
}

/// Reads the arguments.
pub fn parse() -> Result<Command, lexopt::Error> {
    let cores = cores::allowed().into_iter().take(2).collect();
    let plan = Plan { sample: Duration::from_millis(40), cores };
    let (only, peers, given) = (Vec::new(), Vec::new(), String::new());
    let mut options = Options { plan, rounds: 5, only, peers, out: "results".into(), append: false, given };
    let mut child = None;
    let mut report = false;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        let Long(name) = argument else { return Err(argument.unexpected()) };
        let name = name.to_string();
        let mut value = || arguments.value()?.string();
        let given = match name.as_str() {
            "quick" => {
                (options.rounds, options.plan.sample) = (3, Duration::from_millis(20));
                None
            }
            "full" => {
                (options.rounds, options.plan.sample) = (9, Duration::from_millis(80));
                None
            }
            "only" => {
                let value = value()?;
                options.only.extend(value.split(',').map(str::to_string));
                Some(value)
            }
            "peers" => {
                let value = value()?;
                options.peers.extend(value.split(',').map(str::to_string));
                Some(value)
            }
            "cores" => {
                let value = value()?;
                let cores: Result<_, _> = value.split(',').map(str::parse).collect();
                options.plan.cores = cores.map_err(|_| format!("{value:?} is no list of cores"))?;
                Some(value)
            }
            "out" => {
                options.out = value()?.into();
                continue;
            }
            "append" => {
                options.append = true;
                continue;
            }
            "report" => {
                report = true;
                None
            }
            "child" => {
                child = Some(arguments.value()?.parse()?);
                None
            }
            "sample-ms" => {
                options.plan.sample = Duration::from_millis(arguments.value()?.parse()?);
                None
            }
            "list" => return Ok(Command::List),
            "help" => return Ok(Command::Help),
            _ => return Err(format!("--{name} is no option of this program").into()),
        };
        options.given += &given.map_or(format!(" --{name}"), |value| format!(" --{name} {value:?}"));
    }
    if options.plan.cores.is_empty() {
        return Err("no core to run on".into());
    }
    Ok(match child {
        Some(case) => Command::Child { case, plan: options.plan },
        None if report => Command::Report(options),
        None => Command::Run(options),
    })
}

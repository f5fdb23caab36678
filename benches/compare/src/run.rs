//! The parent: visits the contenders of each cell in turn, with a child process for each sample and a watchdog.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::case::{Answer, Case, Metrics};
use crate::cli::Options;
use crate::record::{self, Line, Run, Sample};
use crate::works;
use crate::{cores, machine};

/// A contender that hung this often at a cell is not measured again there.
const HANGS: usize = 2;

/// Measures everything that the options select, and writes each sample to the file as it comes.
pub fn run(options: &Options) -> io::Result<()> {
    let mut file = record::open(&options.out, options.append)?;
    let run = Run {
        date: machine::date(),
        machine: format!("{}, {} cores, {}", machine::processor(), cores::allowed().len(), std::env::consts::OS),
        cores: options.plan.cores.clone(),
        rustc: env!("COMPARE_RUSTC").into(),
        options: options.given.trim().into(),
        rounds: (options.rounds, options.plan.sample.as_millis() as u64),
    };
    record::write(&mut file, &Line::Run(run))?;
    let cases = works::cases();
    let wanted: Vec<(usize, &Case)> = cases.iter().enumerate().filter(|(_, case)| options.wants(case)).collect();
    let mut cells: Vec<String> = Vec::new();
    for (_, case) in &wanted {
        if !cells.contains(&case.key()) {
            cells.push(case.key());
        }
    }
    for cell in cells {
        let mut contenders: Vec<_> =
            wanted.iter().filter(|(_, case)| case.key() == cell).map(|case| (case, 0)).collect();
        for round in 0..options.rounds {
            eprintln!("{cell}: round {} of {}", round + 1, options.rounds);
            for ((number, case), hangs) in contenders.iter_mut().filter(|(_, hangs)| *hangs < HANGS) {
                let sample = sample(options, *number, case, round)?;
                *hangs += usize::from(sample.fault.as_deref().is_some_and(|fault| fault.starts_with(HUNG)));
                record::write(&mut file, &Line::Sample(sample))?;
            }
            // Each round begins with another contender.
            contenders.rotate_left(1);
        }
    }
    Ok(())
}

/// How a report of the watchdog begins.
pub const HUNG: &str = "hung";

fn sample(options: &Options, number: usize, case: &Case, round: usize) -> io::Result<Sample> {
    let (distance, metrics, fault) = match ask(options, number)? {
        Ok(Answer::Sample { distance, metrics }) => (distance, metrics, None),
        Ok(Answer::Wrong(what)) => (None, Metrics::new(), Some(format!("wrong: {what}"))),
        Err(fault) => (None, Metrics::new(), Some(fault)),
    };
    Ok(Sample {
        work: case.work.into(),
        cell: case.cell.clone(),
        name: case.name.into(),
        version: record::version(case.package),
        round,
        distance,
        class: record::class(distance),
        fault,
        metrics,
    })
}

/// Has a child take the sample; kills it when it takes far too long.
fn ask(options: &Options, number: usize) -> io::Result<Result<Answer, String>> {
    let limit = Duration::from_secs(4) + 25 * options.plan.sample;
    let cores: Vec<String> = options.plan.cores.iter().map(usize::to_string).collect();
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--child", &number.to_string(), "--cores", &cores.join(",")])
        .args(["--sample-ms", &options.plan.sample.as_millis().to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = child.stdout.take().expect("it was piped");
    let (tell, told) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        let read = output.read_to_string(&mut text).map(|_| text);
        tell.send(read)
    });
    let answer = told.recv_timeout(limit);
    if answer.is_err() {
        child.kill()?;
    }
    let status = child.wait()?;
    // The child has ended, so its output has too. If the reader's send came after the timeout, it failed; that is fine.
    let _ = reader.join();
    Ok(match answer {
        Err(_) => Err(format!("{HUNG}, killed after {:.0} s", limit.as_secs_f64())),
        Ok(text) => serde_json::from_str(text?.trim()).map_err(|_| format!("died without an answer: {status}")),
    })
}

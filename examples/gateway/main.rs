//! A small market gateway on `strait`: sockets or files in, a journal out, and proof that nothing was lost.
//!
//! ```text
//!            Accepted             Record
//! reader ------spsc------> processor ------mpsc------> journal (a thread, or a tokio task)
//!  feed, parse             statistics     ^    ^       batches, file, latency
//!                                  progress    heartbeat
//! ```
//!
//! `cargo run --release --example gateway` runs the sample feed; `-- --help` shows the rest. Every stage blocks when it
//! has nothing to do and counts its own messages, and the counts must agree at the end. Start reading at `service`.
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

mod book;
mod cli;
mod console;
mod counts;
mod error;
mod feed;
mod journal;
mod message;
mod net;
mod plot;
mod pressure;
mod processor;
mod quote;
mod reader;
mod report;
mod service;
mod signals;
mod stop;
mod timers;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use cli::{Command, Options, Source};
use console::Console;
use error::{Failure, RunError, SetupError};
use plot::Plot;
use report::{Report, grouped};
use service::{Opened, Outcome};

fn main() -> ExitCode {
    let console = Console::new();
    match gateway(&console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console.say(format_args!("{failure}"));
            failure.exit_code()
        }
    }
}

fn gateway(console: &Console) -> Result<(), Failure> {
    let options = match cli::parse()? {
        Command::Help => return Ok(print(cli::HELP)?),
        Command::Run(options) => options,
    };
    let (opened, plot) = open(&options, console)?;
    let _removed = (!options.keep_journal).then(|| RemoveAtEnd(&options.journal));
    let outcome = service::run(&options, opened, console)?;
    console.clear();
    print(&Report { options: &options, outcome: &outcome }.to_string())?;
    if let Some(file) = plot {
        draw(file, &options, &outcome).map_err(RunError::Plot)?;
    }
    Ok(outcome.verdict()?)
}

/// A file that nobody asked to keep.
struct RemoveAtEnd<'a>(&'a Path);

impl Drop for RemoveAtEnd<'_> {
    fn drop(&mut self) {
        // A file that somebody else has removed is gone as well.
        let _ = fs::remove_file(self.0);
    }
}

/// Opens everything before anything runs. The feed comes first, so that a missing one leaves no empty journal behind.
fn open(options: &Options, console: &Console) -> Result<(Opened, Option<File>), SetupError> {
    let (stop, pause) = stop::stop();
    let feed = feed::open(&options.source, &stop, console)?;
    let journal = create("journal", &options.journal, &options.source)?;
    let plot = options.plot.as_deref().map(|path| create("plot", path, &options.source)).transpose()?;
    signals::stop_on_signal(stop.clone()).map_err(SetupError::Signals)?;
    Ok((Opened { feed, journal, stop, pause }, plot))
}

/// Creates a file, or empties it, unless it is the feed.
fn create(what: &'static str, path: &Path, source: &Source) -> Result<File, SetupError> {
    if let Source::File(feed) = source {
        let same = path.canonicalize().is_ok_and(|path| feed.canonicalize().is_ok_and(|feed| feed == path));
        if same {
            return Err(SetupError::SameFile { what, path: path.into() });
        }
    }
    File::create(path).map_err(|error| SetupError::Create { what, path: path.into(), error })
}

/// Like `print!`, but a closed standard output is an error and not a panic.
fn print(text: &str) -> Result<(), RunError> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes()).and_then(|()| output.flush()).map_err(RunError::Report)
}

fn draw(mut file: File, options: &Options, outcome: &Outcome) -> io::Result<()> {
    let quotes = grouped(outcome.journaled.quotes);
    let pace = options.rate.map_or("full speed".into(), |rate| format!("{} lines/s", grouped(rate.get().into())));
    let title = format!("gateway: {quotes} quotes at {pace}, line read to journal written");
    file.write_all(Plot::new(&outcome.journaled.latency, title).to_string().as_bytes())
}

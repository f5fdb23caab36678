//! `strait` compared with its peers: the same works, contenders interleaved round by round, every message checked.
//!
//! A child process of this same program takes each sample, so that a contender that hangs is killed and reported.

mod case;
mod cli;
#[path = "../../support/cores.rs"]
mod cores;
mod drive;
mod ends;
mod machine;
mod message;
mod peers;
mod record;
mod report;
mod run;
mod works;

use std::process::ExitCode;

use cli::{Command, Options};

/// Room for a ring that a peer builds on the stack before it moves it to the heap: three times 65,536 messages of 256
/// bytes.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let done = match cli::parse() {
        Ok(Command::Help) => {
            print!("{}", cli::HELP);
            Ok(())
        }
        Ok(Command::List) => {
            works::WORKS.iter().for_each(|work| println!("{}", work.name));
            Ok(())
        }
        Ok(Command::Child { case, plan }) => std::thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || case::measure(&works::cases()[case], &plan).print())
            .map(|thread| thread.join().expect("a panic aborts")),
        Ok(Command::Report(options)) => report::write(&options),
        Ok(Command::Run(options)) => measure_and_report(&options),
        Err(error) => {
            eprintln!("{error}\n\n{}", cli::HELP);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure_and_report(options: &Options) -> std::io::Result<()> {
    run::run(options)?;
    report::write(options)
}

//! Runs one hot operation again and again, for an instruction counter to count.
//!
//! `instructions` names the operations; `instructions NAME` runs one, inlined in the loop of a function whose name
//! begins with `measured`. The operation `loop` is that loop with nothing in it. `.ci/parts/instructions` does the
//! counting.

mod listed;
mod operations;

use std::process::ExitCode;

fn main() -> ExitCode {
    listed::keep();
    let Some(wanted) = std::env::args().nth(1) else {
        operations::ALL.iter().for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    };
    match operations::ALL.iter().find(|(name, _)| *name == wanted) {
        Some((_, run)) => run(),
        None => {
            eprintln!("there is no operation {wanted:?}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

//! Runs one hot operation again and again, for an instruction counter to count.
//!
//! `instructions` lists the operations; `instructions NAME` runs one, inlined in the loop of a function whose name
//! begins with `measured`. The operation `loop` is that loop with an empty body. `.ci/parts/instructions` counts.

mod listed;
mod operations;

use std::process::ExitCode;

fn main() -> ExitCode {
    listed::keep();
    let mut operations = operations::ALL.iter().copied().flatten();
    let Some(wanted) = std::env::args().nth(1) else {
        operations.for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    };
    match operations.find(|(name, _)| *name == wanted) {
        Some((_, run)) => run(),
        None => {
            eprintln!("there is no operation {wanted:?}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

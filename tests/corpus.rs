//! What fuzzing found worth keeping, run by every `cargo test`, and the schedules under `--cfg strait_shuttle`: see
//! `scripts/fuzz`.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[cfg(not(strait_shuttle))]
#[path = "support/counted.rs"]
mod counted;
#[cfg(not(strait_shuttle))]
#[path = "support/operations/mod.rs"]
#[allow(dead_code, reason = "single channels are the random tests'")]
mod operations;
#[cfg(not(strait_shuttle))]
#[path = "support/panicking.rs"]
mod panicking;
#[cfg(not(strait_shuttle))]
#[path = "support/polling.rs"]
mod polling;
#[cfg(strait_shuttle)]
#[path = "support/schedules/mod.rs"]
mod schedules;

use std::fs;
use std::path::Path;

/// Runs each input of a target's corpus.
fn replay(target: &str, run: impl Fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&corpus).expect("the corpus is there") {
        let path = entry.expect("the corpus can be read").path();
        let bytes = fs::read(&path).expect("the input can be read");
        println!("{}", path.display());
        run(&bytes);
        inputs += 1;
    }
    assert!(inputs >= 50, "only {inputs} inputs in {}", corpus.display());
}

#[cfg(not(strait_shuttle))]
#[test]
fn the_corpus_of_queues_holds() {
    replay("queue", operations::run_queue);
}

#[cfg(not(strait_shuttle))]
#[test]
fn the_corpus_of_lives_holds() {
    replay("lives", operations::run_lives);
}

#[cfg(strait_shuttle)]
#[test]
fn the_corpus_of_schedules_holds() {
    replay("schedules", schedules::run_schedule);
}

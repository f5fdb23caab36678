//! Inputs that fuzzing found worth keeping; `proof/models/tests/corpus.rs` runs those of schedules. See `scripts/fuzz`.
#![cfg(all(feature = "std", not(any(strait_loom, strait_shuttle))))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/counted.rs"]
mod counted;
#[path = "support/operations/mod.rs"]
#[allow(dead_code, reason = "single channels are for the random tests")]
mod operations;
#[path = "support/panicking.rs"]
mod panicking;
#[path = "support/polling.rs"]
mod polling;

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

#[test]
fn the_corpus_of_queues_holds() {
    replay("queue", operations::run_queue);
}

#[test]
fn the_corpus_of_lives_holds() {
    replay("lives", operations::run_lives);
}

//! The schedules that fuzzing found worth keeping: see `scripts/fuzz`.
#![cfg(strait_shuttle)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../../../tests/support/schedules/mod.rs"]
mod schedules;

use std::fs;
use std::path::Path;

#[test]
fn the_corpus_of_schedules_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/schedules");
    let mut inputs = 0;
    for entry in fs::read_dir(&corpus).expect("the corpus is there") {
        let path = entry.expect("the corpus can be read").path();
        println!("{}", path.display());
        schedules::run_schedule(&fs::read(&path).expect("the input can be read"));
        inputs += 1;
    }
    assert!(inputs >= 50, "only {inputs} inputs in {}", corpus.display());
}

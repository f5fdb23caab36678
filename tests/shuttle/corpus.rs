//! What fuzzing found worth keeping of programs and their schedules: see `scripts/fuzz`.

use crate::schedules::run_schedule;
use std::fs;
use std::path::Path;

#[test]
fn the_corpus_of_schedules_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/schedules");
    let mut inputs = 0;
    for entry in fs::read_dir(&corpus).expect("the corpus is there") {
        let path = entry.expect("the corpus can be read").path();
        println!("{}", path.display());
        run_schedule(&fs::read(&path).expect("the input can be read"));
        inputs += 1;
    }
    assert!(inputs >= 50, "only {inputs} inputs in {}", corpus.display());
}

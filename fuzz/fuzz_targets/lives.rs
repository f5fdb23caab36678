//! Lives of a channel: splits, closes, drops, leaks and panics; `tests/corpus.rs` runs what was found by `cargo test`.
#![no_main]

#[path = "../../tests/support/counted.rs"]
mod counted;
#[path = "../../tests/support/operations/mod.rs"]
#[allow(dead_code, reason = "the other target's half")]
mod operations;
#[path = "../../tests/support/panicking.rs"]
mod panicking;
#[path = "../../tests/support/polling.rs"]
mod polling;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| operations::run_lives(bytes));

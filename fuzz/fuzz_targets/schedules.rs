//! Programs of several threads, and the schedules they run by; `proof/models/tests/corpus.rs` runs what was found.
#![no_main]

#[cfg(not(strait_shuttle))]
compile_error!("this target is built with `--cfg strait_shuttle`, as `scripts/fuzz` does");

#[path = "../../tests/support/schedules/mod.rs"]
mod schedules;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| schedules::run_schedule(bytes));

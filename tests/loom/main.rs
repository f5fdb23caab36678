//! Models of every handshake in the library, run through all interleavings and stale loads that loom finds.
//!
//! ```text
//! RUSTFLAGS="--cfg strait_loom" cargo test --release --features stream,sink --test loom --target-dir target/loom
//! ```
//!
//! `STRAIT_LOOM_FULL=1` adds the models that take minutes, `LOOM_MAX_PREEMPTIONS=4` goes deeper than the usual 3. Which
//! model sees which planted bug is written in `proof/MUTANTS.md`.
#![cfg(strait_loom)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

mod batches;
mod closing;
mod crowd;
mod harness;
mod many;
mod one;
mod presence;
mod tasks;
mod threads;
mod wakers;

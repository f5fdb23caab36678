//! Models of every handshake in the library, run through all interleavings and stale loads that loom finds.
//!
//! ```text
//! .ci/run loom
//! ```
//!
//! `STRAIT_LOOM_FULL=1` adds the models that take minutes, `LOOM_MAX_PREEMPTIONS=4` goes deeper than the usual 3.
#![cfg(strait_loom)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

mod batches;
mod call;
mod closed;
mod closing;
mod crowd;
mod evicting;
mod harness;
mod many;
mod one;
mod oneshot;
mod orderings;
mod pool;
mod presence;
mod quiet;
mod reentry;
mod selecting;
mod sharing;
mod tasks;
mod threads;
mod wakers;
mod watch;

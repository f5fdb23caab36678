//! Threads and tasks against each other: order, exactness, close storms, timeouts, cancelled futures.
//!
//! A watchdog ends a test that hangs. `STRAIT_STRESS=20 cargo test --release --test stress` runs everything 20 times as
//! long.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../support/polling.rs"]
mod polling;
#[path = "../support/rounds.rs"]
mod rounds;
#[path = "../support/watchdog.rs"]
mod watchdog;

mod cancel;
mod many;
mod mixes;
mod one;

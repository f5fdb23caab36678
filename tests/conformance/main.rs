//! One conformance suite for all channels: every sentence of the contract is a test, run on every mode (`spsc`, `mpsc`,
//! `pipe`), every link (owned, split from a local, split from a static) and the capacities 1, 2, 8 and 1024.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[macro_use]
mod harness;
#[path = "../support/polling.rs"]
mod polling;
#[path = "../support/waking.rs"]
mod waking;
#[path = "../support/watchdog.rs"]
mod watchdog;

mod arrays;
mod bytes;
mod chunks;
mod closing;
mod closing_wakes;
mod errors;
mod fullness;
mod futures;
mod identity;
mod looking;
mod order;
mod permits;
mod quiet;
mod receiving_many;
mod sending_many;
#[cfg(feature = "sink")]
mod sinks;
mod slices;
mod splitting;
#[cfg(feature = "stream")]
mod streams;
mod timing;

//! One conformance suite for all channels: every sentence of the contract is a test, run on every mode (`spsc`, `mpsc`,
//! `pipe`, and the quiet modes of these), in the heap, borrowed from a local and in a static, with the capacities 1, 2,
//! 8 and 1024.
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
mod by_reference;
mod bytes;
mod chunks;
mod closed;
mod closing;
mod closing_wakes;
mod errors;
mod evicting;
mod flushing;
mod forwarding;
mod fullness;
mod futures;
mod identity;
mod lifetimes;
mod limits;
mod looking;
mod losing;
mod observing;
mod order;
mod permits;
mod polled;
mod quiet;
mod receiving_many;
mod reentry;
mod selecting;
mod sending_many;
mod sharing;
#[cfg(feature = "sink")]
mod sinks;
mod slices;
mod splitting;
#[cfg(feature = "stream")]
mod streams;
mod timing;

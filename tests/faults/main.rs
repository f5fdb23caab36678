//! What happens when a thread is stopped, panics, leaks or forks in the middle of an operation, and when there are far
//! more threads than processors. `SAFETY.md` lists the promises.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../support/counted.rs"]
mod counted;
mod far_more_threads;
#[cfg(target_os = "linux")]
mod fork;
mod leaks;
#[path = "../support/panicking.rs"]
mod panicking;
mod panics;
#[path = "../support/polling.rs"]
mod polling;
#[path = "../support/rounds.rs"]
mod rounds;
// A backend with locks may be stopped inside one.
#[cfg(all(target_os = "linux", not(strait_condvar)))]
mod stopped;
#[cfg(all(target_os = "linux", not(strait_condvar)))]
#[path = "../support/stopping.rs"]
mod stopping;
#[path = "../support/waking.rs"]
mod waking;
#[path = "../support/watchdog.rs"]
mod watchdog;

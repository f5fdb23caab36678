//! Parking a thread on a word, and unparking it. One backend per target, never two.
//!
//! - 64-bit Linux and Android: the futex, by the `atomic-wait` crate; for a sleep with a deadline, which that crate
//!   does not have, by the same system call on the same word.
//! - elsewhere, under loom and Miri, and under `--cfg strait_condvar`: a lock and a condition variable, found by the
//!   word's address.
//!
//! Every word has at most one sleeper.

#[cfg_attr(
    all(
        any(target_os = "linux", target_os = "android"),
        target_pointer_width = "64",
        not(any(strait_loom, strait_condvar, miri))
    ),
    path = "futex.rs"
)]
#[cfg_attr(
    not(all(
        any(target_os = "linux", target_os = "android"),
        target_pointer_width = "64",
        not(any(strait_loom, strait_condvar, miri))
    )),
    path = "condvar.rs"
)]
mod backend;

#[cfg(any(strait_loom, strait_shuttle))]
pub(crate) use backend::Lot;

use crate::sync::{AtomicU32, Instant};

/// Sleeps while the word is `expected`; `false` if the deadline has passed already. May wake spuriously.
pub(super) fn wait(word: &AtomicU32, expected: u32, deadline: Option<Instant>) -> bool {
    backend::wait(word, expected, deadline)
}

/// Wakes the thread that sleeps on the word, after the word was changed. The word may be gone by now.
pub(super) fn wake(word: *const AtomicU32) {
    backend::wake(word);
}

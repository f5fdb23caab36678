//! How long a stress test goes on.

use std::env;

/// So many rounds, times the number in `STRAIT_STRESS` if there is one.
pub(crate) fn rounds(usual: usize) -> usize {
    let factor = env::var("STRAIT_STRESS").map_or(1, |factor| factor.parse().expect("STRAIT_STRESS is a number"));
    usual * factor
}

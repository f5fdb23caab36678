//! How long a stress test goes on.

use std::env;

/// The usual number of rounds, times the number in `STRAIT_STRESS` if there is one (20, or 0.1 where everything is
/// slow); at least one.
pub(crate) fn rounds(usual: usize) -> usize {
    let factor = env::var("STRAIT_STRESS").map_or(1.0, |factor| factor.parse().expect("STRAIT_STRESS is a number"));
    ((usual as f64 * factor) as usize).max(1)
}

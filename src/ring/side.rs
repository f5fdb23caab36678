//! The producers' side of a ring: one or many. It decides who may write a position; the consumer is the same for both.

use super::{Refused, Run, head::Head};
use crate::sync::Initial;

/// How positions are given to producers: `One` or `Many`.
pub trait Side: 'static {
    /// What the producers' side keeps in the ring.
    type Shared: Initial + core::fmt::Debug;
    /// What a producer handle keeps for itself.
    type Tail: Send;

    /// Opens the side of an empty or half-full ring whose next position to write is `tail`, and whose head is where it is.
    /// Nobody else uses the ring meanwhile.
    fn resume(shared: &Self::Shared, tail: usize, head: usize) -> Self::Tail;

    /// Claims in a ring of `N` places; see [`Ring::claim`](super::Ring::claim).
    fn claim<const N: usize>(
        shared: &Self::Shared,
        tail: &Self::Tail,
        head: &Head,
        min: usize,
        max: usize,
    ) -> Result<Run, Refused>;

    /// Takes note that `run` has been published.
    fn advance(shared: &Self::Shared, tail: &Self::Tail, run: Run);

    /// The next position to claim, as far as is known now.
    fn position(shared: &Self::Shared, tail: &Self::Tail) -> usize;

    /// The most positions that a claim has found occupied.
    #[cfg(feature = "stats")]
    fn high_water(shared: &Self::Shared) -> usize;

    /// Lets no claim follow.
    fn close(shared: &Self::Shared);

    /// Whether the side was closed; if so, all that its closer had published is visible.
    fn is_closed(shared: &Self::Shared) -> bool;

    /// Whether, the side being closed, nothing was claimed at `head` or behind it.
    fn ends_at(shared: &Self::Shared, head: usize) -> bool;
}

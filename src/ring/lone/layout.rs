//! Where the messages of a ring with one producer lie, and where the tail that says how far it has published.

use crate::ring::Run;
use crate::sync::Initial;
use core::mem::MaybeUninit;

/// A place for each of `N` indices, and for tails.
///
/// # Safety
///
/// Each index has memory of its own, aligned for a `T`. `published_from` counts only positions that `publish` has
/// named, and what was written before that `publish` happens before what follows.
pub unsafe trait Layout<T, const N: usize>: Initial {
    /// Whether each message lies in one line, with a tail.
    const IN_LINES: bool;

    /// The memory of a position, for the producer that has claimed it.
    fn for_writing(&self, position: usize) -> *mut MaybeUninit<T>;

    /// The memory of a position, for the consumer that found it published.
    fn for_reading(&self, position: usize) -> *mut MaybeUninit<T>;

    /// Says that all before the end of `run` is published; the run's positions were the next.
    fn publish(&self, run: Run);

    /// How many positions from `position` on are published: 0 only if it is not, else `wanted` at least, or all
    /// that there are.
    ///
    /// The positions before `position` are published, or `position` is less than `N` behind the first that is not.
    fn published_from(&self, position: usize, wanted: usize) -> usize;
}

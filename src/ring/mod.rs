//! Rings: who may touch position n, and where its bytes are. Nothing in this folder ever waits.
//!
//! A ring is used in two phases at each end: a producer *claims* positions, writes them and *publishes* them; the
//! consumer finds positions *ready*, reads them and *releases* them. [`Ring`] names these verbs; [`ops`] composes
//! them into whole operations that are safe to call.

mod head;
mod lone;
mod many;
mod ops;
mod position;
mod prefetch;

pub(crate) use lone::{Dense, Lines, One};
pub(crate) use many::Slots;
pub(crate) use ops::{Verbs, Writing, as_init, as_init_mut};

use crate::sync::Initial;
use core::mem::MaybeUninit;

/// What the processor moves between cores at once, in bytes. On a machine with longer lines a line here is a part of
/// one.
const LINE: usize = 64;

/// `len` positions in a row, the first of them `start`.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub start: usize,
    pub len: usize,
}

impl Run {
    /// The run's positions, first to last.
    #[inline(always)]
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.len).map(move |offset| self.start.wrapping_add(offset))
    }

    /// The position behind the run.
    #[inline(always)]
    pub fn end(self) -> usize {
        self.start.wrapping_add(self.len)
    }

    /// The first `len` positions of the run.
    #[inline(always)]
    pub fn first(self, len: usize) -> Self {
        debug_assert!(len <= self.len, "a part is not longer than the whole");
        Self { len, ..self }
    }
}

/// Why nothing could be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Fewer places than asked for are free.
    Full,
    /// The ring is closed: nothing may be claimed any more.
    Closed,
}

/// Why nothing can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The next message is not there yet.
    Empty,
    /// The ring is closed, but what was claimed before that is not published yet, or was just now: look again soon.
    Unpublished,
    /// The ring is closed and all that was published has been released.
    Closed,
}

/// The verbs of a ring with `T` messages.
///
/// # Safety
///
/// `claim` gives a position to one claimer only, and only while no message is there; `ready` names only positions that
/// were published and not released. Everything written before `publish` happens before what follows the `ready` that
/// names it, and everything read before `release` happens before what follows the `claim` that gives the place again.
/// Outside loom, all-zero bytes are the first state.
pub unsafe trait Ring<T>: Initial {
    /// What a producer handle keeps for itself: the proof of being the lone producer, or nothing.
    type Tail: Send;
    /// What a consumer handle keeps for itself: the proof of being the consumer.
    type Head: Send;

    /// How many places there are.
    const CAPACITY: usize;

    /// How many places at most one batch claims, or releases, at a time.
    const RUN: usize;

    /// Opens the ring and finds both ends where the marks or indices say that they were left.
    ///
    /// # Safety
    ///
    /// No other thread uses the ring meanwhile, and no `Tail` or `Head` that was given before is used again.
    unsafe fn resume(&self) -> (Self::Tail, Self::Head);

    /// Lets nothing be claimed any more. What was claimed may still be published, what was published still be read.
    fn close(&self);

    /// Whether [`close`](Self::close) has been called since [`resume`](Self::resume): whether claims are refused.
    fn is_closed(&self) -> bool;

    /// Claims up to `max` places in a row, `min` at least; both from 1 to `N`.
    ///
    /// A claim from a ring with many producers cannot be given back: the caller publishes all of it.
    fn claim(&self, tail: &Self::Tail, min: usize, max: usize) -> Result<Run, Refused>;

    /// The memory of a claimed position.
    ///
    /// # Safety
    ///
    /// The caller has claimed `position` and not yet published it.
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T>;

    /// Takes note that a claimed position is written; a ring that publishes message by message does so here.
    ///
    /// # Safety
    ///
    /// The caller has claimed `position` and written it, and all before it in its run, and will publish them.
    unsafe fn written(&self, position: usize);

    /// Publishes claimed positions; the end moves behind them.
    ///
    /// # Safety
    ///
    /// The caller has claimed `run`, or with a lone producer a longer run that begins with it, and has written all of
    /// it and said so by `written`.
    unsafe fn publish(&self, tail: &Self::Tail, run: Run);

    /// Names up to `max` published positions in a row, one at least.
    fn ready(&self, head: &Self::Head, max: usize) -> Result<Run, Missing>;

    /// The memory of a ready position.
    ///
    /// # Safety
    ///
    /// `ready` has named `position` and it has not been released.
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T>;

    /// Gives ready positions back to the producers; the end moves behind them.
    ///
    /// # Safety
    ///
    /// `ready` has named `run`, or a longer run that begins with it, and its messages have been moved out or dropped.
    unsafe fn release(&self, head: &Self::Head, run: Run);

    /// How many positions are claimed and not released, as a producer sees it now.
    fn occupied(&self, tail: &Self::Tail) -> usize;

    /// How many positions are ready, as the consumer sees it now.
    fn readable(&self, head: &Self::Head) -> usize;

    /// The next position to claim, as a producer sees it now.
    #[cfg(feature = "stats")]
    fn tail_position(&self, tail: &Self::Tail) -> usize;

    /// Asks for the memory where this end, which has claimed `position`, will write soon, where that saves time.
    #[inline(always)]
    fn fetch_ahead(&self, _tail: &Self::Tail, _position: usize) {}

    /// Asks for the lines of a claimed run, where that saves time.
    #[inline(always)]
    fn fetch_claimed(&self, _: Run) {}

    /// Asks for the lines of a ready run, where that saves time.
    #[inline(always)]
    fn fetch_ready(&self, _: Run) {}

    /// Asks for what is read after the message at `place`, which is the next, where that saves time.
    #[inline(always)]
    fn fetch_next(&self, _: *const MaybeUninit<T>) {}

    /// Whether, nothing being ready, a position is claimed and not published.
    fn has_claims(&self, _: &Self::Head) -> bool {
        false
    }

    /// The first position that is not released.
    fn head_position(&self) -> usize;

    /// The most positions that a producer has seen occupied since [`resume`](Self::resume).
    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize;
}

/// A ring whose one producer may leave a claim unused, since nobody else sees it.
pub trait LoneRing<T>: Ring<T> {}

/// A ring whose places lie side by side, so that runs of them are slices.
///
/// # Safety
///
/// The two parts of a run do not overlap, are aligned, and cover its places and no others.
pub(crate) unsafe trait Contiguous<T>: LoneRing<T> {
    /// The memory of a claimed run as one or two slices, in order; the caller may write there until it publishes.
    fn claimed_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2];

    /// The memory of a ready run as one or two slices, in order; the caller may read there until it releases.
    fn published_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2];

    /// Moves the consumer's end behind ready positions; their places go back with
    /// [`release_taken`](Self::release_taken), or with the next release.
    ///
    /// # Safety
    ///
    /// As for [`release`](Ring::release).
    unsafe fn take(&self, head: &Self::Head, run: Run);

    /// Gives back to the producer all places that were taken.
    fn release_taken(&self, head: &Self::Head);
}

/// How many of `0..len` satisfy `yes`, where all that do come before all that do not; by bisection.
///
/// The first is asked first, so that 0 means that the first does not satisfy it.
fn partition_point(len: usize, yes: impl Fn(usize) -> bool) -> usize {
    if !yes(0) {
        return 0;
    }
    let (mut inside, mut outside) = (0, len);
    while outside - inside > 1 {
        let middle = inside + (outside - inside) / 2;
        if yes(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

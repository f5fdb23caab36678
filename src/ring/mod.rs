//! Rings: who may touch which position, and where its bytes are. Nothing in this folder waits.
//!
//! Each end uses a ring in two phases. A producer *claims* positions, writes them, and *publishes* them; the consumer
//! finds positions *ready*, reads them, and *releases* them. [`Ring`] names these verbs, and [`ops`] composes them into
//! the whole operations that a [`Tail`] and a [`Head`] offer.

mod evict;
mod lone;
mod many;
mod mpmc;
mod ops;
mod position;
mod prefetch;
mod run;
mod slices;
mod slots;

pub(crate) use evict::EvictRing;
pub(crate) use lone::{DenseRing, LinesRing};
pub(crate) use many::SlotRing;
pub(crate) use mpmc::{LoneTailRing, TailWordRing};
pub(crate) use ops::{Head, Tail, clear};
pub(crate) use position::has_reached;
#[cfg(feature = "stats")]
pub(crate) use position::since;
pub(crate) use run::Run;

use crate::error::{TryRecvError, TrySendError};
use crate::sync::Initial;
use core::mem::MaybeUninit;

/// Bytes that move between cores together. On a processor with longer cache lines, a line here is a part of one.
const LINE: usize = 64;

/// The verbs of a ring.
///
/// # Safety
///
/// `claim` gives a position to one claimer only, and only while no message is there; `ready` returns only positions
/// that were published and not released. Everything written before `publish` happens before what follows the `ready`
/// that returns it, and everything read before `release` happens before what follows the `claim` that gives the slot
/// out again. Except under loom and shuttle, all-zero bytes are the first state.
pub unsafe trait Ring: Initial {
    /// What a message is.
    type Item;

    /// Memory for a run that is moved out at once: room for `RUN` items if the ring [`CLAIMS`](Self::CLAIMS), else
    /// none.
    type Aside;

    /// The number of slots.
    const CAPACITY: usize;

    /// The longest run that a batch claims, or releases, at a time.
    const RUN: usize;

    /// Whether to publish a batch position by position as it is written, rather than once at its end.
    const PUBLISHES_EACH: bool;

    /// Leaves so many slots unused, fewer than `CAPACITY`, from the next [`resume`](Self::resume) on. Nobody else uses
    /// the ring. A ring that knows no limit ignores it; its mode has no `channel_limited`.
    fn set_unused(&self, _slots: usize) {}

    /// The number of slots that are left unused.
    fn unused(&self) -> usize {
        0
    }

    /// Whether `ready` claims: there are many consumers. Then no code of the caller's runs between it and `release`.
    const CLAIMS: bool;

    /// Opens the ring and finds both ends where they were left.
    ///
    /// `may_have_moved` says that the ring's value may have been moved since it was made or resumed last: then nothing
    /// is believed that a move need not copy.
    ///
    /// # Safety
    ///
    /// Nobody else uses the ring, and no claimed or ready run from before is used again. `may_have_moved` is true
    /// unless the ring is where it was at the last call, or where zero bytes became its first state.
    unsafe fn resume(&self, may_have_moved: bool);

    /// Closes the ring: refuses all further claims. Claimed runs may still be published, published ones be read.
    fn close(&self);

    /// Whether claims are refused: whether [`close`](Self::close) was called since [`resume`](Self::resume).
    fn is_closed(&self) -> bool;

    /// Claims up to `max` consecutive positions, at least `min`; both from 1 to `CAPACITY`. Prefetches what the caller
    /// will write next: the slots of the run, or for `max == 1` a slot further on.
    ///
    /// A claim among many producers cannot be given back: the caller publishes all of it.
    ///
    /// # Safety
    ///
    /// The caller is a producer. A lone one has no other claim in use, and no other thread is that producer meanwhile.
    unsafe fn claim(&self, min: usize, max: usize) -> Result<Run, TrySendError<()>>;

    /// The memory of a claimed position.
    ///
    /// # Safety
    ///
    /// The caller has claimed `position` and not published it.
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<Self::Item>;

    /// Publishes claimed positions.
    ///
    /// # Safety
    ///
    /// The caller has claimed a run of which `run` is the part that comes next, and has initialised all of `run`.
    unsafe fn publish(&self, run: Run);

    /// Finds up to `max` consecutive published positions, at least one. Prefetches what the caller will read next: the
    /// slots of the run, or for `max == 1` what follows it.
    ///
    /// With one consumer nothing changes hands: the run may be left alone, or released in part, from its front. A ring
    /// with many consumers claims it for the caller, who then releases all of it.
    ///
    /// # Safety
    ///
    /// The caller is a consumer. No other thread is the same lone one meanwhile.
    unsafe fn ready(&self, max: usize) -> Result<Run, TryRecvError>;

    /// Whether the ring is closed and drained, for good.
    ///
    /// # Safety
    ///
    /// As for [`ready`](Self::ready).
    unsafe fn is_over(&self) -> bool {
        // SAFETY: the caller's promise is the same; a ring that claims has a form of its own.
        matches!(unsafe { self.ready(1) }, Err(TryRecvError::Closed))
    }

    /// The memory of a ready position.
    ///
    /// # Safety
    ///
    /// `ready` has returned `position` to the caller, who has not released it.
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<Self::Item>;

    /// Gives ready positions back to the producers.
    ///
    /// # Safety
    ///
    /// `ready` has returned to the caller a run of which `run` is the part that comes next, and all messages of `run`
    /// have been moved out or dropped.
    unsafe fn release(&self, run: Run);

    /// The number of positions that are claimed and not released, as a producer sees it now. Claims of a lone producer
    /// count from their publication.
    ///
    /// # Safety
    ///
    /// The caller is a producer; no other thread is the same lone one meanwhile.
    unsafe fn occupied(&self) -> usize;

    /// The number of positions that are ready, as a consumer sees it now.
    ///
    /// # Safety
    ///
    /// As for [`ready`](Self::ready).
    unsafe fn readable(&self) -> usize;

    /// The number of messages in the ring as anybody sees it, at most `CAPACITY`; out of date while the ends are at
    /// work.
    fn observed(&self) -> usize;

    /// The first position that no consumer has released, or claimed if there are many.
    fn head_position(&self) -> usize;

    /// The next position to claim, as a producer sees it now.
    ///
    /// # Safety
    ///
    /// As for [`occupied`](Self::occupied).
    unsafe fn tail_position(&self) -> usize;

    /// The number of messages that the producer evicted since [`resume`](Self::resume); none in most rings.
    fn evicted(&self) -> usize {
        0
    }

    /// How many of these the consumer has come to since.
    fn missed(&self) -> usize {
        0
    }

    /// The most positions that a producer has seen occupied since [`resume`](Self::resume).
    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize;
}

/// Marks the path that it stands on as rare, so that the compiler moves it behind the hot one.
#[cold]
#[inline]
const fn cold_path() {}

/// The number of `0..len` that satisfy `yes`, where all that do precede all that do not; by bisection, from the first.
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

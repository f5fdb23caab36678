//! The head of many consumers: one shared word, at which they win messages.
//!
//! What is left of the ABA problem is what [`tail`](crate::ring::many) says of producers: positions repeat after 2^63
//! messages, or 2^31 on 32-bit targets.

use crate::sync::{AtomicUsize, CachePadded, Ordering, initial, initial_state};

/// The lowest bit of the head word: the ring is over, and the position above it stands one lap ahead.
const OVER: usize = 1;

/// Where consumers win messages: `position << 1 | over`, the position of the next message that nobody has claimed.
#[derive(Debug)]
pub(super) struct HeadWord(CachePadded<AtomicUsize>);

initial_state!(impl[] HeadWord = Self(initial!(CachePadded<AtomicUsize>)));

/// What a consumer has read at the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen(usize);

impl Seen {
    /// The position of the next message, where nothing is ever published if the ring is over.
    #[inline(always)]
    pub(super) fn position(self) -> usize {
        self.0 >> 1
    }

    /// Whether the ring is over.
    #[inline(always)]
    pub(super) fn is_over(self) -> bool {
        self.0 & OVER != 0
    }
}

impl HeadWord {
    /// The head now.
    #[inline(always)]
    pub(super) fn seen(&self) -> Seen {
        // ORDERING: Acquire; pairs with the Release exchange in `claim`: whoever sees a message claimed sees at least
        // what its claimer saw published. Otherwise `Empty` could be returned for a ring that was never empty.
        Seen(self.0.load(Ordering::Acquire))
    }

    /// Claims `len` messages from what was seen on; or returns what is there instead.
    #[inline(always)]
    pub(super) fn claim(&self, seen: Seen, len: usize) -> Result<(), Seen> {
        let after = seen.0.wrapping_add(len << 1);
        // ORDERING: Release on success, Acquire on failure; each pairs with the other, and with the load in `seen`. The
        // messages themselves are ordered by the stamps of their slots.
        match self.0.compare_exchange_weak(seen.0, after, Ordering::Release, Ordering::Acquire) {
            Ok(_) => Ok(()),
            Err(now) => Err(Seen(now)),
        }
    }

    /// Ends a closed ring of `N` slots whose next message is not there, if no consumer has claimed it meanwhile.
    ///
    /// The head goes one lap ahead, where nothing can be published any more: the producer, whose claims are refused,
    /// publishes at most the lap that it had claimed.
    pub(super) fn finish<const N: usize>(&self, seen: Seen) -> bool {
        let after = (seen.position().wrapping_add(N) << 1) | OVER;
        // ORDERING: Relaxed, both; it hands on nothing but the word, and a failure is read again.
        self.0.compare_exchange(seen.0, after, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// The first position that no consumer has claimed.
    #[inline(always)]
    pub(super) fn position<const N: usize>(&self) -> usize {
        let seen = self.seen();
        if seen.is_over() { seen.position().wrapping_sub(N) } else { seen.position() }
    }

    /// Opens the ring again at `position`. Nobody else uses it.
    pub(super) fn resume(&self, position: usize) {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        self.0.store(position << 1, Ordering::Relaxed);
    }
}

//! The consumer's last word on a closed ring.

use super::{Layout, LoneRing};
use crate::error::TryRecvError;
use crate::ring::Ring;

impl<L: Layout<N>, const N: usize> LoneRing<L, N> {
    /// Why nothing was found at `own`.
    #[inline(always)]
    pub(super) fn missing(&self, own: usize) -> TryRecvError {
        if self.is_closed() { self.missing_when_closed(own) } else { TryRecvError::Empty }
    }

    /// The same for a ring that was found empty, and closed after that.
    // PERF: not `#[cold]`, so that what follows the call is shared with the path of an open ring.
    #[inline(never)]
    fn missing_when_closed(&self, own: usize) -> TryRecvError {
        // All that the closer had published is visible now. If something came in between, the next attempt finds it.
        if self.layout.published_from(own, 1) > 0 {
            return TryRecvError::Empty;
        }
        self.finish(own);
        TryRecvError::Closed
    }

    /// Makes `Closed` final: what a permit or chunk publishes after it is not found.
    ///
    /// The consumer's position goes one lap ahead, where nothing can be published any more: the producer, whose claims
    /// are refused, publishes at most the lap that it had claimed. What is there is dropped with the ring.
    fn finish(&self, own: usize) {
        if !self.consumer.is_over.replace(true) {
            self.consumer.own.set(own.wrapping_add(N));
            self.consumer.until.set(own.wrapping_add(N));
        }
    }
}

//! The head index: how far the consumer has released, on a line of its own.

use crate::sync::{AtomicUsize, CachePadded, Ordering, initial, initial_state};

/// How far the consumer has released: every position before it is free again.
///
/// Producers read it only when the places that they know of are used up, so its line mostly stays with the consumer.
#[derive(Debug)]
pub(super) struct Head {
    position: CachePadded<AtomicUsize>,
}

initial_state!(impl[] Head = Self { position: initial!(CachePadded<AtomicUsize>) });

impl Head {
    /// The first position that is not released.
    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `release_to`, so that the consumer's reads of a place are
        // over before it is written again.
        self.position.load(Ordering::Acquire)
    }

    /// The same for the consumer, which alone moves it.
    #[inline(always)]
    pub(super) fn own_position(&self) -> usize {
        // ORDERING: Relaxed; we wrote it ourselves.
        self.position.load(Ordering::Relaxed)
    }

    /// Releases every position before `position`.
    #[inline(always)]
    pub(super) fn release_to(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `position`, so that our reads of a place are over before it
        // is written again.
        self.position.store(position, Ordering::Release);
    }
}

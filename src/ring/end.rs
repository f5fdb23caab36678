//! What a lone end keeps for itself.

use core::cell::Cell;

/// A lone end's own position, and the other end's as it was seen last.
///
/// Both live in the handle, so an operation touches the other end's index only when the ring looks full or empty.
#[derive(Debug)]
pub struct End {
    own: Cell<usize>,
    /// Invariant: the other end was there once, so it is there or further on, never back.
    other: Cell<usize>,
}

impl End {
    pub(super) fn new(own: usize, other: usize) -> Self {
        Self { own: Cell::new(own), other: Cell::new(other) }
    }

    #[inline(always)]
    pub(super) fn own(&self) -> usize {
        self.own.get()
    }

    #[inline(always)]
    pub(super) fn other(&self) -> usize {
        self.other.get()
    }

    #[inline(always)]
    pub(super) fn move_to(&self, position: usize) {
        self.own.set(position);
    }

    /// Takes note of where the other end is.
    #[inline(always)]
    pub(super) fn see(&self, other: usize) {
        self.other.set(other);
    }
}

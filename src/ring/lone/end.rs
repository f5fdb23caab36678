//! What a lone end keeps for itself, and the proof of being that end.

use crate::sync::initial_state;
use core::{cell::Cell, marker::PhantomData};

/// A lone end's own position, and the other end's as it was seen last.
///
/// It lies in the ring, on a line that only this end touches, and not in the handle: two handles may lie side by side
/// on a stack, and their ends would then take the line from each other at every message.
// PERF: spsc, N = 1024, both handles on one stack: 24-28 M messages/s with the positions in the handles, 69-111 apart.
#[derive(Debug)]
pub(super) struct End {
    own: Cell<usize>,
    /// Invariant: the other end was there once, so it is there or further on, never back.
    other: Cell<usize>,
}

initial_state!(impl[] End = Self { own: Cell::new(0), other: Cell::new(0) });

impl End {
    /// Puts both positions where they were left; nobody else uses the ring meanwhile.
    pub(super) fn resume(&self, own: usize, other: usize) -> Alone {
        self.own.set(own);
        self.other.set(other);
        Alone(PhantomData)
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

/// Proof of being a lone end, held by its handle: whoever has it may touch that end's state, one thread at a time.
#[derive(Debug)]
pub struct Alone(PhantomData<Cell<()>>);

impl Alone {
    /// The proof for an end that keeps nothing; nobody else uses the ring meanwhile.
    pub(in crate::ring) fn new() -> Self {
        Self(PhantomData)
    }
}

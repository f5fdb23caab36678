//! An array of slots whose first state is zero bytes.

use super::position::index;
use crate::sync::{Initial, initial_state};

#[cfg(any(strait_loom, strait_shuttle))]
use crate::sync::initial;
#[cfg(not(any(strait_loom, strait_shuttle)))]
use core::mem::MaybeUninit;

/// `N` slots.
#[derive(Debug)]
pub(super) struct Slots<S, const N: usize>(Array<S, N>);

/// Zero bytes at first, as a whole: a constant that is made slot by slot costs compile time.
#[cfg(not(any(strait_loom, strait_shuttle)))]
type Array<S, const N: usize> = MaybeUninit<[S; N]>;
#[cfg(not(any(strait_loom, strait_shuttle)))]
initial_state!(impl[S: Initial, const N: usize] Slots<S, N> = Self(MaybeUninit::zeroed()));

/// The atomics of loom and shuttle are not zero bytes.
#[cfg(any(strait_loom, strait_shuttle))]
type Array<S, const N: usize> = [S; N];
#[cfg(any(strait_loom, strait_shuttle))]
initial_state!(impl[S: Initial, const N: usize] Slots<S, N> = Self(initial!(S; N)));

impl<S, const N: usize> Slots<S, N> {
    /// The slot of a position.
    #[inline(always)]
    pub(super) fn at(&self, position: usize) -> &S {
        #[cfg(not(any(strait_loom, strait_shuttle)))]
        // SAFETY: zero bytes are a slot in its first state (both kinds are atomics, a cell of uninitialised memory and
        // nothing else), and since then slots alone have been written there.
        let slots = unsafe { self.0.assume_init_ref() };
        #[cfg(any(strait_loom, strait_shuttle))]
        let slots = &self.0;
        &slots[index::<N>(position)]
    }
}

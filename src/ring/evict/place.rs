//! The places of a ring that evicts: a message, and beside it the position that it was sent at.

#[cfg(any(strait_loom, strait_shuttle))]
use crate::sync::initial;
use crate::sync::{AtomicUsize, Ordering, Witness, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit};

/// A place for one message.
///
/// Invariant: the message is touched only by the end whose spare the place is. The position is written by the producer
/// alone, while the place is its spare, and read by the consumer at any time.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Place<T> {
    position: AtomicUsize,
    witness: Witness,
    message: UnsafeCell<MaybeUninit<T>>,
}

impl<T> Place<T> {
    /// Says which position the message is sent at.
    #[inline(always)]
    pub(super) fn set_position(&self, position: usize) {
        // ORDERING: Release; pairs with the Acquire load in `position`: whoever reads a position in a place that it did
        // not expect there sees the exchange that took the place out of its entry, and does not read that entry as it
        // was again and again.
        self.position.store(position, Ordering::Release);
    }

    /// The position of the message that was sent here last.
    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `set_position`. The word that named this place was read
        // with Acquire, too, so this is the position that was written before it, or a later one.
        self.position.load(Ordering::Acquire)
    }

    /// The message's memory, for the producer, whose spare this is.
    #[inline(always)]
    pub(super) fn for_writing(&self) -> *mut MaybeUninit<T> {
        self.witness.writing();
        self.message.get()
    }

    /// The message's memory, for the end whose spare this is, with a message in it.
    #[inline(always)]
    pub(super) fn for_reading(&self) -> *mut MaybeUninit<T> {
        self.witness.reading();
        self.message.get()
    }
}

/// `N + 2` places.
#[derive(Debug)]
pub(super) struct Places<T, const N: usize>(Array<T, N>);

/// A length that stable Rust cannot compute: the places lie in a row.
#[derive(Debug)]
#[repr(C)]
struct Row<T, const N: usize> {
    _first: [Place<T>; N],
    _last: [Place<T>; 2],
}

/// Zero bytes at first, as a whole: a constant that is made place by place costs compile time.
#[cfg(not(any(strait_loom, strait_shuttle)))]
type Array<T, const N: usize> = MaybeUninit<Row<T, N>>;
#[cfg(not(any(strait_loom, strait_shuttle)))]
initial_state!(impl[T, const N: usize] Places<T, N> = Self(MaybeUninit::zeroed()));

/// The atomics of loom and shuttle are not zero bytes.
#[cfg(any(strait_loom, strait_shuttle))]
type Array<T, const N: usize> = Row<T, N>;
#[cfg(any(strait_loom, strait_shuttle))]
initial_state!(impl[T] Place<T> = Self {
    position: initial!(AtomicUsize),
    witness: initial!(Witness),
    message: UnsafeCell::new(MaybeUninit::zeroed()),
});
#[cfg(any(strait_loom, strait_shuttle))]
initial_state!(impl[T, const N: usize] Places<T, N> =
    Self(Row { _first: initial!(Place<T>; N), _last: initial!(Place<T>; 2) }));

impl<T, const N: usize> Places<T, N> {
    #[inline(always)]
    pub(super) fn at(&self, place: usize) -> &Place<T> {
        debug_assert!(place < N + 2, "there are two places more than entries");
        // SAFETY: the row's two arrays are of the same type, and one follows the other without a gap; entries and
        // spares name places below `N + 2`. Zero bytes are a place in its first state, and since then places alone have
        // been written there.
        unsafe { &*(&raw const self.0).cast::<Place<T>>().add(place) }
    }
}

//! The entries of a ring that evicts: which place belongs to an index, in one word.

use crate::ring::position::index;
use crate::sync::{AtomicUsize, Ordering, initial_state};

/// What an entry says: a place, whether a message is in it, and the low bits of the lap that it belongs to.
///
/// ```text
/// lap | place, exclusive-or the entry's index | full
/// ```
///
/// Zero names the place of the same index, empty. The lap only keeps apart words of the same place: what is decided is
/// decided by the whole position that lies beside the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<const N: usize>(usize);

const FULL: usize = 1;

impl<const N: usize> Word<N> {
    /// The bits that a place needs, of `N + 2`.
    const PLACE_BITS: u32 = usize::BITS - (N + 1).leading_zeros();
    const PLACES: usize = (1 << Self::PLACE_BITS) - 1;

    /// The word of an entry whose `place` holds the message of `position`.
    #[inline(always)]
    pub(super) const fn full(position: usize, place: usize) -> Self {
        let lap = position >> N.trailing_zeros();
        Self(lap << (Self::PLACE_BITS + 1) | (place ^ index::<N>(position)) << 1 | FULL)
    }

    /// The word that the entry of `head` has while `place` holds the message of `position`: none if that belongs to
    /// another entry.
    #[inline(always)]
    pub(super) fn full_at(head: usize, position: usize, place: usize) -> Self {
        if index::<N>(head) == index::<N>(position) { Self::full(position, place) } else { Self(0) }
    }

    /// The word of an entry whose place is empty.
    #[inline(always)]
    pub(super) const fn empty(position: usize, place: usize) -> Self {
        Self((place ^ index::<N>(position)) << 1)
    }

    /// The place, in the entry of `position`.
    #[inline(always)]
    pub(super) const fn place(self, position: usize) -> usize {
        (self.0 >> 1 & Self::PLACES) ^ index::<N>(position)
    }

    /// Whether a message is there.
    #[inline(always)]
    pub(super) const fn is_full(self) -> bool {
        self.0 & FULL != 0
    }
}

/// One entry: a word that both ends exchange.
#[derive(Debug)]
pub(super) struct Entry<const N: usize>(AtomicUsize);

impl<const N: usize> Entry<N> {
    #[inline(always)]
    pub(super) fn read(&self) -> Word<N> {
        // ORDERING: Acquire; pairs with the Release part of the exchanges here, so that the position beside the message
        // is at least the one that the word was written for.
        Word(self.0.load(Ordering::Acquire))
    }

    /// Puts a word into the entry; returns the one that was there.
    #[inline(always)]
    pub(super) fn exchange(&self, word: Word<N>) -> Word<N> {
        // ORDERING: AcqRel; pairs with itself and `exchange_if` at the other end: what was done with the place that is
        // given away is over, and what was done with the one that comes back is visible.
        Word(self.0.swap(word.0, Ordering::AcqRel))
    }

    /// Puts a word into the entry if `expected` is there; returns whether it was.
    #[inline(always)]
    pub(super) fn exchange_if(&self, expected: Word<N>, word: Word<N>) -> bool {
        // ORDERING: AcqRel on success; as in `exchange`. Relaxed on failure; nothing is handed over, and the entry is
        // read again.
        self.0.compare_exchange(expected.0, word.0, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}

/// `N` entries.
#[derive(Debug)]
pub(super) struct Entries<const N: usize>(Array<N>);

/// Zero bytes at first, as a whole: a constant that is made entry by entry costs compile time.
#[cfg(not(any(strait_loom, strait_shuttle)))]
type Array<const N: usize> = core::mem::MaybeUninit<[Entry<N>; N]>;
#[cfg(not(any(strait_loom, strait_shuttle)))]
initial_state!(impl[const N: usize] Entries<N> = Self(core::mem::MaybeUninit::zeroed()));

/// The atomics of loom and shuttle are not zero bytes.
#[cfg(any(strait_loom, strait_shuttle))]
type Array<const N: usize> = [Entry<N>; N];
#[cfg(any(strait_loom, strait_shuttle))]
initial_state!(impl[const N: usize] Entry<N> = Self(crate::sync::initial!(AtomicUsize)));
#[cfg(any(strait_loom, strait_shuttle))]
initial_state!(impl[const N: usize] Entries<N> = Self(crate::sync::initial!(Entry<N>; N)));

impl<const N: usize> Entries<N> {
    /// The entry of a position.
    #[inline(always)]
    pub(super) fn at(&self, position: usize) -> &Entry<N> {
        #[cfg(not(any(strait_loom, strait_shuttle)))]
        // SAFETY: zero bytes are an entry in its first state, and since then entries alone have been written there.
        let entries = unsafe { self.0.assume_init_ref() };
        #[cfg(any(strait_loom, strait_shuttle))]
        let entries = &self.0;
        &entries[index::<N>(position)]
    }
}

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::Word;

    fn words_name_what_they_were_made_of<const N: usize>() {
        for position in [0, 1, N - 1, N, 7 * N + N / 2, usize::MAX - N, usize::MAX] {
            for place in [0, N / 2, N - 1, N, N + 1] {
                let (full, empty) = (Word::<N>::full(position, place), Word::<N>::empty(position, place));
                assert_eq!((full.place(position), full.is_full()), (place, true));
                assert_eq!((empty.place(position), empty.is_full()), (place, false));
                assert_eq!(full, Word::full_at(position.wrapping_add(N), position, place));
                assert_ne!(full, Word::full(position.wrapping_add(N), place), "the next lap");
            }
        }
        assert_eq!((Word::<N>(0).place(N - 1), Word::<N>(0).is_full()), (N - 1, false), "zero bytes");
    }

    #[test]
    fn a_word_names_its_place_and_lap_at_every_capacity() {
        words_name_what_they_were_made_of::<1>();
        words_name_what_they_were_made_of::<2>();
        words_name_what_they_were_made_of::<4>();
        words_name_what_they_were_made_of::<1024>();
        words_name_what_they_were_made_of::<{ 1 << (usize::BITS / 2 - 2) }>();
    }
}

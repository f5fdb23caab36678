//! How the consumer takes the oldest message that is there, and what it says if there is none.

use super::{EvictRing, entry::Word};
use crate::error::TryRecvError;
use crate::ring::{Ring as _, cold_path};
use crate::sync::Ordering;

impl<T, const N: usize> EvictRing<T, N> {
    #[inline(always)]
    pub(super) fn consumers_spare(&self) -> usize {
        self.consumer.spare.get() ^ (N + 1)
    }

    /// The next position to take, for the consumer, which alone moves it.
    #[inline(always)]
    pub(super) fn own_head(&self) -> usize {
        // ORDERING: Relaxed; the caller wrote it itself.
        self.consumer.head.load(Ordering::Relaxed)
    }

    /// Takes the oldest message that is there into the consumer's spare place; `false` if none is there.
    ///
    /// 1. An entry that names an empty place was never exchanged for the head's position: nothing was sent there.
    /// 2. Otherwise it names a message whose whole position lies beside it: the head's own, or one that evicted it.
    /// 3. The producer may evict that one, too, and write a later position there. Then the word in the entry is not the
    ///    one that belongs to the position that was read, and the entry is read again.
    /// 4. The head's own message is taken by an exchange, which fails only if the producer has just evicted it.
    /// 5. After an eviction the oldest message that may be there is one lap behind the newest that is known.
    #[inline(always)]
    pub(super) fn take(&self) -> bool {
        let mut head = self.own_head();
        loop {
            let entry = self.entries.at(head);
            let word = entry.read();
            if !word.is_full() {
                return false;
            }
            let spare = self.consumers_spare();
            if N == 1 {
                // Whatever is there is the oldest; only this end empties an entry.
                self.hold(entry.exchange(Word::empty(head, spare)), head);
                return true;
            }
            let newest = self.places.at(word.place(head)).position();
            if newest == head {
                if entry.exchange_if(word, Word::empty(head, spare)) {
                    self.hold(word, head);
                    return true;
                }
            } else if word == Word::full_at(head, newest, word.place(head)) {
                cold_path();
                let next = newest.wrapping_add(1);
                let tail = self.sent();
                let tail = if (tail.wrapping_sub(next) as isize) < 0 { next } else { tail };
                let oldest = tail.wrapping_sub(N);
                self.pass(head, oldest);
                head = oldest;
            }
        }
    }

    /// Makes the place of an entry, which was full at `head`, the consumer's spare.
    ///
    /// The position beside the message says which it is: with one entry it may be a later one. With more it is the
    /// head's, unless the producer has come back with the very same word between the consumer's read and exchange, a
    /// multiple of all laps that a word tells apart; then the gap is counted, too.
    #[inline(always)]
    fn hold(&self, taken: Word<N>, head: usize) {
        let place = taken.place(head);
        self.consumer.spare.set(place ^ (N + 1));
        self.consumer.is_holding.set(true);
        let position = self.places.at(place).position();
        self.pass(head, position);
        // ORDERING: Release; pairs with the Acquire load in `head_position`, so that a count of received messages is
        // not ahead of them.
        self.consumer.head.store(position.wrapping_add(1), Ordering::Release);
    }

    /// Counts the positions from `head` up to `next` as lost.
    #[inline(always)]
    pub(super) fn pass(&self, head: usize, next: usize) {
        if next != head {
            self.consumer.missed.set(self.consumer.missed.get().wrapping_add(next.wrapping_sub(head)));
            // ORDERING: Relaxed; only the number of messages that are left depends on it.
            self.consumer.head.store(next, Ordering::Relaxed);
        }
    }

    /// Why nothing was found.
    #[inline(always)]
    pub(super) fn missing(&self) -> TryRecvError {
        if self.is_closed() { self.missing_when_closed() } else { TryRecvError::Empty }
    }

    /// The same for a ring that was found empty, and closed after that.
    #[cold]
    #[inline(never)]
    fn missing_when_closed(&self) -> TryRecvError {
        // All that the closer had sent is visible now. If something came in between, the next attempt finds it.
        if self.entries.at(self.own_head()).read().is_full() {
            return TryRecvError::Empty;
        }
        self.consumer.is_over.set(true);
        TryRecvError::Closed
    }
}

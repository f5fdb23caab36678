//! The ring that evicts: one producer, one consumer, and the oldest message makes room for the newest.
//!
//! Messages lie in *places*, of which there are two more than entries: each end keeps one as its *spare*. An *entry*
//! for each of the `N` indices names a place. The producer writes into its spare, and exchanges it for the place that
//! the entry names; the consumer exchanges its spare for a message. Every hand-over is one exchange of one word. So:
//!
//! - A place is named by exactly one entry, or is the spare of one end, which alone touches the message in it. Nothing
//!   is written while it is read.
//! - An end that is stopped anywhere holds its spare and nothing else: the other one never waits for it.
//! - A message that was in the entry comes back by the producer's exchange, whole, and is the caller's.
//!
//! The consumer's position grows by one for each message that is received or found missing, and by nothing else. So the
//! number of lost messages between two received ones is exact.

mod entry;
mod place;
mod take;

use super::{Ring, cold_path, run::Run};
use crate::error::{SendError, TryRecvError, TrySendError};
use crate::stats::{Counter, Losses};
use crate::sync::{AtomicBool, AtomicUsize, CachePadded, Ordering, initial, initial_state};
use core::{cell::Cell, mem::MaybeUninit};
use entry::{Entries, Word};
use place::Places;

/// A ring of `N` entries and `N + 2` places, in which the newest `N` messages stay.
#[derive(Debug)]
pub struct EvictRing<T, const N: usize> {
    producer: CachePadded<Producer>,
    /// On a line that is only read, until the close.
    closed: AtomicBool,
    consumer: CachePadded<Consumer>,
    entries: CachePadded<Entries<N>>,
    places: CachePadded<Places<T, N>>,
}

/// Written by the producer only.
#[derive(Debug)]
struct Producer {
    /// The next position to send; stored after the entry of the one before was exchanged.
    tail: AtomicUsize,
    /// The spare place, exclusive-or `N`, so that zero is the first.
    spare: Cell<usize>,
    /// How many messages came back.
    evicted: Losses,
    high_water: Counter,
}

/// Written by the consumer only.
#[derive(Debug)]
struct Consumer {
    /// The next position to take.
    head: AtomicUsize,
    /// The spare place, exclusive-or `N + 1`, so that zero is the first.
    spare: Cell<usize>,
    /// Whether the spare place holds a message that was taken from its entry and is not released.
    is_holding: Cell<bool>,
    /// Whether the ring was found closed and drained: what a racing send publishes after that is not found.
    is_over: Cell<bool>,
    /// How many messages were found missing.
    missed: Losses,
}

initial_state!(impl[] Producer = Self {
    tail: initial!(AtomicUsize),
    spare: Cell::new(0),
    evicted: initial!(Losses),
    high_water: initial!(Counter),
});
initial_state!(impl[] Consumer = Self {
    head: initial!(AtomicUsize),
    spare: Cell::new(0),
    is_holding: Cell::new(false),
    is_over: Cell::new(false),
    missed: initial!(Losses),
});
initial_state!(impl[T, const N: usize] EvictRing<T, N> = Self {
    producer: initial!(CachePadded<Producer>),
    closed: initial!(AtomicBool),
    consumer: initial!(CachePadded<Consumer>),
    entries: initial!(CachePadded<Entries<N>>),
    places: initial!(CachePadded<Places<T, N>>),
});

impl<T, const N: usize> EvictRing<T, N> {
    /// Sends a message; returns the one that it evicted, if the ring was full. Wait-free: one exchange.
    ///
    /// # Safety
    ///
    /// The caller is the producer, and no other thread is meanwhile.
    #[inline(always)]
    pub(super) unsafe fn force(&self, item: T) -> Result<Option<T>, SendError<T>> {
        if self.refuses() {
            return Err(SendError(item));
        }
        // SAFETY: the spare place is the producer's, and holds no message.
        unsafe { (*self.places.at(self.producers_spare()).for_writing()).write(item) };
        Ok(self.exchange())
    }

    /// Publishes the message in the producer's spare place, and takes out the one that it evicts.
    #[inline(always)]
    fn exchange(&self) -> Option<T> {
        // ORDERING: Relaxed; the producer wrote it itself.
        let position = self.producer.tail.load(Ordering::Relaxed);
        let spare = self.producers_spare();
        self.places.at(spare).set_position(position);
        let old = self.entries.at(position).exchange(Word::full(position, spare));
        self.producer.spare.set(old.place(position) ^ N);
        // ORDERING: Release; pairs with the Acquire load in `sent`: whoever sees the position sent sees its entry
        // exchanged, so that a consumer that jumps there finds nothing older.
        self.producer.tail.store(position.wrapping_add(1), Ordering::Release);
        if !old.is_full() {
            return None;
        }
        self.producer.evicted.set(self.producer.evicted.get().wrapping_add(1));
        self.producer.high_water.raise(N);
        // SAFETY: the exchange made the place the producer's, with the message in it, which is moved out once: the
        // place is a spare from here on.
        Some(unsafe { (*self.places.at(self.producers_spare()).for_reading()).assume_init_read() })
    }

    #[inline(always)]
    fn producers_spare(&self) -> usize {
        self.producer.spare.get() ^ N
    }

    /// The next position to send, as anybody sees it.
    #[inline(always)]
    fn sent(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `exchange`, so that the entries of all positions before it
        // are exchanged.
        self.producer.tail.load(Ordering::Acquire)
    }

    /// How many of the messages from `head` up to `tail` are there. The head may be one ahead of a tail that is about
    /// to be stored.
    #[inline(always)]
    fn remaining(head: usize, tail: usize) -> usize {
        (tail.wrapping_sub(head) as isize).clamp(0, N as isize) as usize
    }

    #[inline(always)]
    fn refuses(&self) -> bool {
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        self.closed.load(Ordering::Relaxed)
    }
}

// SAFETY: `claim` gives out the spare place, which is the producer's alone; `ready` returns a position whose place has
// become the consumer's. The AcqRel exchanges of entries order what was written and read.
unsafe impl<T, const N: usize> Ring for EvictRing<T, N> {
    type Item = T;
    type Aside = ();

    const CAPACITY: usize = N;
    const RUN: usize = 1; // A message belongs to the consumer when its entry was exchanged.
    const PUBLISHES_EACH: bool = true;
    const CLAIMS: bool = false;

    /// Positions and words are never lost in a move, since they are no padding.
    unsafe fn resume(&self, _may_have_moved: bool) {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        self.closed.store(false, Ordering::Relaxed);
        self.consumer.is_over.set(false);
        let tail = self.sent();
        self.pass(self.own_head(), tail.wrapping_sub(Self::remaining(self.own_head(), tail)));
        for losses in [&self.producer.evicted, &self.consumer.missed] {
            losses.set(0);
        }
        self.producer.high_water.set(0);
        if self.consumer.is_holding.take() {
            // SAFETY: the place is the consumer's, and its message was not moved out; it is not found again.
            unsafe { (*self.places.at(self.consumers_spare()).for_reading()).assume_init_drop() };
        }
    }

    fn close(&self) {
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that whoever sees the ring closed sees all
        // that the closer had sent.
        self.closed.store(true, Ordering::Release);
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`, so that all that the closer had sent is visible.
        self.closed.load(Ordering::Acquire)
    }

    #[inline(always)]
    unsafe fn claim(&self, _min: usize, _max: usize) -> Result<Run, TrySendError<()>> {
        if self.refuses() {
            return Err(TrySendError::Closed(()));
        }
        // SAFETY: the caller is the producer.
        Ok(Run { start: unsafe { self.tail_position() }, len: 1 })
    }

    #[inline(always)]
    unsafe fn claimed(&self, _position: usize) -> *mut MaybeUninit<T> {
        self.places.at(self.producers_spare()).for_writing()
    }

    /// Drops the message that is evicted; [`force`](Self::force) returns it.
    #[inline(always)]
    unsafe fn publish(&self, _run: Run) {
        drop(self.exchange());
    }

    #[inline(always)]
    unsafe fn ready(&self, _max: usize) -> Result<Run, TryRecvError> {
        let consumer = &self.consumer;
        if consumer.is_over.get() {
            cold_path();
            return Err(TryRecvError::Closed);
        }
        if !consumer.is_holding.get() && !self.take() {
            return Err(self.missing());
        }
        Ok(Run { start: self.own_head().wrapping_sub(1), len: 1 })
    }

    #[inline(always)]
    unsafe fn published(&self, _position: usize) -> *mut MaybeUninit<T> {
        self.places.at(self.consumers_spare()).for_reading()
    }

    #[inline(always)]
    unsafe fn release(&self, _run: Run) {
        self.consumer.is_holding.set(false);
    }

    unsafe fn occupied(&self) -> usize {
        // SAFETY: the caller is the producer.
        Self::remaining(self.head_position(), unsafe { self.tail_position() })
    }

    unsafe fn readable(&self) -> usize {
        if self.consumer.is_over.get() {
            return 0;
        }
        usize::from(self.consumer.is_holding.get()) + Self::remaining(self.own_head(), self.sent())
    }

    fn observed(&self) -> usize {
        Self::remaining(self.head_position(), self.sent())
    }

    fn head_position(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `hold`, so that what was received is counted at most once.
        self.consumer.head.load(Ordering::Acquire)
    }

    unsafe fn tail_position(&self) -> usize {
        // ORDERING: Relaxed; the producer wrote it itself.
        self.producer.tail.load(Ordering::Relaxed)
    }

    fn evicted(&self) -> usize {
        self.producer.evicted.get()
    }

    fn missed(&self) -> usize {
        self.consumer.missed.get()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        self.producer.high_water.get()
    }
}

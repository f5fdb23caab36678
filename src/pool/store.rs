//! The buffers, which of them are home, and who waits for one.

use crate::sync::{AtomicUsize, Ordering, initial, yield_now};
use crate::wait::{Signal, WaitQueue};
use alloc::boxed::Box;
use core::{cell::UnsafeCell, ptr::NonNull};

#[cfg(feature = "std")]
use crate::wait::End;
#[cfg(feature = "std")]
use core::task::Poll;

const BITS: usize = usize::BITS as usize;

/// How many buffers are lent, and a bit for each that is.
///
/// To take a buffer, count it, then set a bit that is clear. To return it, clear its bit, then count it off. So there
/// are always at least as many clear bits as takers that have counted and have no bit yet, and each of them finds one:
/// it misses a bit only because another taker got it.
#[derive(Debug)]
pub(super) struct Store<B, const N: usize> {
    lent: AtomicUsize,
    /// The word of the bits where the last buffer came home: a hint where to look first.
    last: AtomicUsize,
    home: Signal<WaitQueue>,
    /// The bits; those beyond `N` are set.
    bits: Box<[AtomicUsize]>,
    /// Invariant: each is touched only by whom it is lent to.
    buffers: Box<[UnsafeCell<B>]>,
}

// SAFETY: the bits lend each buffer to one owner at a time, so sharing a store sends buffers and never shares one.
unsafe impl<B: Send, const N: usize> Sync for Store<B, N> {}

impl<B, const N: usize> Store<B, N> {
    const NOT_EMPTY: () = assert!(N > 0, "a pool has at least one buffer");

    pub(super) fn new(mut make: impl FnMut() -> B) -> Self {
        const { Self::NOT_EMPTY };
        let store = Self {
            lent: initial!(AtomicUsize),
            last: initial!(AtomicUsize),
            home: initial!(Signal<WaitQueue>),
            bits: (0..N.div_ceil(BITS)).map(|_| initial!(AtomicUsize)).collect(),
            buffers: (0..N).map(|_| UnsafeCell::new(make())).collect(),
        };
        if N % BITS != 0 {
            // ORDERING: Relaxed; nobody else has the store.
            store.bits[N / BITS].store(usize::MAX << (N % BITS), Ordering::Relaxed);
        }
        store.home.reset();
        store
    }

    /// Lends a buffer to the caller.
    #[inline]
    pub(super) fn take(&self) -> Option<usize> {
        let count = |lent| if lent < N { Some(lent + 1) } else { None };
        // ORDERING: Acquire; pairs with the Release in `put`, so that the clear bits that were counted off are visible.
        // Relaxed where there is none: nothing is read then.
        let taken = self.lent.fetch_update(Ordering::Acquire, Ordering::Relaxed, count);
        taken.ok().map(|_| self.take_bit())
    }

    fn take_bit(&self) -> usize {
        // ORDERING: Relaxed; a hint.
        let first = self.last.load(Ordering::Relaxed);
        loop {
            for word in (first..self.bits.len()).chain(0..first) {
                let bits = &self.bits[word];
                // ORDERING: Relaxed; the exchange below finds out whether it was right.
                let mut seen = bits.load(Ordering::Relaxed);
                while seen != usize::MAX {
                    // ORDERING: Acquire; pairs with the Release in `put`, so that the last owner has done with the
                    // buffer. Relaxed on failure: the loop tries again.
                    match bits.compare_exchange_weak(seen, seen | (seen + 1), Ordering::Acquire, Ordering::Relaxed) {
                        Ok(_) => return word * BITS + seen.trailing_ones() as usize,
                        Err(now) => seen = now,
                    }
                }
            }
            yield_now(); // Another taker got the bit that we were promised, and left the one that it was promised.
        }
    }

    /// Returns a buffer.
    ///
    /// # Safety
    ///
    /// `take` has lent it to the caller, who does not use it any more.
    #[inline]
    pub(super) unsafe fn put(&self, index: usize) {
        let word = index / BITS;
        // ORDERING: Release; pairs with the Acquire in `take_bit`.
        self.bits[word].fetch_sub(1 << (index % BITS), Ordering::Release); // The bit is set, so this clears it.
        // ORDERING: Relaxed; a hint.
        self.last.store(word, Ordering::Relaxed);
        // ORDERING: Release; pairs with the Acquire in `take`, so that whoever is promised this bit finds it clear.
        self.lent.fetch_sub(1, Ordering::Release);
        // First the turn of a task that was woken by an earlier return and has not been polled since.
        self.home.pass_turn();
        self.home.notify();
    }

    pub(super) fn available(&self) -> usize {
        // ORDERING: Relaxed; it is out of date anyway.
        N - self.lent.load(Ordering::Relaxed)
    }

    /// The buffer `index`.
    pub(super) fn buffer(&self, index: usize) -> NonNull<B> {
        NonNull::from(&self.buffers[index]).cast()
    }

    #[cfg(feature = "std")]
    pub(super) fn attempt(&self) -> Poll<usize> {
        self.take().map_or(Poll::Pending, Poll::Ready)
    }
}

/// Where those wait that need a buffer.
#[cfg(feature = "std")]
#[derive(Debug)]
pub(super) struct Home<'a, B, const N: usize>(pub(super) &'a Store<B, N>);

#[cfg(feature = "std")]
impl<B, const N: usize> Clone for Home<'_, B, N> {
    fn clone(&self) -> Self {
        *self
    }
}

#[cfg(feature = "std")]
impl<B, const N: usize> Copy for Home<'_, B, N> {}

// SAFETY: this end has many waiters: a queue.
#[cfg(feature = "std")]
unsafe impl<B, const N: usize> End for Home<'_, B, N> {
    type Waiters = WaitQueue;

    fn signal(&self) -> &Signal<WaitQueue> {
        &self.0.home
    }

    fn can_proceed(&self) -> bool {
        self.0.available() > 0
    }
}

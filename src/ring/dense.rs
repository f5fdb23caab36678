//! The dense ring: messages side by side, and two indices; one producer, one consumer.
//!
//! Each end keeps its own index and the last it saw of the other's, and reads the other's line only when the ring looks
//! full or empty: Lamport's ring (1977) with cached indices, as in folly, rigtorp's SPSCQueue and rtrb. Runs of places are
//! slices, so a batch is one copy and one Release store.

use super::{Contiguous, Lone, Missing, Refused, Ring, Run, position};
use crate::sync::{AtomicBool, AtomicUsize, CachePadded, Ordering, Witness, initial, initial_state};
use core::{
    cell::{Cell, UnsafeCell},
    mem::MaybeUninit,
};

/// A ring of `N` places side by side.
///
/// Invariant: places from `head` to `tail` hold messages; the producer alone touches the others, the consumer alone these.
#[derive(Debug)]
pub struct Dense<T, const N: usize> {
    /// The next position to read; written by the consumer.
    head: CachePadded<AtomicUsize>,
    /// The next position to write; written by the producer.
    tail: CachePadded<AtomicUsize>,
    closed: AtomicBool,
    witnesses: [Witness; N],
    places: CachePadded<UnsafeCell<[MaybeUninit<T>; N]>>,
}

initial_state!(impl[T, const N: usize] CachePadded<UnsafeCell<[MaybeUninit<T>; N]>> =
    Self(UnsafeCell::new([const { MaybeUninit::zeroed() }; N])));
initial_state!(impl[T, const N: usize] Dense<T, N> = Self {
    head: initial!(CachePadded<AtomicUsize>),
    tail: initial!(CachePadded<AtomicUsize>),
    closed: initial!(AtomicBool),
    witnesses: initial!(Witness; N),
    places: initial!(CachePadded<UnsafeCell<[MaybeUninit<T>; N]>>),
});

// SAFETY: the indices pass each place from one end to the other, one owner at a time (the invariant above), so sharing
// the ring sends `T`s and never shares one.
unsafe impl<T: Send, const N: usize> Sync for Dense<T, N> {}

/// What one end keeps for itself.
#[derive(Debug)]
pub struct End {
    /// This end's index.
    own: Cell<usize>,
    /// The other end's index as it was seen last. Invariant: it was that once, so the truth is further on, never back.
    seen: Cell<usize>,
}

impl<T, const N: usize> Dense<T, N> {
    fn place(&self, position: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.places.get().cast::<MaybeUninit<T>>().add(position::index::<N>(position)) }
    }

    /// How many places are free for a producer that last saw the consumer at `seen`.
    #[inline(always)]
    fn free(end: &End) -> usize {
        N - end.own.get().wrapping_sub(end.seen.get())
    }

    /// How many messages there are for a consumer that last saw the producer at `seen`.
    #[inline(always)]
    fn filled(end: &End) -> usize {
        end.seen.get().wrapping_sub(end.own.get())
    }

    #[inline(always)]
    fn see_head(&self, end: &End) {
        // ORDERING: Acquire; pairs with the Release store in `release`, so that the consumer's reads are over before we
        // write.
        end.seen.set(self.head.load(Ordering::Acquire));
    }

    #[inline(always)]
    fn see_tail(&self, end: &End) {
        // ORDERING: Acquire; pairs with the Release store in `publish`, so that the messages are visible.
        end.seen.set(self.tail.load(Ordering::Acquire));
    }
}

// SAFETY: the producer claims only behind its own index and up to `N` before the head that it has seen, the consumer reads
// only behind its own index and before the tail that it has seen; the indices' Release stores and Acquire loads order what
// was written and read.
unsafe impl<T, const N: usize> Ring<T> for Dense<T, N> {
    type Tail = End;
    type Head = End;

    const CAPACITY: usize = N;
    const RUN: usize = if N < 64 { N } else { 64 };

    unsafe fn resume(&self) -> (End, End) {
        // ORDERING: Relaxed, all three; nobody else uses the ring until the handles are given out.
        self.closed.store(false, Ordering::Relaxed);
        let head = self.head.load(Ordering::Relaxed);
        let tail = self.tail.load(Ordering::Relaxed);
        let end = |own, seen| End { own: Cell::new(own), seen: Cell::new(seen) };
        (end(tail, head), end(head, tail))
    }

    fn close(&self) {
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that whoever sees the ring closed sees all
        // that the closer had published.
        self.closed.store(true, Ordering::Release);
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`.
        self.closed.load(Ordering::Acquire)
    }

    #[inline(always)]
    fn claim(&self, tail: &End, min: usize, max: usize) -> Result<Run, Refused> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N places");
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if self.closed.load(Ordering::Relaxed) {
            return Err(Refused::Closed);
        }
        if Self::free(tail) < max {
            self.see_head(tail);
        }
        let free = Self::free(tail);
        if free < min {
            return Err(Refused::Full);
        }
        Ok(Run { start: tail.own.get(), len: free.min(max) })
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.witnesses[position::index::<N>(position)].writing();
        self.place(position)
    }

    #[inline(always)]
    unsafe fn publish(&self, tail: &End, run: Run) {
        let next = run.start.wrapping_add(run.len);
        tail.own.set(next);
        // ORDERING: Release; pairs with the Acquire load in `see_tail`, so that the messages are visible before the index.
        self.tail.store(next, Ordering::Release);
    }

    #[inline(always)]
    fn ready(&self, head: &End, max: usize) -> Result<Run, Missing> {
        if Self::filled(head) < max {
            self.see_tail(head);
        }
        if Self::filled(head) == 0 {
            if !self.is_closed() {
                return Err(Missing::Empty);
            }
            // What was published before the close is visible now; it may not have been when we looked first.
            self.see_tail(head);
            if Self::filled(head) == 0 {
                return Err(Missing::Closed);
            }
        }
        Ok(Run { start: head.own.get(), len: Self::filled(head).min(max) })
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.witnesses[position::index::<N>(position)].reading();
        self.place(position)
    }

    #[inline(always)]
    unsafe fn release(&self, head: &End, run: Run) {
        let next = run.start.wrapping_add(run.len);
        head.own.set(next);
        // ORDERING: Release; pairs with the Acquire load in `see_head`, so that our reads are over before the place is
        // written again.
        self.head.store(next, Ordering::Release);
    }

    #[inline(always)]
    fn occupied(&self, tail: &End) -> usize {
        self.see_head(tail);
        N - Self::free(tail)
    }

    #[inline(always)]
    fn readable(&self, head: &End) -> usize {
        self.see_tail(head);
        Self::filled(head)
    }
}

impl<T, const N: usize> Lone<T> for Dense<T, N> {}

impl<T, const N: usize> Contiguous<T> for Dense<T, N> {
    unsafe fn slices(&self, run: Run) -> (&mut [MaybeUninit<T>], &mut [MaybeUninit<T>]) {
        for position in run.positions() {
            self.witnesses[position::index::<N>(position)].writing();
        }
        let before_wrap = run.len.min(N - position::index::<N>(run.start));
        // SAFETY: both parts lie inside the array and do not overlap, since a run is at most `N` long; that they are the
        // caller's alone is the caller's promise.
        unsafe {
            (
                core::slice::from_raw_parts_mut(self.place(run.start), before_wrap),
                core::slice::from_raw_parts_mut(self.place(0), run.len - before_wrap),
            )
        }
    }
}

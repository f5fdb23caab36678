//! The dense ring: messages side by side, and two indices; one producer, one consumer.
//!
//! Each end keeps its own index and the last it saw of the other's, and reads the other's line only when the ring looks
//! full or empty: Lamport's ring (1977) with cached indices, as in folly, rigtorp's SPSCQueue and rtrb. Runs of places are
//! slices, so a batch is one copy and one Release store.

use super::{
    Contiguous, Lone, Missing, Refused, Ring, Run,
    end::{Alone, End},
    head::Head,
    one::{One, Shared},
    position::index,
    side::Side as _,
};
use crate::sync::{AtomicUsize, CachePadded, Ordering, Witness, initial, initial_state};
use core::{cell::UnsafeCell, mem::MaybeUninit, ptr::slice_from_raw_parts_mut};

/// A ring of `N` places side by side.
///
/// Invariant: places from head to tail hold messages; the producer alone touches the others, the consumer alone these.
#[derive(Debug)]
pub struct Dense<T, const N: usize> {
    shared: Shared,
    head: Head,
    /// The next position to write; written by the producer.
    tail: CachePadded<AtomicUsize>,
    /// Touched by the consumer alone: who has its `Alone`.
    consumer: CachePadded<End>,
    witnesses: [Witness; N],
    places: CachePadded<UnsafeCell<[MaybeUninit<T>; N]>>,
}

initial_state!(impl[T, const N: usize] CachePadded<UnsafeCell<[MaybeUninit<T>; N]>> =
    Self(UnsafeCell::new([const { MaybeUninit::zeroed() }; N])));
initial_state!(impl[T, const N: usize] Dense<T, N> = Self {
    shared: initial!(Shared),
    head: initial!(Head),
    tail: initial!(CachePadded<AtomicUsize>),
    consumer: initial!(CachePadded<End>),
    witnesses: initial!(Witness; N),
    places: initial!(CachePadded<UnsafeCell<[MaybeUninit<T>; N]>>),
});

impl<T, const N: usize> Dense<T, N> {
    #[inline(always)]
    fn place(&self, position: usize) -> *mut MaybeUninit<T> {
        // SAFETY: an index is below `N`, so the pointer stays inside the array.
        unsafe { self.places.get().cast::<MaybeUninit<T>>().add(index::<N>(position)) }
    }

    #[inline(always)]
    fn witness(&self, position: usize) -> &Witness {
        &self.witnesses[index::<N>(position)]
    }

    /// The places of a run: up to the array's end, and from its beginning.
    #[inline(always)]
    fn parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        let before_wrap = run.len.min(N - index::<N>(run.start));
        [
            slice_from_raw_parts_mut(self.place(run.start), before_wrap),
            slice_from_raw_parts_mut(self.place(0), run.len - before_wrap),
        ]
    }

    /// How far the producer has published.
    #[inline(always)]
    fn tail(&self) -> usize {
        // ORDERING: Acquire; pairs with the Release store in `publish`, so that the messages are visible.
        self.tail.load(Ordering::Acquire)
    }
}

/// How many messages there are for a consumer, as far as it has seen.
#[inline(always)]
fn filled(consumer: &End) -> usize {
    consumer.other().wrapping_sub(consumer.own())
}

// SAFETY: the producer claims up to `N` positions before the head that it has seen, the consumer reads only before the
// tail that it has seen; the Release stores and Acquire loads of head (head.rs) and tail order what was written and read.
unsafe impl<T, const N: usize> Ring<T> for Dense<T, N> {
    type Tail = Alone;
    type Head = Alone;

    const CAPACITY: usize = N;
    const RUN: usize = if N < 64 { N } else { 64 };

    unsafe fn resume(&self) -> (Alone, Alone) {
        // The index may be behind its consumer, who may have taken messages and forgotten to release them.
        let (head, tail) = (self.consumer.own(), self.tail());
        self.head.release_to(head);
        (One::resume(&self.shared, tail, head), self.consumer.resume(head, tail))
    }

    fn close(&self) {
        One::close(&self.shared);
    }

    #[inline(always)]
    fn is_closed(&self) -> bool {
        One::is_closed(&self.shared)
    }

    #[inline(always)]
    fn claim(&self, tail: &Alone, min: usize, max: usize) -> Result<Run, Refused> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N places");
        One::claim::<N>(&self.shared, tail, &self.head, min, max)
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.witness(position).writing();
        self.place(position)
    }

    #[inline(always)]
    unsafe fn written(&self, _: usize) {}

    #[inline(always)]
    unsafe fn publish(&self, tail: &Alone, run: Run) {
        One::advance(&self.shared, tail, run);
        // ORDERING: Release; pairs with the Acquire load in `tail`, so that the messages are visible before the index.
        self.tail.store(run.end(), Ordering::Release);
    }

    #[inline(always)]
    fn ready(&self, _: &Alone, max: usize) -> Result<Run, Missing> {
        let head = &self.consumer;
        if filled(head) < max {
            head.see(self.tail());
        }
        if filled(head) == 0 {
            if !self.is_closed() {
                return Err(Missing::Empty);
            }
            // What was published before the close is visible now; it may not have been when we looked first.
            head.see(self.tail());
            if filled(head) == 0 {
                return Err(Missing::Closed);
            }
        }
        Ok(Run { start: head.own(), len: filled(head).min(max) })
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.witness(position).reading();
        self.place(position)
    }

    #[inline(always)]
    unsafe fn release(&self, head: &Alone, run: Run) {
        // SAFETY: the caller's promise.
        unsafe { self.take(head, run) };
        self.release_taken(head);
    }

    fn occupied(&self, tail: &Alone) -> usize {
        One::position(&self.shared, tail).wrapping_sub(self.head.position())
    }

    fn readable(&self, _: &Alone) -> usize {
        self.tail().wrapping_sub(self.consumer.own())
    }

    #[cfg(feature = "stats")]
    fn tail_position(&self, tail: &Alone) -> usize {
        One::position(&self.shared, tail)
    }

    fn head_position(&self) -> usize {
        self.head.position()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        One::high_water(&self.shared)
    }
}

impl<T, const N: usize> Lone<T> for Dense<T, N> {}

impl<T, const N: usize> Contiguous<T> for Dense<T, N> {
    #[inline(always)]
    fn claimed_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        // LOOM: it is to see who touches which place; in debug builds the empty calls would cost one by one.
        if cfg!(strait_loom) {
            run.positions().for_each(|position| self.witness(position).writing());
        }
        self.parts(run)
    }

    #[inline(always)]
    fn published_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        // LOOM: as above.
        if cfg!(strait_loom) {
            run.positions().for_each(|position| self.witness(position).reading());
        }
        self.parts(run)
    }

    #[inline(always)]
    unsafe fn take(&self, _: &Alone, run: Run) {
        self.consumer.move_to(run.end());
    }

    #[inline(always)]
    fn release_taken(&self, _: &Alone) {
        self.head.release_to(self.consumer.own());
    }
}

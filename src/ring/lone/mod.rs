//! The ring of one producer and one consumer; where its messages and its tail lie is left to a [`Layout`].
//!
//! Each end keeps its own position and the last it saw of the other's, and asks for the other's only when the ring
//! looks full or empty: Lamport's ring (1977) with cached indices, as in folly, rigtorp's SPSCQueue and rtrb.

mod dense;
pub(super) mod end;
mod layout;
mod lines;
#[cfg_attr(any(strait_loom, strait_shuttle), path = "model.rs")]
mod memory;

pub(crate) use dense::Dense;
pub(crate) use lines::Lines;

use super::{Contiguous, LoneRing, Missing, Refused, Ring, Run, head::Head, partition_point, prefetch};
use crate::stats::Counter;
use crate::sync::{AtomicBool, CachePadded, Ordering, initial, initial_state};
use core::mem::MaybeUninit;
use end::{Alone, End};
use layout::Layout;

/// A ring of `N` places that lie as `L` says.
///
/// Invariant: places from head to tail hold messages; the producer alone touches the others, the consumer alone these.
#[derive(Debug)]
pub struct One<L, const N: usize> {
    /// Touched by the producer alone: whoever has its `Alone`.
    producer: CachePadded<Producer>,
    /// On a line that is read only, but for the close.
    closed: AtomicBool,
    head: Head,
    /// Touched by the consumer alone: whoever has its `Alone`.
    consumer: CachePadded<End>,
    layout: L,
}

/// The producer's own line.
#[derive(Debug)]
struct Producer {
    end: End,
    high_water: Counter,
}

initial_state!(impl[] Producer = Self { end: initial!(End), high_water: initial!(Counter) });
initial_state!(impl[L: crate::sync::Initial, const N: usize] One<L, N> = Self {
    producer: initial!(CachePadded<Producer>),
    closed: initial!(AtomicBool),
    head: initial!(Head),
    consumer: initial!(CachePadded<End>),
    layout: initial!(L),
});

impl<L, const N: usize> One<L, N> {
    /// How many places are free for the producer, as far as it has seen.
    #[inline(always)]
    fn room(&self) -> usize {
        N - self.producer.end.own().wrapping_sub(self.producer.end.other())
    }

    /// How many messages there are for the consumer, whose position is `own`, as far as it has seen.
    #[inline(always)]
    fn filled(&self, own: usize) -> usize {
        self.consumer.other().wrapping_sub(own)
    }

    /// How many messages there are for the consumer, whose position is `own`; looks for more if it does not know of
    /// `max`.
    // PERF: it counts from the consumer's own position and branches instead of selecting, so that the load of one look
    // does not depend on the look before: one thread, pipe 420 and 460, spsc 410 and 496 M operations/s, medians of 10.
    #[inline(always)]
    fn look_for<T>(&self, own: usize, max: usize) -> usize
    where
        L: Layout<T, N>,
    {
        let filled = self.filled(own);
        if filled >= max {
            return filled;
        }
        match self.layout.published_from(own.wrapping_add(filled), max - filled) {
            0 => filled,
            more => {
                self.consumer.see(own.wrapping_add(filled + more));
                filled + more
            }
        }
    }

    /// The empty-handed end of `ready`: why is there nothing?
    #[inline(always)]
    fn missing<T>(&self) -> Missing
    where
        L: Layout<T, N>,
    {
        if !Ring::<T>::is_closed(self) {
            Missing::Empty
        } else if self.layout.published_from(self.consumer.own(), 1) == 0 {
            Missing::Closed
        } else {
            Missing::Unpublished // When we looked first; it is there now.
        }
    }
}

// SAFETY: the producer claims up to `N` positions before the head that it has seen, the consumer reads only before a
// tail that it has seen; the Release stores and Acquire loads of head (head.rs) and tail (the layout's) order what was
// written and read.
unsafe impl<T, L: Layout<T, N>, const N: usize> Ring<T> for One<L, N> {
    type Tail = Alone;
    type Head = Alone;

    const CAPACITY: usize = N;
    const RUN: usize = if N < 64 { N } else { 64 };

    unsafe fn resume(&self) -> (Alone, Alone) {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        self.closed.store(false, Ordering::Relaxed);
        self.producer.high_water.set(0);
        // The head may be behind its consumer, who may have taken messages and forgotten to release them.
        let (head, tail) = (self.consumer.own(), self.producer.end.own());
        self.head.release_to(head);
        (self.producer.end.resume(tail, head), self.consumer.resume(head, tail))
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
    fn claim(&self, _: &Alone, min: usize, max: usize) -> Result<Run, Refused> {
        debug_assert!(1 <= min && min <= max && max <= N, "a claim is from 1 to N places");
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if self.closed.load(Ordering::Relaxed) {
            return Err(Refused::Closed);
        }
        let tail = &self.producer.end;
        if self.room() < max {
            tail.see(self.head.position());
            self.producer.high_water.raise(tail.own().wrapping_sub(tail.other()));
        }
        if self.room() < min {
            return Err(Refused::Full);
        }
        Ok(Run { start: tail.own(), len: self.room().min(max) })
    }

    #[inline(always)]
    unsafe fn claimed(&self, position: usize) -> *mut MaybeUninit<T> {
        self.layout.for_writing(position)
    }

    #[inline(always)]
    unsafe fn written(&self, _: usize) {}

    #[inline(always)]
    unsafe fn publish(&self, _: &Alone, run: Run) {
        self.producer.end.move_to(run.end());
        self.layout.publish(run);
    }

    #[inline(always)]
    fn ready(&self, _: &Alone, max: usize) -> Result<Run, Missing> {
        let own = self.consumer.own();
        let filled = self.look_for(own, max);
        if filled == 0 {
            return Err(self.missing());
        }
        Ok(Run { start: own, len: filled.min(max) })
    }

    #[inline(always)]
    unsafe fn published(&self, position: usize) -> *mut MaybeUninit<T> {
        self.layout.for_reading(position)
    }

    #[inline(always)]
    unsafe fn release(&self, _: &Alone, run: Run) {
        self.consumer.move_to(run.end());
        self.head.release_to(run.end());
    }

    fn occupied(&self, _: &Alone) -> usize {
        self.producer.end.own().wrapping_sub(self.head.position())
    }

    fn readable(&self, _: &Alone) -> usize {
        let head = self.consumer.own();
        let known = self.filled(head);
        known
            + partition_point(N - known, |offset| self.layout.published_from(head.wrapping_add(known + offset), 1) > 0)
    }

    #[cfg(feature = "stats")]
    fn tail_position(&self, _: &Alone) -> usize {
        self.producer.end.own()
    }

    #[inline(always)]
    fn fetch_ahead(&self, _: &Alone, position: usize) {
        let ahead = prefetch::ahead::<T>();
        // With that much room the place is free, and nobody but this producer can claim it.
        if !L::IN_LINES && ahead < N && ahead < self.room() {
            prefetch::place_ahead(self.layout.for_writing(position.wrapping_add(ahead)));
        }
    }

    #[inline(always)]
    fn fetch_claimed(&self, run: Run) {
        prefetch::claimed(self, run);
    }

    #[inline(always)]
    fn fetch_ready(&self, run: Run) {
        prefetch::ready(self, run);
    }

    #[inline(always)]
    fn fetch_next(&self, place: *const MaybeUninit<T>) {
        if L::IN_LINES {
            prefetch::next_line(place);
        } else if self.filled(self.consumer.own()) > 1 {
            prefetch::next_message(place);
        }
    }

    fn head_position(&self) -> usize {
        self.head.position()
    }

    #[cfg(feature = "stats")]
    fn high_water(&self) -> usize {
        self.producer.high_water.get()
    }
}

impl<T, L: Layout<T, N>, const N: usize> LoneRing<T> for One<L, N> {}

// SAFETY: `Dense::parts` cuts one array of places at the ring's end.
unsafe impl<T, const N: usize> Contiguous<T> for One<Dense<T, N>, N> {
    #[inline(always)]
    fn claimed_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        // LOOM: it is to see who touches which place; in debug builds the empty calls would cost one by one.
        if cfg!(strait_loom) {
            run.positions().for_each(|position| _ = self.layout.for_writing(position));
        }
        self.layout.parts(run)
    }

    #[inline(always)]
    fn published_parts(&self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        // LOOM: as above.
        if cfg!(strait_loom) {
            run.positions().for_each(|position| _ = self.layout.for_reading(position));
        }
        self.layout.parts(run)
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

#[cfg(all(test, not(any(strait_loom, strait_shuttle))))]
mod tests {
    use super::{Dense, Layout, One, Ring as _, Run};
    use crate::ring::{Lines, Verbs as _};
    use crate::sync::{Initial, initial};

    /// Three laps of a ring whose next position is `start`: what a lap before that has left is where it was left.
    fn goes_on_from<L: Layout<T, N> + Initial, T: From<u8> + Into<u64>, const N: usize>(start: usize) {
        let ring: One<L, N> = initial!(One<L, N>);
        for position in (0..N).map(|back| start.wrapping_sub(back + 1)).rev() {
            Layout::<T, N>::publish(&ring.layout, Run { start: position, len: 1 });
        }
        ring.producer.end.resume(start, start);
        ring.consumer.resume(start, start);
        // SAFETY: nobody else uses the ring.
        let (tail, head) = unsafe { ring.resume() };
        for lap in 0..3 {
            assert_eq!(ring.readable(&head), 0);
            assert!(ring.pop(&head, Ok, || (), Err).is_err());
            for number in 0..N {
                assert!(ring.push(&tail, T::from(number as u8)).is_ok());
                assert_eq!(ring.readable(&head), number + 1);
            }
            assert!(ring.push(&tail, T::from(0)).is_err(), "full in lap {lap}");
            for number in 0..N {
                assert!(ring.pop(&head, Ok, || (), Err).is_ok_and(|message| message.into() == number as u64));
            }
        }
    }

    #[derive(Clone, Copy)]
    struct Wide([u64; 7]);

    impl From<u8> for Wide {
        fn from(number: u8) -> Self {
            Self([number.into(); 7])
        }
    }

    impl From<Wide> for u64 {
        fn from(wide: Wide) -> Self {
            wide.0[6]
        }
    }

    fn every_layout<const N: usize>(start: usize) {
        goes_on_from::<Lines<u8, N>, u8, N>(start);
        goes_on_from::<Lines<u64, N>, u64, N>(start);
        goes_on_from::<Lines<Wide, N>, Wide, N>(start);
        goes_on_from::<Dense<u64, N>, u64, N>(start);
    }

    /// Tails of 32 bits wrap after 2^32 messages, positions after all that a word can count.
    #[test]
    fn nothing_happens_where_numbers_wrap() {
        for around in [0, u32::MAX as usize, usize::MAX / 2, usize::MAX] {
            for before in 0..20 {
                let start = around.wrapping_sub(before);
                every_layout::<1>(start);
                every_layout::<2>(start);
                every_layout::<16>(start);
            }
        }
    }
}

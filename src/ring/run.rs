//! Runs of positions, and runs that are being written or taken.

use super::{DenseRing, Ring};
use core::mem::MaybeUninit;

/// `len` consecutive positions, the first of them `start`.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub start: usize,
    pub len: usize,
}

impl Run {
    /// No positions at all.
    pub(crate) const EMPTY: Self = Self { start: 0, len: 0 };

    /// The positions, first to last.
    #[inline(always)]
    pub(super) fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.len).map(move |offset| self.start.wrapping_add(offset))
    }

    /// The position after the run.
    #[inline(always)]
    pub fn end(self) -> usize {
        self.start.wrapping_add(self.len)
    }

    /// The first `len` positions of the run.
    #[inline(always)]
    pub fn first(self, len: usize) -> Self {
        debug_assert!(len <= self.len, "a part is not longer than the whole");
        Self { len, ..self }
    }
}

/// A claimed run that is being written; what was written is published when it is dropped, or before.
///
/// So an iterator that panics half-way leaves its first half sent, and nothing leaked or doubled.
pub(super) struct WriteRun<'a, R: Ring> {
    ring: &'a R,
    run: Run,
    /// Invariant: this many positions from the front are initialised.
    written: usize,
}

impl<'a, R: Ring> WriteRun<'a, R> {
    /// # Safety
    ///
    /// `run` is claimed by the caller, who publishes nothing of it.
    #[inline(always)]
    pub(super) unsafe fn new(ring: &'a R, run: Run) -> Self {
        Self { ring, run, written: 0 }
    }

    /// The number of positions that are written.
    #[inline(always)]
    pub(super) fn written(&self) -> usize {
        self.written
    }

    /// Whether the whole run is written.
    #[inline(always)]
    pub(super) fn is_whole(&self) -> bool {
        self.written == self.run.len
    }

    /// Writes one position after another until the run is whole or the items end. None is asked for without a slot.
    #[inline(always)]
    pub(super) fn fill(&mut self, mut items: impl Iterator<Item = R::Item>) {
        while !self.is_whole() {
            let Some(item) = items.next() else { return };
            let position = self.run.start.wrapping_add(self.written);
            // SAFETY: the position belongs to the run, which is claimed, and written in order.
            unsafe { (*self.ring.claimed(position)).write(item) };
            self.written += 1;
            if R::PUBLISHES_EACH {
                // SAFETY: it is the next part of the claimed run, and written.
                unsafe { self.ring.publish(Run { start: position, len: 1 }) };
            }
        }
    }
}

impl<T, const N: usize> WriteRun<'_, DenseRing<T, N>> {
    /// Counts a position that was written in place.
    ///
    /// # Safety
    ///
    /// The run is not whole, and its next position is initialised.
    #[inline(always)]
    pub(super) unsafe fn next_is_written(&mut self) {
        self.written += 1;
    }
}

impl<R: Ring> Drop for WriteRun<'_, R> {
    #[inline(always)]
    fn drop(&mut self) {
        if !R::PUBLISHES_EACH && self.written > 0 {
            // SAFETY: these positions of the claimed run are initialised, and none of them is published.
            unsafe { self.ring.publish(self.run.first(self.written)) };
        }
    }
}

/// A ready run that is being taken; the slots of what was taken are released when it is dropped.
///
/// Among many consumers the whole run is moved aside and released before anybody sees a message of it, so that the
/// caller's code holds up no slot; what is not taken then is dropped with this.
///
/// Never handed to others by value: forgetting it would let a message be read twice.
#[derive(Debug)]
pub(crate) struct ReadRun<'a, R: Ring> {
    ring: &'a R,
    run: Run,
    /// Invariant: this many messages from the front have been moved out to the caller.
    taken: usize,
    /// Invariant: if the ring claims, the messages of the run from `taken` on lie here.
    aside: &'a mut MaybeUninit<R::Aside>,
}

impl<'a, R: Ring> ReadRun<'a, R> {
    /// # Safety
    ///
    /// `run` is ready and at most `RUN` long, and the caller releases nothing of it.
    #[inline(always)]
    pub(super) unsafe fn new(ring: &'a R, run: Run, aside: &'a mut MaybeUninit<R::Aside>) -> Self {
        let mut this = Self { ring, run, taken: 0, aside };
        if R::CLAIMS {
            for (index, position) in run.positions().enumerate() {
                // SAFETY: the position belongs to the run, and is moved out once; there is room for `RUN` items.
                unsafe { this.kept(index).write((*ring.published(position)).assume_init_read()) };
            }
            // SAFETY: all messages of the run have been moved out.
            unsafe { ring.release(run) };
        }
        this
    }

    /// The memory of a message that was moved aside.
    #[inline(always)]
    fn kept(&mut self, index: usize) -> *mut R::Item {
        self.aside.as_mut_ptr().cast::<R::Item>().wrapping_add(index)
    }

    /// Whether slots of the run go back to the producers, at the latest when this is dropped.
    #[inline(always)]
    pub(crate) fn has_released(&self) -> bool {
        R::CLAIMS || self.taken > 0
    }

    /// The number of messages that were taken.
    #[inline(always)]
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }
}

impl<R: Ring> Iterator for ReadRun<'_, R> {
    type Item = R::Item;

    #[inline(always)]
    fn next(&mut self) -> Option<R::Item> {
        if self.taken == self.run.len {
            return None;
        }
        let index = self.taken;
        self.taken += 1;
        if R::CLAIMS {
            // SAFETY: the message lies there, and `taken` has moved past it, so it is moved out once.
            return Some(unsafe { self.kept(index).read() });
        }
        let position = self.run.start.wrapping_add(index);
        // SAFETY: the position belongs to the ready run, and `taken` has moved past it, so it is moved out once.
        Some(unsafe { (*self.ring.published(position)).assume_init_read() })
    }

    #[inline(always)]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.run.len - self.taken;
        (left, Some(left))
    }
}

impl<R: Ring> ExactSizeIterator for ReadRun<'_, R> {}

impl<R: Ring> Drop for ReadRun<'_, R> {
    #[inline(always)]
    fn drop(&mut self) {
        if R::CLAIMS {
            // One whose drop panics takes the rest with it.
            while self.next().is_some() {}
        } else if self.taken > 0 {
            // SAFETY: these positions of the ready run have been moved out.
            unsafe { self.ring.release(self.run.first(self.taken)) };
        }
    }
}

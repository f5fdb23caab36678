//! Whole operations on a ring whose messages are contiguous: slices, which are copied, and chunks, in place.

use super::{
    DenseRing, Head, Ring as _, Tail,
    run::{Run, WriteRun},
};
use crate::error::{TryRecvError, TrySendError};
use core::{mem::MaybeUninit, ptr};

impl<T, const N: usize> Tail<'_, DenseRing<T, N>> {
    /// Copies as much of a slice into the ring as fits; returns how much. An empty slice is sent even when closed.
    #[inline]
    pub(crate) fn push_slice(self, items: &[T]) -> Result<usize, TrySendError<()>>
    where
        T: Copy,
    {
        if items.is_empty() {
            return Ok(0);
        }
        let run = self.claim(items.len())?;
        let [first, second] = self.parts(run);
        let (for_first, for_second) = items[..run.len].split_at(first.len());
        // SAFETY: the run is claimed, and its parts are as long as those of the slice; all of it is written before it
        // is published.
        unsafe {
            ptr::copy_nonoverlapping(for_first.as_ptr(), first.cast(), for_first.len());
            ptr::copy_nonoverlapping(for_second.as_ptr(), second.cast(), for_second.len());
            self.0.publish(run);
        }
        Ok(run.len)
    }

    /// Claims up to `n` positions, at least one unless `n` is 0.
    #[inline]
    pub(crate) fn claim_up_to(self, n: usize) -> Result<Run, TrySendError<()>> {
        if n == 0 { Ok(Run::EMPTY) } else { self.claim(n) }
    }

    /// The same for an `n` that is not 0.
    #[inline(always)]
    fn claim(self, n: usize) -> Result<Run, TrySendError<()>> {
        let run = self.0.reserve(1, n.min(N))?;
        self.0.prefetch_claimed(run);
        Ok(run)
    }

    /// The memory of a claimed run as two slices, in order; the second is often empty.
    #[inline(always)]
    pub(crate) fn parts(self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        self.0.claimed_parts(run)
    }

    /// Publishes a claimed run, or the front of one.
    ///
    /// # Safety
    ///
    /// `run` is not empty and begins a run from [`claim_up_to`](Self::claim_up_to), of which nothing was published; all
    /// of `run` is initialised.
    #[inline(always)]
    pub(crate) unsafe fn publish(self, run: Run) {
        // SAFETY: the caller vouches for it.
        unsafe { self.0.publish(run) }
    }

    /// Fills a claimed run from an iterator until either ends, and publishes what was written, even if the iterator
    /// panics; returns the number sent.
    ///
    /// # Safety
    ///
    /// `run` comes from [`claim_up_to`](Self::claim_up_to), and nothing of it was published.
    #[inline]
    pub(crate) unsafe fn fill(self, run: Run, mut items: impl Iterator<Item = T>) -> usize {
        // SAFETY: the run is claimed, and published by this alone.
        let mut writing = unsafe { WriteRun::new(self.0, run) };
        'filled: for part in self.parts(run) {
            // SAFETY: the run is claimed, so its slots are ours until they are published.
            for slot in unsafe { &mut *part } {
                let Some(item) = items.next() else { break 'filled };
                slot.write(item);
                // SAFETY: it was written just now.
                unsafe { writing.next_is_written() };
            }
        }
        writing.written()
    }
}

impl<T, const N: usize> Head<'_, DenseRing<T, N>> {
    /// Copies ready messages into a slice, as many as fit; returns how many. An empty slice is full even when closed.
    // PERF: the copy needs no prefetch.
    #[inline]
    pub(crate) fn pop_slice(self, items: &mut [T]) -> Result<usize, TryRecvError>
    where
        T: Copy,
    {
        if items.is_empty() {
            return Ok(0);
        }
        let run = self.0.find(items.len().min(N))?;
        let [first, second] = self.parts(run);
        let (from_first, from_second) = items[..run.len].split_at_mut(first.len());
        // SAFETY: the run is ready, so its slots are initialised, and its parts are as long as those of the slice;
        // `T: Copy`, so reading moves nothing out.
        unsafe {
            ptr::copy_nonoverlapping(first.cast(), from_first.as_mut_ptr(), from_first.len());
            ptr::copy_nonoverlapping(second.cast(), from_second.as_mut_ptr(), from_second.len());
            self.0.release(run);
        }
        Ok(run.len)
    }

    /// Finds up to `n` ready positions, at least one unless `n` is 0.
    #[inline]
    pub(crate) fn ready_up_to(self, n: usize) -> Result<Run, TryRecvError> {
        if n == 0 {
            return Ok(Run::EMPTY);
        }
        let run = self.0.find(n.min(N))?;
        self.0.prefetch_ready(run);
        Ok(run)
    }

    /// The memory of a ready run as two slices, in order; the second is often empty.
    #[inline(always)]
    pub(crate) fn parts(self, run: Run) -> [*mut [MaybeUninit<T>]; 2] {
        self.0.published_parts(run)
    }

    /// Releases a ready run, or the front of one.
    ///
    /// # Safety
    ///
    /// `run` is not empty and begins a run from [`ready_up_to`](Self::ready_up_to), of which nothing was taken or
    /// released; its messages have been moved out or dropped, or need no drop.
    #[inline(always)]
    pub(crate) unsafe fn release(self, run: Run) {
        // SAFETY: the caller vouches for it.
        unsafe { self.0.release(run) }
    }

    /// Moves out the first message of a ready run, and the consumer's own position behind it; its slot is released with
    /// [`release_taken`](Self::release_taken), or with the next release.
    ///
    /// # Safety
    ///
    /// `run` is what is left, not empty, of a run from [`ready_up_to`](Self::ready_up_to).
    #[inline(always)]
    pub(crate) unsafe fn take_first(self, run: Run) -> T {
        // SAFETY: the position is ready, and moved out once, since the consumer goes on behind it.
        unsafe {
            let item = (*self.0.published(run.start)).assume_init_read();
            self.0.take(run.first(1));
            item
        }
    }

    /// Releases all slots whose messages were taken.
    #[inline(always)]
    pub(crate) fn release_taken(self) {
        self.0.release_taken();
    }
}

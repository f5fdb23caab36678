//! Whole operations on a ring, composed of its two-phase verbs. Start reading here.
//!
//! A [`Tail`] is the producers' end of a ring, a [`Head`] the consumer's: one word each. To make one is unsafe, since
//! the maker vouches for being that end; so most of what it does is safe to call.

use super::{
    EvictRing, Ring,
    run::{ReadRun, Run, WriteRun},
};
use crate::error::{SendError, TryRecvError, TrySendError};
use core::mem::MaybeUninit;

/// The producers' end of a ring.
#[derive(Debug)]
pub(crate) struct Tail<'a, R>(pub(super) &'a R);

impl<R> Clone for Tail<'_, R> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Tail<'_, R> {}

impl<'a, R: Ring> Tail<'a, R> {
    /// The end of a producer.
    ///
    /// # Safety
    ///
    /// The caller is a producer of the ring. A lone one starts no operation on the ring, by any `Tail` and on any
    /// thread, while another is in progress or while it may still publish a run that it has claimed.
    #[inline(always)]
    pub(crate) unsafe fn new(ring: &'a R) -> Self {
        Self(ring)
    }

    /// Sends one message, or hands it back.
    #[inline(always)]
    pub(crate) fn push(self, item: R::Item) -> Result<(), TrySendError<R::Item>> {
        // SAFETY: `new` makes us a producer.
        match unsafe { self.0.claim(1, 1) } {
            Ok(run) => {
                // SAFETY: the position is claimed, written here, and then published.
                unsafe {
                    (*self.0.claimed(run.start)).write(item);
                    self.0.publish(run);
                }
                Ok(())
            }
            Err(error) => Err(hand_back(error, item)),
        }
    }

    /// Sends all messages of an array in a row, or hands it back.
    #[inline(always)]
    pub(crate) fn push_array<const K: usize>(self, items: [R::Item; K]) -> Result<(), TrySendError<[R::Item; K]>> {
        if K == 0 {
            return Ok(());
        }
        // SAFETY: `new` makes us a producer.
        match unsafe { self.0.claim(K, K) } {
            Ok(run) => {
                // SAFETY: the run is claimed, and published by this alone.
                unsafe { WriteRun::new(self.0, run) }.fill(items.into_iter());
                Ok(())
            }
            Err(error) => Err(hand_back(error, items)),
        }
    }

    /// Sends from an iterator until it ends or one run is written; returns the number sent, and whether the iterator
    /// ended.
    ///
    /// Only for a lone producer, who alone may leave claimed positions unwritten. An item is taken only when there is a
    /// slot for it. If the iterator panics, what it gave before is sent.
    #[inline]
    pub(crate) fn push_from(
        self,
        items: &mut (impl Iterator<Item = R::Item> + ?Sized),
    ) -> Result<(usize, bool), TrySendError<()>> {
        // SAFETY: `new` makes us a producer; the run is claimed, and published by this alone.
        let mut writing = unsafe { WriteRun::new(self.0, self.0.claim(1, R::RUN)?) };
        writing.fill(items);
        Ok((writing.written(), !writing.is_whole()))
    }

    /// Sends from the front of a deque as much as one run takes; returns the number sent.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(crate) fn push_deque(
        self,
        items: &mut alloc::collections::VecDeque<R::Item>,
    ) -> Result<usize, TrySendError<()>> {
        if items.is_empty() {
            return Ok(0);
        }
        // SAFETY: `new` makes us a producer.
        let run = unsafe { self.0.claim(1, items.len().min(R::RUN)) }?;
        // SAFETY: the run is claimed, and published by this alone.
        unsafe { WriteRun::new(self.0, run) }.fill(items.drain(..run.len));
        Ok(run.len)
    }

    /// Claims one position, to be written later. Only for a lone producer, who alone may leave it unwritten.
    #[inline(always)]
    pub(crate) fn reserve(self) -> Result<Run, TrySendError<()>> {
        // SAFETY: `new` makes us a producer.
        unsafe { self.0.claim(1, 1) }
    }

    /// Lets `write` write the message of a reserved position, and publishes it; if `write` panics, the position stays
    /// unpublished.
    ///
    /// # Safety
    ///
    /// `run` comes from [`reserve`](Self::reserve) and is written once, before any other operation of the producer;
    /// `write` initialises what it is given.
    #[inline(always)]
    pub(crate) unsafe fn write(self, run: Run, write: impl FnOnce(&mut MaybeUninit<R::Item>)) {
        // SAFETY: the position is claimed and not published; the caller vouches that `write` initialises it.
        unsafe {
            write(&mut *self.0.claimed(run.start));
            self.0.publish(run);
        }
    }

    /// The number of messages in the ring, as a producer sees it.
    #[inline(always)]
    pub(crate) fn len(self) -> usize {
        // SAFETY: `new` makes us a producer.
        unsafe { self.0.occupied() }
    }

    /// The next position to claim.
    pub(crate) fn position(self) -> usize {
        // SAFETY: `new` makes us a producer.
        unsafe { self.0.tail_position() }
    }
}

impl<T, const N: usize> Tail<'_, EvictRing<T, N>> {
    /// Sends one message; returns the one that it evicts.
    #[inline(always)]
    pub(crate) fn force(self, item: T) -> Result<Option<T>, SendError<T>> {
        // SAFETY: `new` makes us the producer.
        unsafe { self.0.force(item) }
    }
}

/// The consumer's end of a ring.
#[derive(Debug)]
pub(crate) struct Head<'a, R>(pub(super) &'a R);

impl<R> Clone for Head<'_, R> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Head<'_, R> {}

impl<'a, R: Ring> Head<'a, R> {
    /// The end of a consumer.
    ///
    /// # Safety
    ///
    /// The caller is a consumer of the ring. A lone one starts no operation on it, by any `Head` and on any thread,
    /// while another is in progress or while a run or reference that one gave out is in use.
    #[inline(always)]
    pub(crate) unsafe fn new(ring: &'a R) -> Self {
        Self(ring)
    }

    /// Takes the next message and maps it, or why there is none, to the result; calls `released` when the slot of a
    /// message that was taken is free.
    // PERF: the slot is released after the result is written, since the compiler elides no copy across a Release store.
    // The result is of the caller's own type, since converting one result into another is a copy.
    #[inline(always)]
    pub(crate) fn pop<O>(
        self,
        found: impl FnOnce(R::Item) -> O,
        released: impl FnOnce(),
        missing: impl FnOnce(TryRecvError) -> O,
    ) -> O {
        // SAFETY: `new` makes us the consumer.
        match unsafe { self.0.ready(1) } {
            Ok(run) => {
                let result = {
                    // SAFETY: the position is ready, and its message is moved out below, before this is dropped.
                    let _release = OnDrop(|| unsafe { self.0.release(run) });
                    // SAFETY: the position is ready; its message is moved out once, since the position is released
                    // next.
                    found(unsafe { (*self.0.published(run.start)).assume_init_read() })
                };
                released();
                result
            }
            Err(error) => missing(error),
        }
    }

    /// Takes the messages of one run, up to `max`, at least one, as they are asked for; among many consumers all of
    /// them at once, into `aside`.
    #[inline]
    pub(crate) fn pop_run<'b>(
        self,
        max: usize,
        aside: &'b mut MaybeUninit<R::Aside>,
    ) -> Result<ReadRun<'b, R>, TryRecvError>
    where
        'a: 'b,
    {
        // SAFETY: `new` makes us a consumer.
        let run = unsafe { self.0.ready(max.min(R::RUN)) }?;
        // SAFETY: the run is ready, not longer than `RUN`, and released by this alone.
        Ok(unsafe { ReadRun::new(self.0, run, aside) })
    }

    /// The next message, in place.
    ///
    /// # Safety
    ///
    /// The consumer is alone, and none of its operations starts while the reference lives.
    #[inline(always)]
    pub(crate) unsafe fn peek(self) -> Option<&'a mut R::Item> {
        // SAFETY: `new` makes us the consumer.
        let run = unsafe { self.0.ready(1) }.ok()?;
        // SAFETY: the position is ready, so its message is initialised, and ours until it is released; the caller
        // vouches that it is not while the reference lives.
        Some(unsafe { (*self.0.published(run.start)).assume_init_mut() })
    }

    /// Releases all messages, run by run, without a drop.
    pub(crate) fn forget_all(self) {
        // SAFETY: `new` makes us the consumer; what is ready may be forgotten and is released here, once.
        while let Ok(run) = unsafe { self.0.ready(R::RUN) } {
            // SAFETY: as above.
            unsafe { self.0.release(run) };
        }
    }

    /// Whether the ring is closed and drained.
    pub(crate) fn is_over(self) -> bool {
        // An open ring is not asked: one that evicts would take a message to say so.
        // SAFETY: `new` makes us a consumer.
        self.0.is_closed() && unsafe { self.0.is_over() }
    }

    /// The number of messages that are ready, as the consumer sees it.
    #[inline(always)]
    pub(crate) fn len(self) -> usize {
        // SAFETY: `new` makes us the consumer.
        unsafe { self.0.readable() }
    }
}

/// Drops all messages, in place. One whose drop panics is not dropped again, and the ring stays usable.
///
/// # Safety
///
/// Nobody else uses the ring, and no claimed or ready run from before is used again.
pub(crate) unsafe fn clear<R: Ring>(ring: &R) {
    // SAFETY: nobody else uses the ring; a false `may_have_moved` does no harm, since with as many reads as there are
    // messages all are found by the positions of the two ends (or by stamps, which a move copies).
    unsafe { ring.resume(false) };
    // SAFETY: nobody else uses the ring, so we are both its ends.
    for _ in 0..unsafe { ring.occupied() } {
        // SAFETY: as above.
        let Ok(run) = (unsafe { ring.ready(1) }) else { return };
        // SAFETY: the position is ready. It is released before its message is dropped, so that no panic makes it ready
        // again; nobody else uses the ring, so nobody overwrites the message meanwhile.
        unsafe {
            let item = ring.published(run.start);
            ring.release(run);
            (*item).assume_init_drop();
        }
    }
}

/// The error of a refused claim, together with what was to be sent.
#[inline(always)]
pub(crate) fn hand_back<V>(error: TrySendError<()>, value: V) -> TrySendError<V> {
    match error {
        TrySendError::Full(()) => TrySendError::Full(value),
        TrySendError::Closed(()) => TrySendError::Closed(value),
    }
}

/// Calls a function when it is dropped.
struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0();
    }
}

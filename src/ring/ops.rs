//! Whole operations on a ring, composed of its two-phase verbs and safe to call. Start reading here.

use super::{Contiguous, LoneRing, Missing, Refused, Ring, Run};
use core::mem::MaybeUninit;

/// Whole operations on any ring.
///
/// They are safe since a `Tail` and a `Head` come from the unsafe [`Ring::resume`] alone: whoever has one is that end.
pub(crate) trait Verbs<T>: Ring<T> {
    /// Sends one message, or hands it back.
    #[inline(always)]
    fn push(&self, tail: &Self::Tail, message: T) -> Result<(), (Refused, T)> {
        match self.claim(tail, 1, 1) {
            Ok(run) => {
                self.fetch_ahead(tail, run.start);
                // SAFETY: the position is claimed, is written here, and then published.
                unsafe {
                    (*self.claimed(run.start)).write(message);
                    self.written(run.start);
                    self.publish(tail, run);
                }
                Ok(())
            }
            Err(refused) => Err((refused, message)),
        }
    }

    /// Sends all messages of an array in a row, or hands it back.
    #[inline]
    fn push_array<const K: usize>(&self, tail: &Self::Tail, messages: [T; K]) -> Result<(), (Refused, [T; K])> {
        if K == 0 {
            return Ok(());
        }
        match self.claim(tail, K, K) {
            Ok(run) => {
                self.fetch_claimed(run);
                Writing::new(self, tail, run).fill(messages.into_iter());
                Ok(())
            }
            Err(refused) => Err((refused, messages)),
        }
    }

    /// Sends from an iterator until it ends or one run is written; says how many went, and whether the iterator ended.
    ///
    /// An item is taken only when there is a place for it. If the iterator panics, what it gave before is sent.
    #[inline]
    fn push_from(
        &self,
        tail: &Self::Tail,
        messages: &mut (impl Iterator<Item = T> + ?Sized),
    ) -> Result<(usize, bool), Refused>
    where
        Self: LoneRing<T>,
    {
        let run = self.claim(tail, 1, Self::RUN)?;
        self.fetch_claimed(run);
        let mut writing = Writing::new(self, tail, run);
        writing.fill(messages);
        Ok((writing.written, !writing.is_whole()))
    }

    /// Sends from the front of a deque as much as one run takes; says how many went.
    #[cfg(feature = "alloc")]
    #[inline]
    fn push_deque(&self, tail: &Self::Tail, messages: &mut alloc::collections::VecDeque<T>) -> Result<usize, Refused> {
        if messages.is_empty() {
            return Ok(0);
        }
        let run = self.claim(tail, 1, messages.len().min(Self::RUN))?;
        self.fetch_claimed(run);
        Writing::new(self, tail, run).fill(messages.drain(..run.len));
        Ok(run.len)
    }

    /// Copies as much of a slice into the ring as fits; says how much.
    #[inline]
    fn push_slice(&self, tail: &Self::Tail, messages: &[T]) -> Result<usize, Refused>
    where
        Self: Contiguous<T>,
        T: Copy,
    {
        if messages.is_empty() {
            return Ok(0);
        }
        let run = self.claim(tail, 1, messages.len().min(Self::CAPACITY))?;
        self.fetch_claimed(run);
        // SAFETY: the run is claimed; every place of it is written before it is published.
        unsafe {
            let [first, second] = self.claimed_parts(run);
            let (for_first, for_second) = messages[..run.len].split_at(first.len());
            (*first).copy_from_slice(as_uninit(for_first));
            (*second).copy_from_slice(as_uninit(for_second));
            self.publish(tail, run);
        }
        Ok(run.len)
    }

    /// Takes the next message, and makes of it, or of its absence, what is returned; calls `released` when the place of
    /// a message that was taken is free.
    // PERF: the place is released after the result has been written: the compiler elides no copy across a Release
    // store. 56 bytes there and back took 148 ns, and take 107 to 124 so. That the result is the caller's own kind
    // spares the copy from one kind into another: `send` and `recv` of 256 bytes in one thread took 44-53 ns, and take
    // 32-44.
    #[inline(always)]
    fn pop<R>(
        &self,
        head: &Self::Head,
        found: impl FnOnce(T) -> R,
        released: impl FnOnce(),
        missing: impl FnOnce(Missing) -> R,
    ) -> R {
        match self.ready(head, 1) {
            Ok(run) => {
                let result = {
                    // SAFETY: the position is ready, and its message is moved out below, before this is dropped.
                    let _release = Finally(|| unsafe { self.release(head, run) });
                    // SAFETY: the position is ready.
                    let place = unsafe { self.published(run.start) };
                    self.fetch_next(place);
                    // SAFETY: its message is moved out once, since the position is released next.
                    found(unsafe { (*place).assume_init_read() })
                };
                released();
                result
            }
            Err(why) => missing(why),
        }
    }

    /// Takes the messages of one run, up to `max`, one at least, as they are asked for.
    #[inline]
    fn pop_run<'a>(&'a self, head: &'a Self::Head, max: usize) -> Result<Popping<'a, T, Self>, Missing> {
        let run = self.ready(head, max.min(Self::RUN))?;
        self.fetch_ready(run);
        Ok(Popping { ring: self, head, run, taken: 0 })
    }

    /// Copies what there is into a slice, as far as it fits; says how much.
    #[inline]
    fn pop_slice(&self, head: &Self::Head, messages: &mut [T]) -> Result<usize, Missing>
    where
        Self: Contiguous<T>,
        T: Copy,
    {
        if messages.is_empty() {
            return Ok(0);
        }
        let run = self.ready(head, messages.len().min(Self::CAPACITY))?;
        // SAFETY: the run is ready, so its places are initialised; `T: Copy`, so reading moves nothing out.
        unsafe {
            let [first, second] = self.published_parts(run);
            let (from_first, from_second) = messages[..run.len].split_at_mut(first.len());
            from_first.copy_from_slice(as_init(&*first));
            from_second.copy_from_slice(as_init(&*second));
            self.release(head, run);
        }
        Ok(run.len)
    }

    /// The next message, in place.
    #[inline(always)]
    fn peek<'a>(&'a self, head: &'a mut Self::Head) -> Option<&'a mut T> {
        let run = self.ready(head, 1).ok()?;
        // SAFETY: the position is ready, so its message is initialised, and ours until it is released; the exclusive
        // borrow of the head keeps it from that.
        Some(unsafe { (*self.published(run.start)).assume_init_mut() })
    }

    /// Drops all messages, in place. A message whose drop panics is not dropped again; the ring stays usable.
    ///
    /// # Safety
    ///
    /// As for [`Ring::resume`].
    unsafe fn clear(&self) {
        // SAFETY: the caller's promise.
        let (_, head) = unsafe { self.resume() };
        while let Ok(run) = self.ready(&head, 1) {
            // SAFETY: the position is ready. It is released before its message is dropped, so that no panic makes it
            // ready again; nobody else uses the ring, so nobody overwrites it meanwhile.
            unsafe {
                let message = self.published(run.start);
                self.release(&head, run);
                (*message).assume_init_drop();
            }
        }
    }
}

impl<T, R: Ring<T>> Verbs<T> for R {}

/// Calls a function when it is dropped.
struct Finally<F: Fn()>(F);

impl<F: Fn()> Drop for Finally<F> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0();
    }
}

/// A claimed run that is being written; when it is dropped, what was written is published.
///
/// So an iterator that panics half-way leaves its first half sent and nothing leaked or doubled.
#[derive(Debug)]
pub(crate) struct Writing<'a, T, R: Ring<T>> {
    ring: &'a R,
    tail: &'a R::Tail,
    run: Run,
    written: usize,
}

impl<'a, T, R: Ring<T>> Writing<'a, T, R> {
    /// `run` is claimed and not yet written.
    #[inline(always)]
    pub(crate) fn new(ring: &'a R, tail: &'a R::Tail, run: Run) -> Self {
        Self { ring, tail, run, written: 0 }
    }

    /// Whether every place of the run is written.
    #[inline(always)]
    pub(crate) fn is_whole(&self) -> bool {
        self.written == self.run.len
    }

    /// How many places are written.
    pub(crate) fn written(&self) -> usize {
        self.written
    }

    /// Writes place after place until the run is whole or the messages end. None is asked for without a place.
    #[inline(always)]
    pub(crate) fn fill(&mut self, mut messages: impl Iterator<Item = T>) {
        while !self.is_whole() {
            let Some(message) = messages.next() else { return };
            let position = self.run.start.wrapping_add(self.written);
            // SAFETY: the position belongs to the run, which is claimed, written in order, and published when `self` is
            // dropped.
            unsafe {
                (*self.ring.claimed(position)).write(message);
                self.ring.written(position);
            }
            self.written += 1;
        }
    }
}

impl<T, R: Contiguous<T>> Writing<'_, T, R> {
    /// Takes note of a place that was written where it lies.
    ///
    /// # Safety
    ///
    /// The run is not whole, and its next place is written.
    #[inline(always)]
    pub(crate) unsafe fn next_is_written(&mut self) {
        self.written += 1;
    }
}

impl<T, R: Ring<T>> Drop for Writing<'_, T, R> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.written > 0 {
            // SAFETY: these places of the claimed run are written.
            unsafe { self.ring.publish(self.tail, self.run.first(self.written)) };
        }
    }
}

/// A ready run that is being taken; when it is dropped, the places of what was taken are released.
///
/// Never handed to others by value: whoever forgot it could read a message twice.
#[derive(Debug)]
pub(crate) struct Popping<'a, T, R: Ring<T>> {
    ring: &'a R,
    head: &'a R::Head,
    run: Run,
    taken: usize,
}

impl<T, R: Ring<T>> Popping<'_, T, R> {
    /// How many were taken.
    #[inline(always)]
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }
}

impl<T, R: Ring<T>> Iterator for Popping<'_, T, R> {
    type Item = T;

    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        if self.taken == self.run.len {
            return None;
        }
        let position = self.run.start.wrapping_add(self.taken);
        self.taken += 1;
        // SAFETY: the position belongs to the ready run, and `taken` has moved past it, so it is moved out once.
        Some(unsafe { (*self.ring.published(position)).assume_init_read() })
    }

    #[inline(always)]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.run.len - self.taken;
        (left, Some(left))
    }
}

impl<T, R: Ring<T>> ExactSizeIterator for Popping<'_, T, R> {}

impl<T, R: Ring<T>> Drop for Popping<'_, T, R> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.taken > 0 {
            // SAFETY: these positions of the ready run have been moved out.
            unsafe { self.ring.release(self.head, self.run.first(self.taken)) };
        }
    }
}

/// Initialised values as values that need not be.
fn as_uninit<T: Copy>(slice: &[T]) -> &[MaybeUninit<T>] {
    // SAFETY: `MaybeUninit<T>` has the layout of `T`, and a shared slice cannot be made uninitialised.
    unsafe { core::slice::from_raw_parts(slice.as_ptr().cast(), slice.len()) }
}

/// # Safety
///
/// Every value is initialised.
pub(crate) unsafe fn as_init<T>(slice: &[MaybeUninit<T>]) -> &[T] {
    // SAFETY: `MaybeUninit<T>` has the layout of `T`; that the values are initialised is the caller's promise.
    unsafe { core::slice::from_raw_parts(slice.as_ptr().cast(), slice.len()) }
}

/// # Safety
///
/// Every value is initialised.
pub(crate) unsafe fn as_init_mut<T>(slice: &mut [MaybeUninit<T>]) -> &mut [T] {
    // SAFETY: as above.
    unsafe { core::slice::from_raw_parts_mut(slice.as_mut_ptr().cast(), slice.len()) }
}

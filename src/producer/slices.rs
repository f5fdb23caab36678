//! Slices and chunks: many messages side by side, copied or written in place. `pipe` alone has them.

use super::{
    Producer, SendSlice,
    tx::{NotifyOnDrop, Tx},
};
use crate::channel::{Channel, Core as _};
use crate::error::{PartialSendError, TrySendError};
use crate::mode::{Mode, Slices, Waits};
use crate::ring::{DenseRing, Run, Tail};
use crate::wait::Waiting;
use core::{fmt, mem::MaybeUninit, task::Poll};

#[cfg(feature = "std")]
use crate::wait::End as _;

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Copies as much of a slice into the channel as fits; returns the number of elements sent.
    ///
    /// At least one; an empty slice is `Ok(0)`. Only on `pipe`. One or two copies of memory, one store, at most one
    /// wake-up.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if no slot is free, [`TrySendError::Closed`] if the channel is closed or the consumer is
    /// gone.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<f32, 4>();
    /// assert_eq!(tx.try_send_slice(&[0.0, 0.1, 0.2, 0.3, 0.4]), Ok(4));
    /// let mut block = [9.0; 2];
    /// assert_eq!(rx.try_recv_slice(&mut block), Ok(2));
    /// assert_eq!(block, [0.0, 0.1]);
    /// ```
    #[doc(alias = "push_slice")]
    #[doc(alias = "push_partial_slice")]
    #[inline]
    pub fn try_send_slice(&mut self, messages: &[T]) -> Result<usize, TrySendError<()>>
    where
        M: Slices,
        T: Copy,
    {
        self.tx().try_send_slice(messages)
    }

    /// Copies all of a slice into the channel; blocks while it is full. Only on `pipe`.
    ///
    /// # Errors
    ///
    /// [`PartialSendError`] if the channel is closed or the consumer is gone, before or while this waits; it says how
    /// many elements were sent. An empty slice is `Ok` even then.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<u8, 4>();
    /// let reader = std::thread::spawn(move || {
    ///     let mut word = [0; 11];
    ///     (rx.recv_slice(&mut word), word)
    /// });
    /// tx.send_slice(b"hello world").unwrap();
    /// assert_eq!(reader.join().unwrap(), (11, *b"hello world"));
    /// ```
    #[cfg(feature = "std")]
    pub fn send_slice(&mut self, messages: &[T]) -> Result<(), PartialSendError>
    where
        M: Slices + Waits,
        T: Copy,
    {
        let (tx, mut sent) = (self.tx(), 0);
        tx.wait(|| tx.attempt_slice(messages, &mut sent))
    }

    /// Copies all of a slice into the channel; the future is ready when it is there. Only on `pipe`.
    ///
    /// # Errors
    ///
    /// As [`send_slice`](Self::send_slice).
    ///
    /// # Cancel safety
    ///
    /// Dropped halfway, the future has sent a part of the slice, from its front.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, mut rx) = strait::pipe::channel::<u8, 16>();
    /// tx.send_slice_async(b"hello").await.unwrap();
    /// let mut word = [0; 5];
    /// assert_eq!(rx.recv_slice_async(&mut word).await, 5);
    /// # });
    /// ```
    pub fn send_slice_async<'m>(&mut self, messages: &'m [T]) -> SendSlice<'_, 'm, T, N, M>
    where
        M: Slices + Waits,
        T: Copy,
    {
        SendSlice { waiting: Waiting::at(self.tx()), messages, sent: 0 }
    }

    /// Takes up to `n` free slots, at least one, to be written in place and sent together.
    ///
    /// Only on `pipe`. `n = 0` returns an empty chunk. See [`WriteChunk`].
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if no slot is free, [`TrySendError::Closed`] if the channel is closed or the consumer is
    /// gone.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// let chunk = tx.write_chunk(4).unwrap();
    /// assert_eq!(chunk.fill_from_iter(0..100), 4);
    /// assert_eq!(rx.read_chunk(8).unwrap().as_slices().0, [0, 1, 2, 3]);
    /// ```
    #[doc(alias = "write_chunk_uninit")]
    #[doc(alias = "grant")]
    #[inline]
    pub fn write_chunk(&mut self, n: usize) -> Result<WriteChunk<'_, T, N, M>, TrySendError<()>>
    where
        M: Slices,
    {
        let tx = self.tx();
        tx.dense().claim_up_to(n).map(|run| WriteChunk { tx, run })
    }
}

impl<'a, T, const N: usize, M: Slices> Tx<'a, Channel<T, N, M>> {
    /// The producer's end of the ring, as one whose slots lie side by side.
    #[inline(always)]
    fn dense(self) -> Tail<'a, DenseRing<T, N>> {
        // SAFETY: this view is the producer's.
        unsafe { Tail::new(M::dense(self.channel().ring())) }
    }

    #[inline]
    pub(crate) fn try_send_slice(self, messages: &[T]) -> Result<usize, TrySendError<()>>
    where
        T: Copy,
    {
        let sent = self.dense().push_slice(messages)?;
        if sent > 0 {
            self.notify_consumer();
        }
        Ok(sent)
    }

    pub(super) fn attempt_slice(self, messages: &[T], sent: &mut usize) -> Poll<Result<(), PartialSendError>>
    where
        T: Copy,
    {
        loop {
            match self.dense().push_slice(&messages[*sent..]) {
                Ok(0) => return Poll::Ready(Ok(())),
                Ok(count) => {
                    *sent += count; // Before the wake, which is others' code and may panic.
                    self.notify_consumer();
                }
                Err(TrySendError::Full(())) => return Poll::Pending,
                Err(TrySendError::Closed(())) => return Poll::Ready(Err(PartialSendError { sent: *sent })),
            }
        }
    }
}

/// Free slots side by side, to be written and sent together.
///
/// A chunk that is dropped or forgotten sends nothing.
#[must_use = "a chunk sends nothing until it is committed"]
pub struct WriteChunk<'a, T, const N: usize, M: Slices> {
    tx: Tx<'a, Channel<T, N, M>>,
    run: Run,
}

impl<T, const N: usize, M: Slices> WriteChunk<'_, T, N, M> {
    /// The number of slots.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, _rx) = strait::pipe::channel::<u8, 8>();
    /// let chunk = tx.write_chunk(5).unwrap();
    /// assert_eq!((chunk.len(), chunk.is_empty()), (5, false));
    /// ```
    pub const fn len(&self) -> usize {
        self.run.len
    }

    /// Whether it has no slot: only after `write_chunk(0)`.
    pub const fn is_empty(&self) -> bool {
        self.run.len == 0
    }

    /// The slots, in order: the second slice continues at the ring's beginning, and is often empty.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<u8, 8>();
    /// let mut chunk = tx.write_chunk(2).unwrap();
    /// let (first, second) = chunk.as_mut_slices();
    /// for (slot, byte) in first.iter_mut().chain(second).zip(*b"ab") {
    ///     slot.write(byte);
    /// }
    /// // SAFETY: both slots are written.
    /// unsafe { chunk.commit_all() };
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), *b"ab");
    /// ```
    #[inline]
    pub fn as_mut_slices(&mut self) -> (&mut [MaybeUninit<T>], &mut [MaybeUninit<T>]) {
        let [first, second] = self.tx.dense().parts(self.run);
        // SAFETY: the run is claimed, and published no sooner than `self` is consumed; its parts do not overlap, and
        // the exclusive borrow of `self` makes them the caller's alone.
        unsafe { (&mut *first, &mut *second) }
    }

    /// Sends the first `k` messages; the other slots go back.
    ///
    /// # Safety
    ///
    /// The first `k` slots are initialised.
    ///
    /// # Panics
    ///
    /// If `k` is more than [`len`](Self::len); nothing is sent then.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<u16, 8>();
    /// let mut chunk = tx.write_chunk(4).unwrap();
    /// let (slots, _) = chunk.as_mut_slices();
    /// slots[0].write(440);
    /// // SAFETY: the first slot is written.
    /// unsafe { chunk.commit(1) };
    /// assert_eq!(rx.try_recv(), Ok(440));
    /// ```
    #[inline]
    #[track_caller]
    pub unsafe fn commit(self, k: usize) {
        assert!(k <= self.run.len, "a chunk of {} slots cannot commit {k}", self.run.len);
        if k > 0 {
            // SAFETY: the slots are claimed, and initialised by the caller's promise.
            unsafe { self.tx.dense().publish(self.run.first(k)) };
            self.tx.notify_consumer();
        }
    }

    /// Sends all messages of the chunk.
    ///
    /// # Safety
    ///
    /// All slots are initialised.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 4>();
    /// let mut chunk = tx.write_chunk(1).unwrap();
    /// chunk.as_mut_slices().0[0].write(440);
    /// // SAFETY: the only slot is written.
    /// unsafe { chunk.commit_all() };
    /// assert_eq!(rx.try_recv(), Ok(440));
    /// ```
    #[inline]
    pub unsafe fn commit_all(self) {
        let len = self.run.len;
        // SAFETY: the caller's promise.
        unsafe { self.commit(len) }
    }

    /// Fills the slots from an iterator until either ends, and sends them; returns the number sent.
    ///
    /// If the iterator panics, what it returned before is sent. If it returns nothing, nobody is woken.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// let chunk = tx.write_chunk(8).unwrap();
    /// assert_eq!(chunk.fill_from_iter([1, 2, 3]), 3);
    /// assert_eq!(rx.len(), 3);
    /// ```
    #[inline]
    pub fn fill_from_iter<I: IntoIterator<Item = T>>(self, messages: I) -> usize {
        let notify = NotifyOnDrop(self.tx);
        // SAFETY: the run is claimed, and nothing of it is published, since the chunk exists.
        let filled = unsafe { self.tx.dense().fill(self.run, messages.into_iter()) };
        if filled == 0 {
            notify.disarm();
        }
        filled
    }
}

impl<T, const N: usize, M: Slices> fmt::Debug for WriteChunk<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteChunk").field("len", &self.len()).finish_non_exhaustive()
    }
}

//! Slices and chunks: many messages side by side, copied or read in place. `pipe` alone has them.

use super::{Consumer, RecvSlice, rx::Rx};
use crate::channel::{Channel, Core as _};
use crate::error::TryRecvError;
use crate::mode::{Mode, Slices};
use crate::ring::{DenseRing, Head, Run};
use crate::wait::Waiting;
use core::{fmt, task::Poll};

#[cfg(feature = "std")]
use crate::wait::End as _;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Copies available messages into a slice; returns how many.
    ///
    /// At least one; an empty slice is `Ok(0)`. Only on `pipe`. One or two copies of memory, one store, at most one
    /// wake-up.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if there is none, [`TryRecvError::Closed`] if the channel is closed and drained.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<f32, 4>();
    /// tx.try_send_slice(&[0.5, 0.25]).unwrap();
    /// let mut block = [0.0; 4];
    /// let filled = rx.try_recv_slice(&mut block).unwrap();
    /// assert_eq!(block[..filled], [0.5, 0.25]);
    /// ```
    #[doc(alias = "pop_slice")]
    #[doc(alias = "pop_partial_slice")]
    #[inline]
    pub fn try_recv_slice(&mut self, messages: &mut [T]) -> Result<usize, TryRecvError>
    where
        M: Slices,
        T: Copy,
    {
        self.rx().try_recv_slice(messages)
    }

    /// Fills a slice; blocks until it is full. Only on `pipe`.
    ///
    /// Returns how many messages were received: fewer than asked for only if the channel is closed and drained.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<u8, 4>();
    /// std::thread::spawn(move || tx.send_slice(b"hello world"));
    /// let mut text = [0; 16];
    /// assert_eq!(rx.recv_slice(&mut text), 11);
    /// assert_eq!(&text[..11], b"hello world");
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_slice(&mut self, messages: &mut [T]) -> usize
    where
        M: Slices,
        T: Copy,
    {
        let (rx, mut filled) = (self.rx(), 0);
        rx.wait(|| rx.attempt_slice(messages, &mut filled))
    }

    /// Fills a slice; the future is ready when it is full. Only on `pipe`.
    ///
    /// It returns how many messages were received: fewer than asked for only if the channel is closed and drained.
    ///
    /// # Cancel safety
    ///
    /// What was received is in the slice; dropped halfway, the future does not say how much that is. Under `select!`
    /// take chunks instead.
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
    pub fn recv_slice_async<'m>(&mut self, messages: &'m mut [T]) -> RecvSlice<'_, 'm, T, N, M>
    where
        M: Slices,
        T: Copy,
    {
        RecvSlice { waiting: Waiting::at(self.rx()), messages, filled: 0 }
    }

    /// Takes up to `n` messages, at least one, to be read in place and released together.
    ///
    /// Only on `pipe`. `n = 0` returns an empty chunk. See [`ReadChunk`].
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if there is none, [`TryRecvError::Closed`] if the channel is closed and drained.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(2).unwrap();
    /// assert_eq!(chunk.as_slices().0, [1, 2]);
    /// chunk.commit_all();
    /// assert_eq!(rx.try_recv(), Ok(3));
    /// ```
    #[inline]
    pub fn read_chunk(&mut self, n: usize) -> Result<ReadChunk<'_, T, N, M>, TryRecvError>
    where
        M: Slices,
    {
        let rx = self.rx();
        rx.dense().ready_up_to(n).map(|run| ReadChunk { rx, run })
    }
}

impl<'a, T, const N: usize, M: Slices> Rx<'a, Channel<T, N, M>> {
    /// The consumer's end of the ring, as one whose slots lie side by side.
    #[inline(always)]
    pub(super) fn dense(self) -> Head<'a, DenseRing<T, N>> {
        // SAFETY: this view is the consumer's.
        unsafe { Head::new(M::dense(self.channel().ring())) }
    }

    #[inline]
    pub(crate) fn try_recv_slice(self, messages: &mut [T]) -> Result<usize, TryRecvError>
    where
        T: Copy,
    {
        let received = self.dense().pop_slice(messages)?;
        if received > 0 {
            self.notify_producers();
        }
        Ok(received)
    }

    pub(super) fn attempt_slice(self, messages: &mut [T], filled: &mut usize) -> Poll<usize>
    where
        T: Copy,
    {
        loop {
            match self.dense().pop_slice(&mut messages[*filled..]) {
                Ok(0) => return Poll::Ready(*filled),
                Ok(count) => {
                    *filled += count; // Before the wake, which is others' code and may panic.
                    self.notify_producers();
                }
                Err(missing) => return self.attempt_failed(missing, *filled),
            }
        }
    }
}

/// Messages side by side, to be read in place and released together.
///
/// A chunk that is dropped or forgotten takes nothing: its messages stay in the channel.
#[must_use = "a chunk takes nothing until it is committed"]
pub struct ReadChunk<'a, T, const N: usize, M: Slices> {
    rx: Rx<'a, Channel<T, N, M>>,
    run: Run,
}

impl<'a, T, const N: usize, M: Slices> ReadChunk<'a, T, N, M> {
    /// The number of messages.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(8).unwrap();
    /// assert_eq!((chunk.len(), chunk.is_empty()), (3, false));
    /// ```
    pub const fn len(&self) -> usize {
        self.run.len
    }

    /// Whether it has no message: only after `read_chunk(0)`.
    pub const fn is_empty(&self) -> bool {
        self.run.len == 0
    }

    /// The messages, in order: the second slice continues at the ring's beginning, and is often empty.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(8).unwrap();
    /// assert_eq!(chunk.as_slices(), (&[1, 2, 3][..], &[][..]));
    /// ```
    #[inline]
    pub fn as_slices(&self) -> (&[T], &[T]) {
        let [first, second] = self.rx.dense().parts(self.run);
        // SAFETY: the run is ready, so its messages are initialised, and ours until `self` is consumed.
        unsafe { (&*(first as *const [T]), &*(second as *const [T])) }
    }

    /// The messages, in order, mutable.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// rx.read_chunk(8).unwrap().as_mut_slices().0[0] = 10;
    /// assert_eq!(rx.try_recv(), Ok(10));
    /// ```
    #[inline]
    pub fn as_mut_slices(&mut self) -> (&mut [T], &mut [T]) {
        let [first, second] = self.rx.dense().parts(self.run);
        // SAFETY: as in `as_slices`; the parts do not overlap, and the exclusive borrow makes them the caller's alone.
        unsafe { (&mut *(first as *mut [T]), &mut *(second as *mut [T])) }
    }

    /// Drops the first `k` messages and frees their slots; the others stay in the channel.
    ///
    /// # Panics
    ///
    /// If `k` is more than [`len`](Self::len); nothing is taken then.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// rx.read_chunk(8).unwrap().commit(2);
    /// assert_eq!(rx.try_recv(), Ok(3));
    /// ```
    #[inline]
    #[track_caller]
    pub fn commit(self, k: usize) {
        assert!(k <= self.run.len, "a chunk of {} messages cannot commit {k}", self.run.len);
        if core::mem::needs_drop::<T>() {
            for message in self.into_iter().take(k) {
                drop(message);
            }
        } else if k > 0 {
            // SAFETY: the run is ready; messages that need no drop may be forgotten.
            unsafe { self.rx.dense().release(self.run.first(k)) };
            self.rx.notify_producers();
        }
    }

    /// Drops all messages of the chunk and frees their slots: [`commit`](Self::commit) of [`len`](Self::len).
    #[inline]
    pub fn commit_all(self) {
        let len = self.run.len;
        self.commit(len);
    }
}

impl<'a, T, const N: usize, M: Slices> IntoIterator for ReadChunk<'a, T, N, M> {
    type Item = T;
    type IntoIter = ReadChunkIntoIter<'a, T, N, M>;

    /// Receives the messages one by one; what was not asked for stays in the channel.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(8).unwrap();
    /// assert_eq!(chunk.into_iter().take(2).sum::<u32>(), 3);
    /// assert_eq!(rx.try_recv(), Ok(3));
    /// ```
    fn into_iter(self) -> ReadChunkIntoIter<'a, T, N, M> {
        ReadChunkIntoIter { rx: self.rx, run: self.run, has_taken: false }
    }
}

impl<T, const N: usize, M: Slices> fmt::Debug for ReadChunk<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadChunk").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// The iterator of a [`ReadChunk`]; frees the slots and wakes the producer once, at its end.
///
/// A message is received when it is asked for, so the iterator may be dropped at any time. If it is forgotten halfway,
/// the next receive frees its slots.
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct ReadChunkIntoIter<'a, T, const N: usize, M: Slices> {
    rx: Rx<'a, Channel<T, N, M>>,
    /// Invariant: what was taken before it has been released if it is empty.
    run: Run,
    /// Whether a message was taken.
    has_taken: bool,
}

impl<T, const N: usize, M: Slices> ReadChunkIntoIter<'_, T, N, M> {
    #[inline]
    fn release_taken(&self) {
        self.rx.dense().release_taken();
        self.rx.notify_producers();
    }
}

impl<T, const N: usize, M: Slices> Iterator for ReadChunkIntoIter<'_, T, N, M> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.run.len == 0 {
            return None;
        }
        let this = self.run.first(1);
        self.run = Run { start: this.end(), len: self.run.len - 1 };
        self.has_taken = true;
        // SAFETY: the run is ready; its first message is moved out, and the run continues behind it.
        let message = unsafe { self.rx.dense().take_first(this) };
        if self.run.len == 0 {
            self.release_taken(); // Now, and not when it is dropped: with nothing left to receive, nobody else would.
        }
        Some(message)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.run.len, Some(self.run.len))
    }
}

impl<T, const N: usize, M: Slices> Drop for ReadChunkIntoIter<'_, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        // An untouched iterator has moved nothing, so it wakes nobody.
        if self.run.len > 0 && self.has_taken {
            self.release_taken();
        }
    }
}

impl<T, const N: usize, M: Slices> ExactSizeIterator for ReadChunkIntoIter<'_, T, N, M> {}
impl<T, const N: usize, M: Slices> core::iter::FusedIterator for ReadChunkIntoIter<'_, T, N, M> {}

impl<T, const N: usize, M: Slices> fmt::Debug for ReadChunkIntoIter<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadChunkIntoIter").field("left", &self.run.len).finish_non_exhaustive()
    }
}

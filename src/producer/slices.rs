//! Slices and chunks: many messages side by side, copied or written in place. `pipe` alone has them.

use super::{
    Producer,
    tx::{NotifyOnDrop, Tx, TxFor},
};
use crate::error::{SendSliceError, TrySendError};
use crate::link::Link;
use crate::mode::{Mode, Pipe, Slices};
use crate::ring::{Contiguous as _, Refused, Ring as _, Run, Verbs as _, Writing};
use crate::wait::{Look, Waiting};
use core::{fmt, future::Future, mem::MaybeUninit};

impl<T, const N: usize, M: Mode, L: Link> Producer<T, N, M, L> {
    /// Copies as much of a slice into the ring as fits; says how much.
    ///
    /// Only on `pipe`. One or two copies of memory, one store, at most one wake-up. 0 means that the slice was empty,
    /// the ring full, or the channel closed; [`is_closed`](Self::is_closed) tells.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<f32, 4>();
    /// assert_eq!(tx.try_send_slice(&[0.0, 0.1, 0.2, 0.3, 0.4]), 4);
    /// let mut block = [9.0; 2];
    /// assert_eq!(rx.try_recv_slice(&mut block), 2);
    /// assert_eq!(block, [0.0, 0.1]);
    /// ```
    #[doc(alias = "push_slice")]
    #[doc(alias = "push_partial_slice")]
    #[inline]
    pub fn try_send_slice(&mut self, messages: &[T]) -> usize
    where
        M: Slices,
        T: Copy,
    {
        let tx = M::as_pipe::<TxFor<'_, T, N>>(self.tx());
        tx.count_if_refused(tx.try_send_slice(messages)).unwrap_or(0)
    }

    /// Copies all of a slice into the ring; blocks while it is full.
    ///
    /// # Errors
    ///
    /// [`SendSliceError`] if the channel is closed or the consumer is gone, or goes while this waits; it says how many
    /// elements were sent. An empty slice is `Ok` even then.
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
    pub fn send_slice(&mut self, messages: &[T]) -> Result<(), SendSliceError>
    where
        M: Slices,
        T: Copy,
    {
        let tx = M::as_pipe::<TxFor<'_, T, N>>(self.tx());
        let mut sent = 0;
        tx.wait_for_ever(|| tx.look_slice(messages, &mut sent))
    }

    /// Copies all of a slice into the ring; the future is ready when it is there.
    ///
    /// # Errors
    ///
    /// As [`send_slice`](Self::send_slice).
    ///
    /// # Cancel safety
    ///
    /// Dropped half-way, the future has sent a part of the slice, from its front.
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
    pub fn send_slice_async(&mut self, messages: &[T]) -> impl Future<Output = Result<(), SendSliceError>>
    where
        M: Slices,
        T: Copy,
    {
        let mut sent = 0;
        Waiting::new(M::as_pipe::<TxFor<'_, T, N>>(self.tx()), move |tx| tx.look_slice(messages, &mut sent))
    }

    /// Takes up to `n` free places, one at least, to be written in place and sent together.
    ///
    /// Only on `pipe`. `n = 0` gives an empty chunk. See [`WriteChunk`].
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if no place is free, [`TrySendError::Closed`] if the channel is closed or the consumer is
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
    pub fn write_chunk(&mut self, n: usize) -> Result<WriteChunk<'_, T, N>, TrySendError<()>>
    where
        M: Slices,
    {
        let tx = M::as_pipe::<TxFor<'_, T, N>>(self.tx());
        tx.count_if_refused(tx.write_chunk(n))
    }
}

impl<'a, T, const N: usize> Tx<'a, T, N, Pipe> {
    /// Copies what fits; an empty slice is sent even on a closed channel.
    #[inline]
    pub(crate) fn try_send_slice(self, messages: &[T]) -> Result<usize, Refused>
    where
        T: Copy,
    {
        let sent = self.channel.ring.push_slice(self.tail, messages)?;
        self.notify_consumer();
        Ok(sent)
    }

    fn look_slice(self, messages: &[T], sent: &mut usize) -> Look<Result<(), SendSliceError>>
    where
        T: Copy,
    {
        loop {
            match self.channel.ring.push_slice(self.tail, &messages[*sent..]) {
                Ok(0) => return Look::Done(Ok(())),
                Ok(count) => {
                    *sent += count; // Before the wake, which is others' code and may panic.
                    self.notify_consumer();
                }
                Err(Refused::Full) => return Look::Wait,
                Err(Refused::Closed) => return Look::Done(Err(SendSliceError { sent: *sent })),
            }
        }
    }

    #[inline]
    pub(super) fn write_chunk(self, n: usize) -> Result<WriteChunk<'a, T, N>, TrySendError<()>> {
        let run = match n {
            0 => Run { start: 0, len: 0 },
            _ => self.channel.ring.claim(self.tail, 1, n.min(N)).map_err(|refused| refused.hand_back(()))?,
        };
        self.channel.ring.fetch_claimed(run);
        Ok(WriteChunk { tx: self, run })
    }
}

/// Free places side by side, to be written and sent together.
///
/// A chunk that is dropped or forgotten sends nothing.
#[must_use = "a chunk sends nothing until it is committed"]
pub struct WriteChunk<'a, T, const N: usize> {
    tx: Tx<'a, T, N, Pipe>,
    run: Run,
}

impl<T, const N: usize> WriteChunk<'_, T, N> {
    /// How many places it has.
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

    /// Whether it has no place: only after `write_chunk(0)`.
    pub const fn is_empty(&self) -> bool {
        self.run.len == 0
    }

    /// The places, in order: the second slice goes on at the ring's beginning, and is often empty.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<u8, 8>();
    /// let mut chunk = tx.write_chunk(2).unwrap();
    /// let (first, second) = chunk.as_mut_slices();
    /// for (place, byte) in first.iter_mut().chain(second).zip(*b"ab") {
    ///     place.write(byte);
    /// }
    /// // SAFETY: both places are written.
    /// unsafe { chunk.commit_all() };
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), *b"ab");
    /// ```
    #[inline]
    pub fn as_mut_slices(&mut self) -> (&mut [MaybeUninit<T>], &mut [MaybeUninit<T>]) {
        let [first, second] = self.tx.channel.ring.claimed_parts(self.run);
        // SAFETY: the run is claimed, and published no sooner than `self` is consumed; its parts do not overlap, and
        // the exclusive borrow of `self` makes them the caller's alone.
        unsafe { (&mut *first, &mut *second) }
    }

    /// Sends the first `k` messages; the other places go back.
    ///
    /// # Safety
    ///
    /// The first `k` places are initialised.
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
    /// let (places, _) = chunk.as_mut_slices();
    /// places[0].write(440);
    /// // SAFETY: the first place is written.
    /// unsafe { chunk.commit(1) };
    /// assert_eq!(rx.try_recv(), Ok(440));
    /// ```
    #[inline]
    #[track_caller]
    pub unsafe fn commit(self, k: usize) {
        assert!(k <= self.run.len, "a chunk of {} places cannot commit {k}", self.run.len);
        if k > 0 {
            // SAFETY: the places are claimed, and initialised by the caller's promise.
            unsafe { self.tx.channel.ring.publish(self.tx.tail, self.run.first(k)) };
            self.tx.notify_consumer();
        }
    }

    /// Sends all messages of the chunk.
    ///
    /// # Safety
    ///
    /// All places are initialised.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 4>();
    /// let mut chunk = tx.write_chunk(1).unwrap();
    /// chunk.as_mut_slices().0[0].write(440);
    /// // SAFETY: the only place is written.
    /// unsafe { chunk.commit_all() };
    /// assert_eq!(rx.try_recv(), Ok(440));
    /// ```
    #[inline]
    pub unsafe fn commit_all(self) {
        let len = self.run.len;
        // SAFETY: the caller's promise.
        unsafe { self.commit(len) }
    }

    /// Fills the places from an iterator until either ends, and sends what was filled; says how much.
    ///
    /// If the iterator panics, what it gave before is sent. If it gives nothing, nobody is woken.
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
        let mut messages = messages.into_iter();
        let notify = NotifyOnDrop(self.tx);
        let ring = &self.tx.channel.ring;
        let mut writing = Writing::new(ring, self.tx.tail, self.run);
        'filled: for part in ring.claimed_parts(self.run) {
            // SAFETY: the run is claimed, so its places are ours until they are published.
            for place in unsafe { &mut *part } {
                let Some(message) = messages.next() else { break 'filled };
                place.write(message);
                // SAFETY: it was written just now.
                unsafe { writing.next_is_written() };
            }
        }
        let written = writing.written();
        drop(writing); // Publishes.
        if written == 0 {
            notify.disarm();
        }
        written
    }
}

impl<T, const N: usize> fmt::Debug for WriteChunk<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteChunk").field("len", &self.len()).finish_non_exhaustive()
    }
}

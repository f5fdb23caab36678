//! Slices and chunks: many messages side by side, copied or read in place. `pipe` alone has them.

use super::{
    Consumer,
    rx::{Rx, RxFor},
};
use crate::error::TryRecvError;
use crate::link::Link;
use crate::mode::{Mode, Pipe, Slices};
use crate::ring::{Contiguous as _, Missing, Ring as _, Run, Verbs as _, as_init, as_init_mut};
use crate::wait::{Look, Waiting};
use core::{fmt, future::Future};

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// Copies what is there into a slice, as far as it fits; says how much.
    ///
    /// Only on `pipe`. One or two copies of memory, one store, at most one wake-up. 0 means that the slice was empty or
    /// that nothing was there.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<f32, 4>();
    /// tx.try_send_slice(&[0.5, 0.25]);
    /// let mut block = [0.0; 4];
    /// let filled = rx.try_recv_slice(&mut block);
    /// assert_eq!(block[..filled], [0.5, 0.25]);
    /// ```
    #[doc(alias = "pop_slice")]
    #[doc(alias = "pop_partial_slice")]
    #[inline]
    pub fn try_recv_slice(&mut self, messages: &mut [T]) -> usize
    where
        M: Slices,
        T: Copy,
    {
        M::as_pipe::<RxFor<'_, T, N>>(self.rx()).try_recv_slice(messages).unwrap_or(0)
    }

    /// Fills a slice; blocks until it is full.
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
        let rx = M::as_pipe::<RxFor<'_, T, N>>(self.rx());
        let mut filled = 0;
        rx.wait_for_ever(|| rx.look_slice(messages, &mut filled))
    }

    /// Fills a slice; the future is ready when it is full.
    ///
    /// It gives how many messages were received: fewer than asked for only if the channel is closed and drained.
    ///
    /// # Cancel safety
    ///
    /// What was received is in the slice; dropped half-way, the future does not say how much that is. To stay safe
    /// under `select!`, take chunks.
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
    pub fn recv_slice_async(&mut self, messages: &mut [T]) -> impl Future<Output = usize>
    where
        M: Slices,
        T: Copy,
    {
        let mut filled = 0;
        Waiting::new(M::as_pipe::<RxFor<'_, T, N>>(self.rx()), move |rx| rx.look_slice(messages, &mut filled))
    }

    /// Takes up to `n` messages, one at least, to be read in place and released together.
    ///
    /// Only on `pipe`. `n = 0` gives an empty chunk. See [`ReadChunk`].
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if there is none, [`TryRecvError::Closed`] if the channel is closed and
    /// drained.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(2).unwrap();
    /// assert_eq!(chunk.as_slices().0, [1, 2]);
    /// chunk.commit_all();
    /// assert_eq!(rx.try_recv(), Ok(3));
    /// ```
    #[inline]
    pub fn read_chunk(&mut self, n: usize) -> Result<ReadChunk<'_, T, N>, TryRecvError>
    where
        M: Slices,
    {
        M::as_pipe::<RxFor<'_, T, N>>(self.rx()).read_chunk(n)
    }
}

impl<'a, T, const N: usize> Rx<'a, T, N, Pipe> {
    #[inline]
    pub(crate) fn try_recv_slice(self, messages: &mut [T]) -> Result<usize, Missing>
    where
        T: Copy,
    {
        let received = self.channel.ring.pop_slice(self.head, messages)?;
        self.notify_producers();
        Ok(received)
    }

    fn look_slice(self, messages: &mut [T], filled: &mut usize) -> Look<usize>
    where
        T: Copy,
    {
        loop {
            match self.channel.ring.pop_slice(self.head, &mut messages[*filled..]) {
                Ok(0) => return Look::Done(*filled),
                Ok(count) => {
                    *filled += count; // Before the wake, which is others' code and may panic.
                    self.notify_producers();
                }
                Err(missing) => return self.after_miss(missing, *filled),
            }
        }
    }

    #[inline]
    fn read_chunk(self, n: usize) -> Result<ReadChunk<'a, T, N>, TryRecvError> {
        let run = match n {
            0 => Run { start: 0, len: 0 },
            _ => self.channel.ring.ready(self.head, n.min(N))?,
        };
        self.channel.ring.fetch_ready(run);
        Ok(ReadChunk { rx: self, run })
    }
}

/// Messages side by side, to be read in place and released together.
///
/// A chunk that is dropped or forgotten takes nothing: its messages are received again.
#[must_use = "a chunk takes nothing until it is committed"]
pub struct ReadChunk<'a, T, const N: usize> {
    rx: Rx<'a, T, N, Pipe>,
    run: Run,
}

impl<'a, T, const N: usize> ReadChunk<'a, T, N> {
    /// How many messages it has.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
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

    /// The messages, in order: the second slice goes on at the ring's beginning, and is often empty.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(8).unwrap();
    /// assert_eq!(chunk.as_slices(), (&[1, 2, 3][..], &[][..]));
    /// ```
    #[inline]
    pub fn as_slices(&self) -> (&[T], &[T]) {
        let [first, second] = self.rx.channel.ring.published_parts(self.run);
        // SAFETY: the run is ready, so its messages are initialised, and ours until `self` is consumed.
        unsafe { (as_init(&*first), as_init(&*second)) }
    }

    /// The messages, in order, to be changed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// rx.read_chunk(8).unwrap().as_mut_slices().0[0] = 10;
    /// assert_eq!(rx.try_recv(), Ok(10));
    /// ```
    #[inline]
    pub fn as_mut_slices(&mut self) -> (&mut [T], &mut [T]) {
        let [first, second] = self.rx.channel.ring.published_parts(self.run);
        // SAFETY: as in `as_slices`; the parts do not overlap, and the exclusive borrow makes them the caller's alone.
        unsafe { (as_init_mut(&mut *first), as_init_mut(&mut *second)) }
    }

    /// Drops the first `k` messages and frees their places; the others stay in the ring.
    ///
    /// # Panics
    ///
    /// If `k` is more than [`len`](Self::len); nothing is taken then.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
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
            unsafe { self.rx.channel.ring.release(self.rx.head, self.run.first(k)) };
            self.rx.notify_producers();
        }
    }

    /// Drops all messages of the chunk and frees their places.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// rx.read_chunk(4).unwrap().commit_all();
    /// assert!(rx.is_empty());
    /// ```
    #[inline]
    pub fn commit_all(self) {
        let len = self.run.len;
        self.commit(len);
    }
}

impl<'a, T, const N: usize> IntoIterator for ReadChunk<'a, T, N> {
    type Item = T;
    type IntoIter = ReadChunkIntoIter<'a, T, N>;

    /// Receives the messages one by one; what was not asked for stays in the ring.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 8>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let chunk = rx.read_chunk(8).unwrap();
    /// assert_eq!(chunk.into_iter().take(2).sum::<u32>(), 3);
    /// assert_eq!(rx.try_recv(), Ok(3));
    /// ```
    fn into_iter(self) -> ReadChunkIntoIter<'a, T, N> {
        ReadChunkIntoIter { rx: self.rx, run: self.run }
    }
}

impl<T, const N: usize> fmt::Debug for ReadChunk<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadChunk").field("len", &self.len()).finish_non_exhaustive()
    }
}

// PERF: chunks of 64 `u64` read by it, class A and B, M messages/s: 266-314 with a release for each message, 583 with
// one for all; rtrb's 435.
/// The iterator of a [`ReadChunk`]; gives the places back and wakes the producer once, at its end.
///
/// A message is received when it is asked for, so the iterator may be dropped at any time. One that is forgotten
/// half-way leaves its places to the next receive to give back.
#[must_use = "an iterator does nothing until it is asked"]
pub struct ReadChunkIntoIter<'a, T, const N: usize> {
    rx: Rx<'a, T, N, Pipe>,
    /// Invariant: what was taken before it has been given back if it is empty.
    run: Run,
}

impl<T, const N: usize> ReadChunkIntoIter<'_, T, N> {
    #[inline]
    fn give_back(&self) {
        self.rx.channel.ring.release_taken(self.rx.head);
        self.rx.notify_producers();
    }
}

impl<T, const N: usize> Iterator for ReadChunkIntoIter<'_, T, N> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.run.len == 0 {
            return None;
        }
        let this = self.run.first(1);
        self.run = Run { start: this.end(), len: self.run.len - 1 };
        // SAFETY: the run is ready; its first message is moved out and taken, and the run goes on behind it.
        let message = unsafe {
            let message = (*self.rx.channel.ring.published(this.start)).assume_init_read();
            self.rx.channel.ring.take(self.rx.head, this);
            message
        };
        if self.run.len == 0 {
            self.give_back(); // Now and not when it is dropped: with nothing left to receive, nobody else would.
        }
        Some(message)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.run.len, Some(self.run.len))
    }
}

impl<T, const N: usize> Drop for ReadChunkIntoIter<'_, T, N> {
    #[inline]
    fn drop(&mut self) {
        if self.run.len > 0 {
            self.give_back();
        }
    }
}

impl<T, const N: usize> ExactSizeIterator for ReadChunkIntoIter<'_, T, N> {}
impl<T, const N: usize> core::iter::FusedIterator for ReadChunkIntoIter<'_, T, N> {}

impl<T, const N: usize> fmt::Debug for ReadChunkIntoIter<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadChunkIntoIter").field("left", &self.run.len).finish_non_exhaustive()
    }
}

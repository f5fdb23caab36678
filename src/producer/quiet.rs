//! The real-time producer: it sends and wakes nobody until it is told to.

use super::{Permit, Producer, WriteChunk, array::demand_places_for_all, for_lone_and_for_many, tx::TxFor};
use crate::channel::{Channel, Handle};
use crate::error::TrySendError;
use crate::link::Link;
use crate::mode::{LoneProducer, ManyProducers, Mode, Mpsc, Slices};
use core::fmt;

/// A producer for real-time threads: its operations never wake anyone, never make a system call, never lock, allocate or
/// free.
///
/// [`Producer::quiet`] makes one. It has the try-operations alone; to block with it does not compile. A consumer that is
/// parked in `recv` sleeps until [`notify`](Self::notify) or `close`, or the drop of the last producer; one that waits
/// in `recv_timeout` finds the message at its deadline at the latest. So a callback sends as much as it likes and notifies
/// once at its end, or leaves it to the consumer to look now and then. Notifying an empty ring wakes a parked consumer too,
/// for nothing.
///
/// A real-time thread that *receives* wakes a producer that is blocked at the other end, by a system call: let that producer
/// poll with `try_send`.
///
/// A message that is handed back by a failed send is the caller's to drop: send it home on a second ring rather than free
/// it on a real-time thread.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use strait::pipe;
///
/// let (tx, mut rx) = pipe::channel::<f32, 64>();
/// let mut tx = tx.quiet();
/// let reader = std::thread::spawn(move || rx.recv_timeout(Duration::from_secs(5)));
/// tx.try_send_slice(&[0.5, 0.25]); // in the callback: wakes nobody
/// tx.notify(); // at its end: wakes the reader, if it sleeps
/// assert_eq!(reader.join().unwrap(), Ok(0.5));
/// ```
#[must_use = "a quiet producer that is dropped closes its channel"]
pub struct Quiet<P> {
    producer: P,
}

impl<T, const N: usize, M: Mode, L: Link> Producer<T, N, M, L> {
    /// Makes the producer quiet: from now on it wakes nobody until it is told to. See [`Quiet`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// let mut tx = tx.quiet();
    /// tx.try_send(1).unwrap();
    /// tx.notify();
    /// assert_eq!(rx.recv(), Ok(1));
    /// ```
    pub fn quiet(self) -> Quiet<Self> {
        Quiet { producer: self }
    }
}

impl<P> Quiet<P> {
    /// Gives the ordinary producer back.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// let mut tx = tx.quiet().into_inner();
    /// tx.send(1).unwrap();
    /// assert_eq!(rx.recv(), Ok(1));
    /// ```
    pub fn into_inner(self) -> P {
        self.producer
    }
}

impl<T, const N: usize, M: Mode, P: Handle<T, N, M>> Handle<T, N, M> for Quiet<P> {
    fn channel(&self) -> &Channel<T, N, M> {
        self.producer.channel()
    }
}

impl<P: Clone> Clone for Quiet<P> {
    /// One more quiet producer of the same channel.
    fn clone(&self) -> Self {
        Self { producer: self.producer.clone() }
    }
}

impl<P: fmt::Debug> fmt::Debug for Quiet<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Quiet").field(&self.producer).finish()
    }
}

/// The methods of a quiet producer that need its tail.
macro_rules! quiet {
    ($self:ident, $receiver:ty) => {
        /// Sends a message if there is a place now; wakes nobody.
        ///
        /// # Errors
        ///
        /// [`TrySendError::Full`] or [`TrySendError::Closed`], with the message.
        #[inline]
        pub fn try_send($self: $receiver, message: T) -> Result<(), TrySendError<T>> {
            $self.producer.tx().quiet().try_send(message)
        }

        /// Sends all messages of an array in a row, or none of them, if there are places now; wakes nobody.
        ///
        /// # Errors
        ///
        /// [`TrySendError::Full`] or [`TrySendError::Closed`], with the array.
        #[inline]
        pub fn try_send_array<const K: usize>($self: $receiver, messages: [T; K]) -> Result<(), TrySendError<[T; K]>> {
            const { demand_places_for_all::<K, N>() };
            $self.producer.tx().quiet().try_send_array(messages)
        }

        /// Wakes the consumer if it sleeps; free if it does not.
        ///
        /// This is the one operation that may make a system call, besides `close` and the last drop.
        #[inline]
        pub fn notify($self: $receiver) {
            $self.producer.tx().published();
        }

        /// Closes the channel and wakes all that wait, as [`Producer::close`] does.
        pub fn close($self: $receiver) {
            $self.producer.tx().channel.close();
        }
    };
}

for_lone_and_for_many!(quiet, Quiet);

impl<T, const N: usize, M: LoneProducer, L: Link> Quiet<Producer<T, N, M, L>> {
    /// Sends messages from an iterator as long as there are places; says how many went; wakes nobody.
    #[inline]
    pub fn try_send_many<I: Iterator<Item = T> + ?Sized>(&mut self, messages: &mut I) -> usize {
        self.producer.tx().quiet().try_send_many(messages, N).0
    }

    /// Gets the right to send one message that cannot fail, if there is a place now; its send wakes nobody.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`].
    #[inline]
    pub fn try_reserve(&mut self) -> Result<Permit<'_, T, N, M>, TrySendError<()>> {
        self.producer.tx().quiet().try_reserve()
    }
}

#[cfg(feature = "alloc")]
impl<T, const N: usize, L: Link> Quiet<Producer<T, N, Mpsc, L>> {
    /// Sends messages from the front of a deque as long as there are places; says how many went; wakes nobody.
    #[inline]
    pub fn try_send_many(&self, messages: &mut alloc::collections::VecDeque<T>) -> usize {
        self.producer.tx().quiet().try_send_deque(messages, N).0
    }
}

impl<T, const N: usize, M: Mode, L: Link> Quiet<Producer<T, N, M, L>> {
    /// Copies as much of a slice into the ring as fits; says how much; wakes nobody. Only on `pipe`.
    #[inline]
    pub fn try_send_slice(&mut self, messages: &[T]) -> usize
    where
        M: Slices,
        T: Copy,
    {
        M::as_pipe::<TxFor<'_, T, N>>(self.producer.tx().quiet()).try_send_slice(messages).unwrap_or(0)
    }

    /// Takes up to `n` free places to be written in place and sent together; the commit wakes nobody. Only on `pipe`.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`].
    #[inline]
    pub fn write_chunk(&mut self, n: usize) -> Result<WriteChunk<'_, T, N>, TrySendError<()>>
    where
        M: Slices,
    {
        M::as_pipe::<TxFor<'_, T, N>>(self.producer.tx().quiet()).write_chunk(n)
    }

    /// Not for a lone producer; the quiet producers of `mpsc` are `Clone`.
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait, reason = "beside the trait's, so that the error speaks our words")]
    pub fn clone(&self) -> Self
    where
        M: ManyProducers,
    {
        Self { producer: self.producer.clone() }
    }

    /// How many messages fit: `N`.
    pub const fn capacity(&self) -> usize {
        N
    }

    /// How many places are taken now; see [`Producer::len`].
    pub fn len(&self) -> usize {
        self.producer.len()
    }

    /// Whether no place is taken.
    pub fn is_empty(&self) -> bool {
        self.producer.is_empty()
    }

    /// Whether all places are taken.
    pub fn is_full(&self) -> bool {
        self.producer.is_full()
    }

    /// Whether the channel is closed, by either end, or the consumer is gone.
    pub fn is_closed(&self) -> bool {
        self.producer.is_closed()
    }

    /// Whether another handle, of either end, belongs to the same channel.
    pub fn same_channel(&self, other: &impl Handle<T, N, M>) -> bool {
        self.producer.same_channel(other)
    }
}

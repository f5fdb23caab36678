//! The real-time producer: it sends and wakes nobody until it is told to.

use super::{Permit, Producer, WriteChunk, array::demand_places_for_all, for_lone_and_for_many, tx::TxFor};
use crate::channel::Channel;
use crate::error::TrySendError;
use crate::handle::Handle;
use crate::link::Link;
use crate::mode::{LoneProducer, ManyProducers, Mode, Mpsc, Slices};
use core::fmt;

/// A producer for real-time threads: it never wakes anyone until it is told to.
///
/// Its try-operations make no system call, take no lock, allocate nothing and free nothing. [`Producer::quiet`] makes
/// one. To block with it does not compile. A consumer that is parked in `recv` sleeps until
/// [`notify`](Self::notify) or `close`, or the drop of the last producer; one that waits in `recv_timeout` finds the
/// message at its deadline at the latest. So a callback sends as much as it likes and notifies once at its end, or
/// leaves it to the consumer to look now and then. Notifying an empty ring wakes a parked consumer too, for nothing. An
/// ordinary producer that waits for room, or flushes, wakes the consumer of what quiet ones have sent: nobody waits for
/// a consumer that sleeps before a full ring.
///
/// A real-time thread that *receives* wakes a producer that is blocked at the other end, by a system call: let that
/// producer poll with `try_send`.
///
/// A message that is handed back by a failed send is the caller's to drop: send it home on a second ring rather than
/// free it on a real-time thread.
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
    /// Makes the producer quiet: it wakes nobody until it is told to. See [`Quiet`].
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
        self.channel().mark_quiet();
        Quiet { producer: self }
    }
}

impl<P> Quiet<P> {
    /// Gives the ordinary producer back.
    ///
    /// This does not notify the consumer: call [`notify`](Quiet::notify) first if it should be.
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
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{TrySendError, spsc};
        ///
        /// let (tx, mut rx) = spsc::channel::<_, 1>();
        /// let mut tx = tx.quiet();
        /// assert_eq!(tx.try_send("a"), Ok(()));
        /// assert_eq!(tx.try_send("b"), Err(TrySendError::Full("b")));
        /// assert_eq!(rx.try_recv(), Ok("a"));
        /// ```
        #[inline]
        pub fn try_send($self: $receiver, message: T) -> Result<(), TrySendError<T>> {
            let tx = $self.producer.tx().quiet();
            tx.count_if_refused(tx.try_send(message))
        }

        /// Sends a whole array in a row, or nothing, without waiting; wakes nobody.
        ///
        /// # Errors
        ///
        /// [`TrySendError::Full`] or [`TrySendError::Closed`], with the array.
        ///
        /// # Examples
        ///
        /// ```
        /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
        /// let tx = tx.quiet();
        /// tx.try_send_array(["bid", "ask"]).unwrap();
        /// assert_eq!(rx.drain().collect::<Vec<_>>(), ["bid", "ask"]);
        /// ```
        #[inline]
        pub fn try_send_array<const K: usize>($self: $receiver, messages: [T; K]) -> Result<(), TrySendError<[T; K]>> {
            const { demand_places_for_all::<K, N>() };
            let tx = $self.producer.tx().quiet();
            tx.count_if_refused(tx.try_send_array(messages))
        }

        /// Wakes the consumer if it sleeps; free if it does not.
        ///
        /// This is the one operation that may make a system call, besides `close` and the last drop.
        ///
        /// # Examples
        ///
        /// ```
        /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
        /// let mut tx = tx.quiet();
        /// let consumer = std::thread::spawn(move || rx.recv());
        /// tx.try_send(7).unwrap();
        /// tx.notify(); // without it, and without a close, the consumer would sleep on
        /// assert_eq!(consumer.join().unwrap(), Ok(7));
        /// ```
        #[inline]
        pub fn notify($self: $receiver) {
            $self.producer.tx().notify_consumer();
        }

        /// Closes the channel and wakes all that wait, as [`Producer::close`] does.
        ///
        /// # Examples
        ///
        /// ```
        /// let (tx, mut rx) = strait::mpsc::channel::<u8, 4>();
        /// let tx = tx.quiet();
        /// tx.close();
        /// assert!(rx.recv().is_err() && tx.try_send(1).is_err());
        /// ```
        pub fn close($self: $receiver) {
            $self.producer.tx().channel.close();
        }
    };
}

for_lone_and_for_many!(quiet, Quiet);

impl<T, const N: usize, M: LoneProducer, L: Link> Quiet<Producer<T, N, M, L>> {
    /// Sends what fits from an iterator; says how many went; wakes nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// let mut numbers = 0..6;
    /// assert_eq!(tx.quiet().try_send_many(&mut numbers), 4);
    /// assert_eq!((rx.len(), numbers), (4, 4..6));
    /// ```
    #[inline]
    pub fn try_send_many<I: Iterator<Item = T> + ?Sized>(&mut self, messages: &mut I) -> usize {
        let tx = self.producer.tx().quiet();
        tx.count_if_refused(tx.try_send_many(messages)).0
    }

    /// Reserves a place, if there is one now; the permit's send wakes nobody.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// let mut tx = tx.quiet();
    /// tx.try_reserve().unwrap().send("tick");
    /// assert_eq!(rx.try_recv(), Ok("tick"));
    /// ```
    #[inline]
    pub fn try_reserve(&mut self) -> Result<Permit<'_, T, N, M>, TrySendError<()>> {
        let tx = self.producer.tx().quiet();
        tx.count_if_refused(tx.try_reserve())
    }
}

#[cfg(feature = "alloc")]
impl<T, const N: usize, L: Link> Quiet<Producer<T, N, Mpsc, L>> {
    /// Sends what fits from a deque; says how many went; wakes nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 2>();
    /// let mut batch = VecDeque::from([1, 2, 3]);
    /// assert_eq!(tx.quiet().try_send_many(&mut batch), 2);
    /// assert_eq!((batch, rx.try_recv()), ([3].into(), Ok(1)));
    /// ```
    #[inline]
    pub fn try_send_many(&self, messages: &mut alloc::collections::VecDeque<T>) -> usize {
        let tx = self.producer.tx().quiet();
        tx.count_if_refused(tx.try_send_deque(messages)).0
    }
}

impl<T, const N: usize, M: Mode, L: Link> Quiet<Producer<T, N, M, L>> {
    /// Copies what fits of a slice; says how much; wakes nobody. Only on `pipe`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<f32, 4>();
    /// assert_eq!(tx.quiet().try_send_slice(&[0.5; 6]), 4);
    /// assert_eq!(rx.drain().sum::<f32>(), 2.0);
    /// ```
    #[inline]
    pub fn try_send_slice(&mut self, messages: &[T]) -> usize
    where
        M: Slices,
        T: Copy,
    {
        let tx = M::as_pipe::<TxFor<'_, T, N>>(self.producer.tx().quiet());
        tx.count_if_refused(tx.try_send_slice(messages)).unwrap_or(0)
    }

    /// Takes up to `n` free places; the commit wakes nobody. Only on `pipe`.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<u16, 4>();
    /// let mut tx = tx.quiet();
    /// assert_eq!(tx.write_chunk(4).unwrap().fill_from_iter(440..442), 2);
    /// assert_eq!(rx.try_recv(), Ok(440));
    /// ```
    #[inline]
    pub fn write_chunk(&mut self, n: usize) -> Result<WriteChunk<'_, T, N>, TrySendError<()>>
    where
        M: Slices,
    {
        let tx = M::as_pipe::<TxFor<'_, T, N>>(self.producer.tx().quiet());
        tx.count_if_refused(tx.write_chunk(n))
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

    /// What the channel has done so far; see [`Producer::stats`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, _rx) = strait::spsc::channel::<_, 1>();
    /// let mut tx = tx.quiet();
    /// assert!(tx.try_send(1).is_ok() && tx.try_send(2).is_err());
    /// assert_eq!((tx.stats().sent, tx.stats().refused), (1, 1));
    /// ```
    #[cfg(feature = "stats")]
    pub fn stats(&self) -> crate::Stats {
        self.producer.stats()
    }

    /// How many messages fit: `N`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<u8, 4>();
    /// let mut tx = tx.quiet();
    /// assert_eq!((tx.capacity(), tx.len(), tx.is_empty(), tx.is_full()), (4, 0, true, false));
    /// tx.try_send_array([1; 4]).unwrap();
    /// assert_eq!((tx.len(), tx.is_full(), tx.is_closed()), (4, true, false));
    /// assert!(tx.same_channel(&rx));
    /// rx.close();
    /// assert!(tx.is_closed());
    /// ```
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

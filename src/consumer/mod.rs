//! The receiving end: the handle, and what it can say of itself. Each verb has a file of its own.

mod batch;
mod iter;
mod peek;
mod recv;
pub(crate) mod rx;
mod slices;
#[cfg(feature = "stream")]
mod stream;

pub use iter::Drain;
#[cfg(feature = "std")]
pub use iter::{IntoIter, Iter};
use rx::Rx;
pub use slices::{ReadChunk, ReadChunkIntoIter};

use crate::channel::{Channel, Handle};
use crate::link::{Held, Link};
use crate::mode::{Head, ManyConsumers, Mode};
use core::fmt;

/// The receiving end of a channel; there is one.
///
/// The mode's module names it with its usual parameters: [`spsc::Consumer`](crate::spsc::Consumer),
/// [`mpsc::Consumer`](crate::mpsc::Consumer), [`pipe::Consumer`](crate::pipe::Consumer), and `ConsumerRef` for one that
/// borrows its channel.
///
/// When it is dropped the channel closes; what is left in it is dropped when the last producer is gone too.
#[doc(alias = "Receiver")]
pub struct Consumer<T, const N: usize, M: Mode, L: Link> {
    channel: Held<T, N, M, L>,
    head: Head<T, N, M>,
}

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// How many messages fit; all `N` places are usable.
    pub const CAPACITY: usize = N;

    pub(crate) fn new(channel: Held<T, N, M, L>, head: Head<T, N, M>) -> Self {
        Self { channel, head }
    }

    /// This consumer's view of the ring. Public methods that take `&self` only read through it.
    #[inline(always)]
    pub(crate) fn rx(&self) -> Rx<'_, T, N, M> {
        Rx { channel: &self.channel, head: &self.head }
    }

    /// How many messages fit: `N`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<u8, 64>();
    /// assert_eq!((tx.capacity(), rx.capacity()), (64, 64));
    /// ```
    pub const fn capacity(&self) -> usize {
        N
    }

    /// How many messages are there now.
    ///
    /// Producers may be sending more of them meanwhile, so this is a lower bound; in `mpsc` it may count messages behind one
    /// that is claimed and not yet published. A few loads: the slot rings find it by bisection over their marks, without an
    /// index that both ends share.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// assert_eq!(rx.len(), 3);
    /// ```
    #[doc(alias = "slots")]
    pub fn len(&self) -> usize {
        self.rx().len()
    }

    /// Whether no message is there now. One load, in the slot rings.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::spsc::channel::<_, 4>();
    /// assert!(rx.is_empty());
    /// tx.try_send(1).unwrap();
    /// assert!(!rx.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all places hold messages.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::spsc::channel::<_, 1>();
    /// tx.try_send(1).unwrap();
    /// assert!(rx.is_full());
    /// ```
    pub fn is_full(&self) -> bool {
        self.len() == N
    }

    /// Whether the channel is closed, by either end, or all producers are gone; messages may be left.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send(1).unwrap();
    /// drop(tx);
    /// assert!(rx.is_closed());
    /// assert_eq!(rx.try_recv(), Ok(1)); // what was sent is still there
    /// ```
    #[doc(alias = "is_disconnected")]
    #[doc(alias = "is_abandoned")]
    pub fn is_closed(&self) -> bool {
        self.rx().is_closed()
    }

    /// Closes the channel: nothing can be sent any more.
    ///
    /// What was sent can still be received. Wakes all that wait, at both ends. Closing again does nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{RecvError, SendError, spsc};
    ///
    /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
    /// tx.send(1).unwrap();
    /// rx.close();
    /// assert_eq!(tx.send(2), Err(SendError(2)));
    /// assert_eq!((rx.recv(), rx.recv()), (Ok(1), Err(RecvError)));
    /// ```
    pub fn close(&mut self) {
        self.channel.presence().set_consumer_done();
        self.channel.close();
    }

    /// What the channel has done since its handles were given out.
    ///
    /// Some loads of lines that others write, so ask now and then, not for every message. [`Stats`](crate::Stats) says what
    /// each figure means.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// tx.try_send_array([1, 2]).unwrap();
    /// assert!(tx.try_send(3).is_err());
    /// rx.try_recv().unwrap();
    /// let stats = rx.stats();
    /// assert_eq!((stats.sent, stats.received, stats.refused, stats.high_water), (2, 1, 1, 2));
    /// ```
    #[cfg(feature = "stats")]
    pub fn stats(&self) -> crate::Stats {
        self.rx().stats()
    }

    /// Whether another handle, of either end, belongs to the same channel.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<u8, 4>();
    /// assert!(rx.same_channel(&tx));
    /// ```
    pub fn same_channel(&self, other: &impl Handle<T, N, M>) -> bool {
        core::ptr::eq(self.channel(), other.channel())
    }

    /// Not for a consumer: there is one.
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait, reason = "beside the trait's, so that the error speaks our words")]
    pub fn clone(&self) -> Self
    where
        M: ManyConsumers,
    {
        Self { channel: self.channel.another(), head: M::another_head::<T, N>() }
    }
}

// SAFETY: holds for no mode. (Said here so that the error of a shared consumer speaks our words.)
unsafe impl<T: Send, const N: usize, M: ManyConsumers, L: Link> Sync for Consumer<T, N, M, L> {}

/// For no mode: every channel has one consumer.
#[doc(hidden)]
impl<T, const N: usize, M: ManyConsumers, L: Link> Clone for Consumer<T, N, M, L> {
    fn clone(&self) -> Self {
        self.clone()
    }
}

impl<T, const N: usize, M: Mode, L: Link> Drop for Consumer<T, N, M, L> {
    /// Closes the channel.
    fn drop(&mut self) {
        self.close();
    }
}

impl<T, const N: usize, M: Mode, L: Link> Handle<T, N, M> for Consumer<T, N, M, L> {
    fn channel(&self) -> &Channel<T, N, M> {
        &self.channel
    }
}

impl<T, const N: usize, M: Mode, L: Link> fmt::Debug for Consumer<T, N, M, L> {
    /// Shows the capacity, how many messages are there, and whether the channel is closed; takes no lock and prints no
    /// message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumer")
            .field("capacity", &N)
            .field("len", &self.len())
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

// A panic between two operations leaves a handle as it was: every operation ends with a consistent ring (ring/verbs.rs).
impl<T, const N: usize, M: Mode, L: Link> core::panic::UnwindSafe for Consumer<T, N, M, L> {}
impl<T, const N: usize, M: Mode, L: Link> core::panic::RefUnwindSafe for Consumer<T, N, M, L> {}

// Nothing in a handle is ever pinned.
impl<T, const N: usize, M: Mode, L: Link> Unpin for Consumer<T, N, M, L> {}

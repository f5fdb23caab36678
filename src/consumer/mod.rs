//! The receiving end: the handle, and what it can say of itself. Each verb has a file of its own.

mod batch;
mod close;
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

use crate::channel::Channel;
use crate::handle::{Handle, handle};
use crate::link::{Held, Link};
use crate::message::CrossesThreads;
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

handle!(Consumer, rx);

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    pub(crate) fn new(channel: Held<T, N, M, L>, head: Head<T, N, M>) -> Self {
        Self { channel, head }
    }

    /// This consumer's view of the ring. Public methods that take `&self` only read through it.
    #[inline(always)]
    pub(crate) fn rx(&self) -> Rx<'_, T, N, M> {
        Rx { channel: &self.channel, head: &self.head }
    }

    /// How many messages can be received now.
    ///
    /// Producers may be sending more of them meanwhile, so this is a lower bound. But it may count messages that a
    /// batch in `spsc` is just publishing, and in `mpsc` those after one that is claimed and not yet published. Found
    /// by bisection: about log2(N) loads, one if there is none.
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

    /// Whether no message can be received now. Costs what [`len`](Self::len) does.
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
unsafe impl<T: CrossesThreads, const N: usize, M: ManyConsumers, L: Link> Sync for Consumer<T, N, M, L> {}

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

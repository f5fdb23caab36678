//! The sending end: the handle, and what it can say of itself. Each verb has a file of its own.

mod array;
mod batch;
mod close;
mod future;
#[cfg(all(feature = "sink", feature = "std"))]
mod into_sink;
mod quiet;
mod reserve;
mod send;
#[cfg(feature = "sink")]
mod sink;
mod slices;
pub(crate) mod tx;

pub use future::{SendArrayAsync, SendAsync};
#[cfg(all(feature = "sink", feature = "std"))]
pub use into_sink::IntoSink;
pub use quiet::Quiet;
pub use reserve::Permit;
pub use slices::WriteChunk;
use tx::Tx;

use crate::channel::Channel;
use crate::handle::{Handle, handle};
use crate::link::{Held, Link};
use crate::message::CrossesThreads;
use crate::mode::{ManyProducers, Mode, Tail};
use core::fmt;

/// The sending end of a channel.
///
/// The mode's module names it with its usual parameters: [`spsc::Producer`](crate::spsc::Producer),
/// [`mpsc::Producer`](crate::mpsc::Producer), [`pipe::Producer`](crate::pipe::Producer), and `ProducerRef` for one that
/// borrows its channel. A lone producer sends through `&mut self` and cannot be cloned; that of `mpsc` sends through
/// `&self`, is `Clone` and `Sync`.
///
/// When the last producer of a channel is dropped, the channel closes.
#[doc(alias = "Sender")]
#[doc(alias = "SyncSender")]
pub struct Producer<T, const N: usize, M: Mode, L: Link> {
    channel: Held<T, N, M, L>,
    tail: Tail<T, N, M>,
}

/// Writes methods for both receivers: `&mut self` for a lone producer, `&self` for that of `mpsc`.
///
/// `$methods` is a macro that takes the name `self` and the receiver's type; the methods become the producer's, or
/// those of `$wrapper` around it.
macro_rules! for_lone_and_for_many {
    ($methods:ident) => {
        impl<T, const N: usize, M: LoneProducer, L: Link> Producer<T, N, M, L> {
            $methods!(self, &mut Self);
        }

        impl<T, const N: usize, L: Link> Producer<T, N, Mpsc, L> {
            $methods!(self, &Self);
        }
    };
    ($methods:ident, $wrapper:ident) => {
        impl<T, const N: usize, M: LoneProducer, L: Link> $wrapper<Producer<T, N, M, L>> {
            $methods!(self, &mut Self);
        }

        impl<T, const N: usize, L: Link> $wrapper<Producer<T, N, Mpsc, L>> {
            $methods!(self, &Self);
        }
    };
}

use for_lone_and_for_many;

handle!(Producer, tx);

impl<T, const N: usize, M: Mode, L: Link> Producer<T, N, M, L> {
    pub(crate) fn new(channel: Held<T, N, M, L>, tail: Tail<T, N, M>) -> Self {
        Self { channel, tail }
    }

    /// This producer's view of the ring. Public methods that take `&self` of a lone producer only read through it.
    #[inline(always)]
    pub(crate) fn tx(&self) -> Tx<'_, T, N, M> {
        Tx::new(&self.channel, &self.tail)
    }

    /// How many places are taken now, by messages sent and not yet received.
    ///
    /// The consumer may be taking more of them meanwhile, so for a lone producer this is an upper bound. In `mpsc` it
    /// counts claimed places, too, may be out of date in both directions, and is read again while the consumer moves.
    /// One atomic load for a lone producer; in `mpsc` two or three, while the consumer rests.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, _rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// assert_eq!(tx.len(), 3);
    /// ```
    pub fn len(&self) -> usize {
        self.tx().len()
    }

    /// Whether no place is taken: the consumer has received everything.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send(1).unwrap();
    /// assert!(!tx.is_empty());
    /// rx.try_recv().unwrap();
    /// assert!(tx.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all places are taken.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, _rx) = strait::spsc::channel::<_, 1>();
    /// tx.try_send(1).unwrap();
    /// assert!(tx.is_full());
    /// ```
    pub fn is_full(&self) -> bool {
        self.len() == N
    }

    /// Whether the channel is closed, by either end, or the consumer is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<u8, 4>();
    /// assert!(!tx.is_closed());
    /// drop(rx);
    /// assert!(tx.is_closed());
    /// ```
    #[doc(alias = "is_disconnected")]
    #[doc(alias = "is_abandoned")]
    pub fn is_closed(&self) -> bool {
        self.tx().is_closed()
    }

    /// Not for a lone producer; `mpsc` producers are `Clone`.
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait, reason = "beside the trait's, so that the error speaks our words")]
    pub fn clone(&self) -> Self
    where
        M: ManyProducers,
    {
        Self { channel: self.channel.another(), tail: M::another_tail::<T, N>() }
    }
}

// SAFETY: `ManyProducers` is sealed and `Mpsc`'s alone, whose tail is `()`; the hold is `Sync` where `T: Send`. (Said
// here and not left to the compiler so that the error of a shared lone producer speaks our words.)
unsafe impl<T: CrossesThreads, const N: usize, M: ManyProducers, L: Link> Sync for Producer<T, N, M, L> {}

impl<T, const N: usize, M: ManyProducers, L: Link> Clone for Producer<T, N, M, L> {
    /// One more producer of the same channel; allocates nothing.
    ///
    /// # Panics
    ///
    /// If there are more than `usize::MAX / 2` producers.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// let other = tx.clone();
    /// std::thread::spawn(move || other.send(1));
    /// drop(tx);
    /// assert_eq!(rx.iter().sum::<u32>(), 1); // ends when both producers are gone
    /// ```
    fn clone(&self) -> Self {
        self.clone()
    }
}

impl<T, const N: usize, M: Mode, L: Link> Drop for Producer<T, N, M, L> {
    /// Closes the channel if this was its last producer.
    fn drop(&mut self) {
        if self.channel.presence().leave_producers() {
            self.channel.close();
        }
    }
}

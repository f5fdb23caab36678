//! The sending end: the handle and its queries. Each verb has a file of its own.
// The order of these modules is the order of the methods on the handle's page; on the pages of the modes' aliases the
// blocks whose lifetime is elided come first.

mod send;

mod array;
mod batch;

mod reserve;
mod slices;

mod close;
mod evict;
mod lossy;

#[cfg(feature = "sink")]
mod sink;

#[cfg(feature = "std")]
mod mpmc;

mod future;
pub(crate) mod tx;

#[cfg(all(feature = "sink", feature = "std"))]
pub use sink::IntoSink;

#[cfg(feature = "std")]
pub use future::SendDeque;
pub use future::{Flush, ProducerClosed, Reserve, SendArray, SendFuture, SendMany, SendSlice};
pub use lossy::Lossy;
pub use reserve::Permit;
pub use slices::WriteChunk;

use crate::channel::{Channel, Core as _};
use crate::handle::ChannelRef;
use crate::mode::{Mode, Quiet, Shared, Wakes};
use crate::presence::Side;
use crate::ring::Ring as _;
use crate::wait::Waiters as _;
use core::{cell::Cell, fmt, marker::PhantomData};
use tx::Tx;

/// The sending end of a channel.
///
/// Each mode's module names it with its usual parameters: [`spsc::Producer`](crate::spsc::Producer),
/// [`mpsc::Producer`](crate::mpsc::Producer), [`pipe::Producer`](crate::pipe::Producer), and `ProducerRef` for one that
/// borrows its channel. `'a` is how long the channel lives: `'static` on the heap and in a `static`.
///
/// A lone producer (`spsc`, `pipe`) is `Send`, but neither `Clone` nor `Sync`: it can move between threads, and one
/// thread at a time sends. The producer of `mpsc` is `Clone` and `Sync`.
///
/// When the last producer of a channel is dropped, the channel closes.
#[doc(alias = "Sender")]
#[doc(alias = "SyncSender")]
#[must_use = "a channel closes when its last producer is dropped"]
pub struct Producer<'a, T, const N: usize, M: Mode> {
    channel: ChannelRef<'a, T, N, M>,
    /// Keeps a lone producer from being shared between threads.
    not_sync: PhantomData<Cell<()>>,
}

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    pub(crate) fn new(channel: ChannelRef<'a, T, N, M>) -> Self {
        Self { channel, not_sync: PhantomData }
    }

    /// This producer's view of the channel.
    #[inline(always)]
    pub(crate) fn tx(&self) -> Tx<'_, Channel<T, N, M>> {
        // SAFETY: this is a producer, and if it is alone it is not `Sync`, so this thread is that end. What spans time
        // (permits, chunks, futures) borrows the handle exclusively, and every other operation is over when it calls
        // others' code.
        unsafe { Tx::new(&self.channel) }
    }

    /// Counts as gone from here on.
    fn leave(&self) {
        if self.channel.presence().leave_side(Side::Producers) {
            self.channel.close();
        }
    }

    pub(crate) fn reference(&self) -> &ChannelRef<'a, T, N, M> {
        &self.channel
    }

    /// The number of slots; all of them are usable.
    pub const CAPACITY: usize = N;

    /// The number of slots: `N`.
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

    /// The most messages that may be in the channel: `N`, or the limit of `channel_limited`.
    pub fn limit(&self) -> usize {
        self.channel.limit()
    }

    /// Returns the number of messages that were sent and not yet received.
    ///
    /// The consumer may receive more of them at any time. So with a lone producer this is an upper bound: until it
    /// sends again, the number only falls. With `mpsc` other producers may send, too, and messages that they are just
    /// writing are included. One atomic load with a lone producer; two or three with `mpsc`, again while the consumer
    /// moves.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, _rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// assert_eq!(tx.len(), 3);
    /// ```
    pub fn len(&self) -> usize {
        self.tx().len()
    }

    /// Returns whether the consumer has received everything.
    ///
    /// If a lone producer sees the channel empty, nobody else can change that. With `mpsc` others may send.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send(1).unwrap();
    /// assert!(!tx.is_empty());
    /// rx.try_recv().unwrap();
    /// assert!(tx.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether all slots are taken.
    ///
    /// If the channel is full, the consumer may make room at any time. If a lone producer sees room, nobody else can
    /// take it away. With `mpsc` others may.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, _rx) = strait::spsc::channel::<_, 1>();
    /// tx.try_send(1).unwrap();
    /// assert!(tx.is_full());
    /// ```
    pub fn is_full(&self) -> bool {
        self.len() >= self.limit()
    }

    /// Returns how full the channel is, from 0.0 to 1.0: [`len`](Self::len) as a part of the capacity, for a dashboard.
    pub fn fill(&self) -> f32 {
        self.len() as f32 / self.limit() as f32
    }

    /// Returns whether the channel is closed, by either end or because the consumer is gone.
    ///
    /// An open channel may be closed by the consumer at any time; a closed one stays closed.
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

    /// Returns how many messages were lost since the channel was split: handed back by [`Lossy::send`], or evicted.
    ///
    /// In `evict` the number of messages that came back from `force_send`. What `try_send` refuses does not count.
    /// Exact while no other producer sends; wraps at the size of a `usize`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, _rx) = strait::spsc::channel::<_, 1>();
    /// let tx = tx.lossy();
    /// assert_eq!((tx.send(1), tx.send(2)), (Ok(None), Ok(Some(2))));
    /// assert_eq!(tx.into_inner().lost(), 1);
    /// ```
    pub fn lost(&self) -> usize {
        self.channel.losses().get().wrapping_add(self.channel.ring().evicted())
    }

    /// Returns whether another handle, of either end, belongs to the same channel.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::mpsc::channel::<u8, 2>();
    /// assert!(tx.same_channel(&rx) && rx.same_channel(&tx) && tx.same_channel(&tx.clone()));
    /// assert!(!tx.same_channel(&strait::mpsc::channel::<u8, 2>().1));
    /// ```
    pub fn same_channel(&self, other: &impl AsRef<Channel<T, N, M>>) -> bool {
        core::ptr::eq(self.as_ref(), other.as_ref())
    }

    /// Returns what the channel has done since its handles were given out.
    ///
    /// This loads from cache lines that others write, so call it now and then, not per message.
    /// [`Stats`](crate::Stats) says what each number means.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 2>();
    /// tx.try_send_array([1, 2]).unwrap();
    /// assert!(tx.try_send(3).is_err());
    /// rx.try_recv().unwrap();
    /// for stats in [tx.stats(), rx.stats()] {
    ///     assert_eq!((stats.sent, stats.received, stats.high_water), (2, 1, 2));
    /// }
    /// ```
    #[cfg(feature = "stats")]
    pub fn stats(&self) -> crate::Stats {
        self.tx().stats()
    }
}

impl<T, const N: usize, M: Wakes> Producer<'_, T, N, Quiet<M>> {
    /// Wakes the consumer of a quiet channel if it sleeps; costs one load if it does not.
    ///
    /// Call it once at the end of a callback, or let the consumer poll. Apart from `close()` and the drop of the last
    /// handle of an end, this is the one operation of a quiet channel's producer that may make a system call.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::quiet_channel::<_, 4>();
    /// let consumer = std::thread::spawn(move || rx.recv());
    /// tx.try_send(7).unwrap();
    /// tx.notify(); // without it, and without a close, the consumer would sleep on
    /// assert_eq!(consumer.join().unwrap(), Ok(7));
    /// ```
    #[inline]
    pub fn notify(&self) {
        if M::Consumers::TAKE_TURNS {
            self.channel.not_empty().notify_each();
        } else {
            self.channel.not_empty().notify();
        }
    }
}

// SAFETY: the producers' end of such a mode has many handles, so its view may be used by many threads at once; the
// channel itself is `Sync` where `T: Send`.
unsafe impl<T: Send, const N: usize, M: Mode> Sync for Producer<'_, T, N, M> where M::Producers: Shared {}

impl<T, const N: usize, M: Mode> Clone for Producer<'_, T, N, M>
where
    M::Producers: Shared,
{
    /// Makes one more producer of the same channel; allocates nothing.
    ///
    /// # Panics
    ///
    /// If there are more than `usize::MAX / 16` producers.
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
        Self::new(self.channel.another(Side::Producers))
    }
}

impl<T, const N: usize, M: Mode> Drop for Producer<'_, T, N, M> {
    /// Closes the channel if this was its last producer.
    fn drop(&mut self) {
        self.leave();
    }
}

/// The handle's channel, for [`same_channel`](Producer::same_channel).
impl<T, const N: usize, M: Mode> AsRef<Channel<T, N, M>> for Producer<'_, T, N, M> {
    fn as_ref(&self) -> &Channel<T, N, M> {
        &self.channel
    }
}

impl<T, const N: usize, M: Mode> fmt::Debug for Producer<'_, T, N, M> {
    /// Shows the capacity, the length, and whether the channel is closed; takes no lock and prints no message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Producer")
            .field("capacity", &N)
            .field("len", &self.len())
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

// Every operation leaves the ring consistent, also when others' code panics in it (ring/ops.rs).
impl<T, const N: usize, M: Mode> core::panic::UnwindSafe for Producer<'_, T, N, M> {}
impl<T, const N: usize, M: Mode> core::panic::RefUnwindSafe for Producer<'_, T, N, M> {}

// Nothing in a handle is ever pinned.
impl<T, const N: usize, M: Mode> Unpin for Producer<'_, T, N, M> {}

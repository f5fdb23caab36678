//! The receiving end: the handle and its queries. Each verb has a file of its own.
// The order of these modules is the order of the methods on the handle's page; on the pages of the modes' aliases the
// blocks whose lifetime is elided come first.

mod recv;

mod batch;
mod iter;
mod peek;
mod ready;

mod slices;

mod close;

#[cfg(feature = "stream")]
mod stream;

mod future;
#[cfg(feature = "std")]
mod mpmc;

pub(crate) mod rx;

pub use future::{ConsumerClosed, Ready, Recv, RecvMany, RecvSlice};
pub use iter::Drain;
#[cfg(feature = "std")]
pub use iter::{IntoIter, Iter};
pub use slices::{ReadChunk, ReadChunkIntoIter};

use crate::channel::{Channel, Core as _};
use crate::handle::ChannelRef;
use crate::mode::{Mode, Shared};
use crate::presence::Side;
use crate::ring::Ring as _;
use crate::wait::{End as _, Waiters};
use core::{cell::Cell, fmt, marker::PhantomData};
use rx::Rx;

/// The receiving end of a channel.
///
/// Each mode's module names it with its usual parameters: [`spsc::Consumer`](crate::spsc::Consumer),
/// [`mpsc::Consumer`](crate::mpsc::Consumer), [`pipe::Consumer`](crate::pipe::Consumer), and `ConsumerRef` for one that
/// borrows its channel. `'a` is how long the channel lives: `'static` on the heap and in a `static`.
///
/// It is `Send`, but neither `Clone` nor `Sync`: it can move between threads, and one thread at a time receives.
///
/// When it is dropped the channel closes, and the messages in it are dropped.
#[doc(alias = "Receiver")]
#[must_use = "a channel closes when its last consumer is dropped"]
pub struct Consumer<'a, T, const N: usize, M: Mode> {
    channel: ChannelRef<'a, T, N, M>,
    /// What `poll_recv` keeps of its place among many consumers.
    kept: <M::Consumers as Waiters>::Kept,
    /// Keeps a lone consumer from being shared between threads.
    not_sync: PhantomData<Cell<()>>,
}

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    pub(crate) fn new(channel: ChannelRef<'a, T, N, M>) -> Self {
        Self { channel, kept: Default::default(), not_sync: PhantomData }
    }

    /// This consumer's view of the channel.
    #[inline(always)]
    pub(crate) fn rx(&self) -> Rx<'_, Channel<T, N, M>> {
        // SAFETY: this is a consumer, and if it is alone it is not `Sync`, so this thread is that end. What spans time
        // (peeks, chunks, iterators, futures) borrows the handle exclusively, and every other operation is over when it
        // calls others' code.
        unsafe { Rx::new(&self.channel) }
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

    /// Returns the number of messages in the channel.
    ///
    /// More may arrive at any time; none disappears, except by this consumer. (In `mpsc`, and while a batch in `spsc`
    /// is being published, it may include messages that are still being written.) Found by bisection: about log2(N)
    /// atomic loads, one if there is no message.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// assert_eq!(rx.len(), 3);
    /// ```
    #[doc(alias = "slots")]
    pub fn len(&self) -> usize {
        self.rx().len()
    }

    /// Returns whether there is no message.
    ///
    /// An empty channel may get a message at any time. If it is not empty, nobody else can change that. Costs one
    /// atomic load if it is empty, otherwise as much as [`len`](Self::len).
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// assert!(rx.is_empty());
    /// tx.try_send(1).unwrap();
    /// assert!(!rx.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether all slots hold messages.
    ///
    /// A full channel stays full until this consumer receives. One that is not full may fill up at any time.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 1>();
    /// tx.try_send(1).unwrap();
    /// assert!(rx.is_full());
    /// ```
    pub fn is_full(&self) -> bool {
        self.len() >= self.limit()
    }

    /// Returns how full the channel is, from 0.0 to 1.0: [`len`](Self::len) as a part of the capacity, for a dashboard.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// assert_eq!((tx.fill(), rx.fill(), rx.observer().fill()), (0.75, 0.75, 0.75));
    /// ```
    pub fn fill(&self) -> f32 {
        self.len() as f32 / self.limit() as f32
    }

    /// Returns whether the channel is closed, by either end or because all producers are gone; messages may be left.
    ///
    /// An open channel may be closed by a producer at any time; a closed one stays closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
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

    /// Returns how many messages were lost since the channel was split: what a [`Lossy`](crate::Lossy) producer handed
    /// back, or what was evicted.
    ///
    /// With a `Lossy` producer it includes every loss that happened before this call, and is exact while no producer
    /// sends. In `evict` it counts the evicted messages as the consumer comes to where they were: what it grows by from
    /// one receive to the next is exactly how many sends lie between the two messages. What `try_send` refuses does not
    /// count. Wraps at the size of a `usize`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 1>();
    /// let tx = tx.lossy();
    /// assert_eq!((tx.send(1), tx.send(2)), (Ok(None), Ok(Some(2))));
    /// assert_eq!(rx.lost(), 1);
    /// ```
    pub fn lost(&self) -> usize {
        self.channel.losses().get().wrapping_add(self.channel.ring().missed())
    }

    /// Returns whether another handle, of either end, belongs to the same channel.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<u8, 2>();
    /// assert!(rx.same_channel(&tx));
    /// assert!(!rx.same_channel(&strait::spsc::channel::<u8, 2>().1));
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
    /// let (tx, rx) = strait::mpsc::channel::<_, 2>();
    /// tx.try_send_array([1, 2]).unwrap();
    /// rx.try_recv().unwrap();
    /// assert_eq!((rx.stats().sent, rx.stats().received), (2, 1));
    /// ```
    #[cfg(feature = "stats")]
    pub fn stats(&self) -> crate::Stats {
        self.rx().stats()
    }
}

// SAFETY: the consumers' end of such a mode has many handles, so its view may be used by many threads at once; the
// channel itself is `Sync` where `T: Send`.
unsafe impl<T: Send, const N: usize, M: Mode> Sync for Consumer<'_, T, N, M> where M::Consumers: Shared {}

impl<T, const N: usize, M: Mode> Clone for Consumer<'_, T, N, M>
where
    M::Consumers: Shared,
{
    /// Makes one more consumer of the same channel; allocates nothing.
    ///
    /// # Panics
    ///
    /// If there are more than `usize::MAX / 16` consumers.
    fn clone(&self) -> Self {
        Self::new(self.channel.another(Side::Consumers))
    }
}

impl<T, const N: usize, M: Mode> Drop for Consumer<'_, T, N, M> {
    /// Closes the channel if this was its last consumer, and drops the messages in it.
    ///
    /// A message that a producer is just sending is dropped with the channel.
    fn drop(&mut self) {
        self.rx().cancel(&mut M::Consumers::take_kept(&self.kept));
        if self.channel.presence().leave_side(Side::Consumers) {
            self.channel.presence().end_at(self.channel.ring().head_position());
            self.channel.close();
            if core::mem::needs_drop::<T>() {
                while self.rx().pop(Some, |_| None).is_some() {}
            } else {
                self.rx().head().forget_all();
            }
        }
    }
}

/// The handle's channel, for [`same_channel`](Consumer::same_channel).
impl<T, const N: usize, M: Mode> AsRef<Channel<T, N, M>> for Consumer<'_, T, N, M> {
    fn as_ref(&self) -> &Channel<T, N, M> {
        &self.channel
    }
}

impl<T, const N: usize, M: Mode> fmt::Debug for Consumer<'_, T, N, M> {
    /// Shows the capacity, the length, and whether the channel is closed; takes no lock and prints no message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumer")
            .field("capacity", &N)
            .field("len", &self.len())
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

// Every operation leaves the ring consistent, also when others' code panics in it (ring/ops.rs).
impl<T, const N: usize, M: Mode> core::panic::UnwindSafe for Consumer<'_, T, N, M> {}
impl<T, const N: usize, M: Mode> core::panic::RefUnwindSafe for Consumer<'_, T, N, M> {}

// Nothing in a handle is ever pinned.
impl<T, const N: usize, M: Mode> Unpin for Consumer<'_, T, N, M> {}

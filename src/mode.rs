//! Modes: which ring a channel has, and who may hold and wait at its ends.

use crate::capacity::Sealed;
use crate::ring::{DenseRing, EvictRing, LinesRing, LoneTailRing, Ring, SlotRing, TailWordRing};
use crate::wait::{Single, WaitQueue, Waiters};
use core::marker::PhantomData;

/// A kind of channel: [`Spsc`], [`Mpsc`], [`Spmc`], [`Mpmc`], [`Pipe`], [`Evict`], or [`Quiet`] of one of these.
/// Sealed.
pub trait Mode: Sealed + Sized + 'static {
    /// Where messages lie, and who may touch which of them.
    #[doc(hidden)]
    type Ring<T, const N: usize>: Ring<Item = T>;

    /// Who waits for room: one producer or many.
    #[doc(hidden)]
    type Producers: Waiters;

    /// Who waits for messages: one consumer or many.
    #[doc(hidden)]
    type Consumers: Waiters;

    /// Whether a send wakes a waiting consumer, and a receive a waiting producer.
    #[doc(hidden)]
    const NOTIFIES: bool = true;
}

/// One producer, one consumer, lowest latency: see [`spsc`](crate::spsc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spsc {}

/// Many producers, one consumer: see [`mpsc`](crate::mpsc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mpsc {}

/// One producer, many consumers, each message for one of them: see [`spmc`](crate::spmc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spmc {}

/// Many producers, many consumers, each message for one of them: see [`mpmc`](crate::mpmc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mpmc {}

/// One producer, one consumer, messages side by side: see [`pipe`](crate::pipe).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipe {}

/// One producer, one consumer, and the newest messages: see [`evict`](crate::evict).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evict {}

/// A mode in which neither end wakes the other: for real-time threads.
///
/// In a channel of this mode no operation wakes, locks, allocates or makes a system call, with three exceptions:
/// [`notify`](crate::Producer::notify); `close()` and the drop of the last handle of an end; and the consumer's own
/// wait (`recv`, `recv_timeout`, `recv_async`), which sleeps until one of these or until its time is up. Producers only
/// try: to wait for room does not compile. So both ends are safe on a real-time thread.
///
/// `quiet_channel()` and `QuietChannel` of each mode's module make one.
///
/// A message that a failed send hands back is the caller's to drop. To keep the allocator off a real-time thread,
/// return it through a second channel instead of freeing it.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use strait::pipe;
///
/// let (mut tx, rx) = pipe::quiet_channel::<f32, 64>();
/// let reader = std::thread::spawn(move || rx.recv_timeout(Duration::from_secs(5)));
/// tx.try_send_slice(&[0.5, 0.25]).unwrap(); // in the callback: wakes nobody
/// tx.notify(); // at its end: wakes the reader if it sleeps
/// assert_eq!(reader.join().unwrap(), Ok(0.5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet<M>(PhantomData<M>);

impl Sealed for Spsc {}
impl Sealed for Mpsc {}
impl Sealed for Spmc {}
impl Sealed for Mpmc {}
impl Sealed for Pipe {}
impl Sealed for Evict {}
impl<M: Wakes> Sealed for Quiet<M> {}

impl Mode for Spsc {
    type Ring<T, const N: usize> = LinesRing<T, N>;
    type Producers = Single;
    type Consumers = Single;
}

impl Mode for Mpsc {
    type Ring<T, const N: usize> = SlotRing<T, N>;
    type Producers = WaitQueue;
    type Consumers = Single;
}

impl Mode for Spmc {
    type Ring<T, const N: usize> = LoneTailRing<T, N>;
    type Producers = Single;
    type Consumers = WaitQueue;
}

impl Mode for Mpmc {
    type Ring<T, const N: usize> = TailWordRing<T, N>;
    type Producers = WaitQueue;
    type Consumers = WaitQueue;
}

impl Mode for Pipe {
    type Ring<T, const N: usize> = DenseRing<T, N>;
    type Producers = Single;
    type Consumers = Single;
}

/// Its producer never waits for room, only for the close.
impl Mode for Evict {
    type Ring<T, const N: usize> = EvictRing<T, N>;
    type Producers = Single;
    type Consumers = Single;
}

impl<M: Wakes> Mode for Quiet<M> {
    type Ring<T, const N: usize> = M::Ring<T, N>;
    type Producers = M::Producers;
    type Consumers = M::Consumers;
    const NOTIFIES: bool = false;
}

/// A mode in which each end wakes the other: every mode but [`Quiet`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "the producers of this channel never wait: use `try_send` and the other try-operations, or `force_send` of `evict`",
    label = "neither end of a quiet channel wakes the other",
    note = "to wait for the other end use an ordinary channel: `channel()` instead of `quiet_channel()`"
)]
pub trait Wakes: Mode {}

#[diagnostic::do_not_recommend]
impl Wakes for Spsc {}
#[diagnostic::do_not_recommend]
impl Wakes for Mpsc {}
#[diagnostic::do_not_recommend]
impl Wakes for Spmc {}
#[diagnostic::do_not_recommend]
impl Wakes for Mpmc {}
#[diagnostic::do_not_recommend]
impl Wakes for Pipe {}
#[diagnostic::do_not_recommend]
impl Wakes for Evict {}

/// A mode whose producers may find the channel full: every mode but [`Evict`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "the producer of `evict` never waits and is never refused: `force_send` is its only send",
    label = "an evicting channel is never full: the oldest message makes room",
    note = "to wait for room, or to be refused, use `strait::spsc`; to count what is refused, its producer's `lossy()`"
)]
pub trait Refuses: Keeps {}

#[diagnostic::do_not_recommend]
impl Refuses for Spsc {}
#[diagnostic::do_not_recommend]
impl Refuses for Mpsc {}
#[diagnostic::do_not_recommend]
impl Refuses for Spmc {}
#[diagnostic::do_not_recommend]
impl Refuses for Mpmc {}
#[diagnostic::do_not_recommend]
impl Refuses for Pipe {}
#[diagnostic::do_not_recommend]
impl<M: Refuses + Wakes> Refuses for Quiet<M> {}

/// A mode whose producers may wait for room: every mode but [`Evict`] and [`Quiet`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "the producers of this channel never wait: use `try_send` and the other try-operations, or `force_send` of `evict`",
    label = "neither end of a quiet channel wakes the other, and an evicting one always has room",
    note = "to wait for room use an ordinary channel: `channel()` instead of `quiet_channel()`"
)]
pub trait Waits: Refuses + Wakes {}

#[diagnostic::do_not_recommend]
impl Waits for Spsc {}
#[diagnostic::do_not_recommend]
impl Waits for Mpsc {}
#[diagnostic::do_not_recommend]
impl Waits for Spmc {}
#[diagnostic::do_not_recommend]
impl Waits for Mpmc {}
#[diagnostic::do_not_recommend]
impl Waits for Pipe {}

/// A mode in which a message stays until it is received: every mode but [`Evict`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "a message in `evict` may be evicted while it is looked at: take it with `try_recv` or `recv`",
    label = "what was shown might be gone",
    note = "a message that was taken is yours, and is evicted no more"
)]
pub trait Keeps: Mode {}

#[diagnostic::do_not_recommend]
impl Keeps for Spsc {}
#[diagnostic::do_not_recommend]
impl Keeps for Mpsc {}
#[diagnostic::do_not_recommend]
impl Keeps for Spmc {}
#[diagnostic::do_not_recommend]
impl Keeps for Mpmc {}
#[diagnostic::do_not_recommend]
impl Keeps for Pipe {}
#[diagnostic::do_not_recommend]
impl<M: Keeps + Wakes> Keeps for Quiet<M> {}

/// A mode in which a new message evicts the oldest when the channel is full: [`Evict`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "this channel refuses a message when it is full, and evicts none: `force_send` is for `strait::evict`",
    label = "only the producer of `evict` can do this",
    note = "to send without waiting use `try_send`; to count what is refused, `lossy()`"
)]
pub trait Evicts: LoneConsumer {
    /// The mode's ring as what it is.
    #[doc(hidden)]
    fn evicting<T, const N: usize>(ring: &Self::Ring<T, N>) -> &EvictRing<T, N>;
}

#[diagnostic::do_not_recommend]
impl Evicts for Evict {
    #[inline(always)]
    fn evicting<T, const N: usize>(ring: &EvictRing<T, N>) -> &EvictRing<T, N> {
        ring
    }
}

#[diagnostic::do_not_recommend]
impl<M: Evicts + Wakes> Evicts for Quiet<M> {
    #[inline(always)]
    fn evicting<T, const N: usize>(ring: &M::Ring<T, N>) -> &EvictRing<T, N> {
        M::evicting(ring)
    }
}

/// A mode with one producer, which may look at free slots without committing to them. Sealed.
#[diagnostic::on_unimplemented(
    message = "one of many producers reserves no slot and sends no iterator: build the message first, then `try_send`, `send` or `send_async` it",
    label = "only the lone producer of `spsc`, `spmc` or `pipe` can do this",
    note = "a reserved slot whose producer stalls would hold up all the others; for batches use `try_send_deque` or `send_deque`"
)]
pub trait LoneProducer: Refuses {}

#[diagnostic::do_not_recommend]
impl LoneProducer for Spsc {}
#[diagnostic::do_not_recommend]
impl LoneProducer for Spmc {}
#[diagnostic::do_not_recommend]
impl LoneProducer for Pipe {}
#[diagnostic::do_not_recommend]
impl<M: LoneProducer + Wakes> LoneProducer for Quiet<M> {}

/// A mode with one consumer, which may look at a message before it takes it. Sealed.
#[diagnostic::on_unimplemented(
    message = "one of many consumers takes a message or leaves it, and cannot look at it first: `try_recv`, `recv` or `recv_async` it",
    label = "only the lone consumer of `spsc`, `mpsc` or `pipe` can do this",
    note = "another consumer may take the next message at any time; what borrows it would have to keep them all waiting"
)]
pub trait LoneConsumer: Mode {}

#[diagnostic::do_not_recommend]
impl LoneConsumer for Spsc {}
#[diagnostic::do_not_recommend]
impl LoneConsumer for Mpsc {}
#[diagnostic::do_not_recommend]
impl LoneConsumer for Pipe {}
#[diagnostic::do_not_recommend]
impl LoneConsumer for Evict {}
#[diagnostic::do_not_recommend]
impl<M: LoneConsumer + Wakes> LoneConsumer for Quiet<M> {}

// Whose consumers may wait as tasks: many of them wait behind a lock, which `core` has not.
#[cfg(not(feature = "std"))]
pub(crate) use LoneConsumer as Awaits;
#[cfg(feature = "std")]
pub(crate) use Mode as Awaits;

/// A mode whose messages lie side by side, so that runs of them are slices: [`Pipe`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "slices and chunks exist on `pipe` alone: use `strait::pipe`, or `try_send_many` and `try_recv_many`",
    label = "this channel is not a `pipe`",
    note = "the messages of other channels do not lie side by side"
)]
pub trait Slices: LoneProducer + LoneConsumer {
    /// The mode's ring as what it is.
    #[doc(hidden)]
    fn dense<T, const N: usize>(ring: &Self::Ring<T, N>) -> &DenseRing<T, N>;
}

#[diagnostic::do_not_recommend]
impl Slices for Pipe {
    #[inline(always)]
    fn dense<T, const N: usize>(ring: &DenseRing<T, N>) -> &DenseRing<T, N> {
        ring
    }
}

#[diagnostic::do_not_recommend]
impl<M: Slices + Wakes> Slices for Quiet<M> {
    #[inline(always)]
    fn dense<T, const N: usize>(ring: &M::Ring<T, N>) -> &DenseRing<T, N> {
        M::dense(ring)
    }
}

/// An end that has many handles, each of which many threads may share. Sealed.
///
/// `M::Producers: Shared` holds for [`Mpsc`] and [`Mpmc`], `M::Consumers: Shared` for [`Spmc`] and [`Mpmc`].
#[diagnostic::on_unimplemented(
    message = "a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`",
    label = "this end of the channel has one handle, for one thread at a time",
    note = "to hand it to another thread, move it: `move || ..`"
)]
pub trait Shared: Waiters {}

#[diagnostic::do_not_recommend]
impl Shared for WaitQueue {}

//! Modes: which ring a channel has, and who waits at its ends.

use crate::ring::{Dense, Lines, LoneRing, One, Ring, Slots};
use crate::wait::{Single, WaitQueue, Waiters};

/// What kind of channel: [`Spsc`], [`Mpsc`] or [`Pipe`]. Sealed.
pub trait Mode: Parts + Sized {}

/// One producer and one consumer, messages and tail in one line: see [`spsc`](crate::spsc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spsc {}

/// Many producers and one consumer, slots with marks: see [`mpsc`](crate::mpsc).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mpsc {}

/// One producer and one consumer, places side by side: see [`pipe`](crate::pipe).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipe {}

impl Mode for Spsc {}
impl Mode for Mpsc {}
impl Mode for Pipe {}

/// What a mode is made of.
pub trait Parts: 'static {
    /// Where messages lie, and whose turn it is.
    type Ring<T, const N: usize>: Ring<T>;
    /// Who may wait for room.
    type Producers: Waiters;
}

impl Parts for Spsc {
    type Ring<T, const N: usize> = One<Lines<T, N>, N>;
    type Producers = Single;
}

impl Parts for Mpsc {
    type Ring<T, const N: usize> = Slots<T, N>;
    type Producers = WaitQueue;
}

impl Parts for Pipe {
    type Ring<T, const N: usize> = One<Dense<T, N>, N>;
    type Producers = Single;
}

/// What a producer handle of a mode keeps for itself.
pub(crate) type Tail<T, const N: usize, M> = <<M as Parts>::Ring<T, N> as Ring<T>>::Tail;
/// What a consumer handle of a mode keeps for itself.
pub(crate) type Head<T, const N: usize, M> = <<M as Parts>::Ring<T, N> as Ring<T>>::Head;

/// A mode with one producer: it may look at free places without committing to them. Sealed.
#[diagnostic::on_unimplemented(
    message = "an `mpsc` producer reserves no place: build the message first, then `try_send`, `send` or `send_async` it",
    label = "only the lone producer of `spsc` or `pipe` can do this",
    note = "a reserved place whose producer is stalled would hold up all the others"
)]
pub trait LoneProducer: Mode {
    /// The mode's ring, as one whose producer may leave a claim unused.
    #[doc(hidden)]
    type RingOfOne<T, const N: usize>: LoneRing<T, Tail = Tail<T, N, Self>, Head = Head<T, N, Self>>;

    #[doc(hidden)]
    fn lone<T, const N: usize>(ring: &Self::Ring<T, N>) -> &Self::RingOfOne<T, N>;
}

#[diagnostic::do_not_recommend]
impl LoneProducer for Spsc {
    type RingOfOne<T, const N: usize> = Self::Ring<T, N>;

    #[inline(always)]
    fn lone<T, const N: usize>(ring: &Self::Ring<T, N>) -> &Self::Ring<T, N> {
        ring
    }
}

#[diagnostic::do_not_recommend]
impl LoneProducer for Pipe {
    type RingOfOne<T, const N: usize> = Self::Ring<T, N>;

    #[inline(always)]
    fn lone<T, const N: usize>(ring: &Self::Ring<T, N>) -> &Self::Ring<T, N> {
        ring
    }
}

/// A mode whose producers can be cloned and shared: [`Mpsc`], whose tail is `()`. Sealed.
#[diagnostic::on_unimplemented(
    message = "a lone producer is neither cloned nor shared: for many producers use `strait::mpsc`",
    label = "an `spsc` or `pipe` producer stays alone"
)]
pub trait ManyProducers: Mode {
    /// What one more producer keeps for itself.
    #[doc(hidden)]
    fn another_tail<T, const N: usize>() -> Tail<T, N, Self>;
}

#[diagnostic::do_not_recommend]
impl ManyProducers for Mpsc {
    fn another_tail<T, const N: usize>() -> Tail<T, N, Self> {}
}

/// A mode whose consumers can be cloned; there is none. Sealed.
#[diagnostic::on_unimplemented(
    message = "a consumer is neither cloned nor shared: to spread work, give each thread a channel of its own",
    label = "a channel has one consumer, in every mode"
)]
pub trait ManyConsumers: Mode {
    /// What one more consumer keeps for itself.
    #[doc(hidden)]
    fn another_head<T, const N: usize>() -> Head<T, N, Self>;
}

/// A mode whose messages lie side by side, so that runs of them are slices: [`Pipe`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "slices and chunks exist on `pipe` alone: use `strait::pipe`, or `try_send_many` and `try_recv_many`",
    label = "this channel is not a `pipe`",
    note = "the messages of `spsc` and `mpsc` do not lie side by side"
)]
pub trait Slices: LoneProducer {
    /// Sees a thing made for this mode as one made for [`Pipe`], which this mode is.
    #[doc(hidden)]
    fn as_pipe<F: ForMode>(thing: F::Of<Self>) -> F::Of<Pipe>;
}

/// A kind of thing that is made for a mode.
pub trait ForMode {
    /// The thing for the mode `M`.
    type Of<M: Mode>;
}

#[diagnostic::do_not_recommend]
impl Slices for Pipe {
    #[inline(always)]
    fn as_pipe<F: ForMode>(thing: F::Of<Self>) -> F::Of<Self> {
        thing
    }
}

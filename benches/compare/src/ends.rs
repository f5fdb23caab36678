//! The two ends of a channel as the works see them. A peer's adapter is an implementation of these for its own handles.
//!
//! The verbs are none of the peers' own (`offer`, `poll`, `put`, `take`), so that a call in an adapter always means the
//! peer's method.

use std::future::Future;

/// A contender as the table names it.
pub trait Named: 'static {
    /// The row's name.
    const NAME: &'static str;
    /// The package whose version stands beside it; empty for the standard library and for raw rows.
    const PACKAGE: &'static str;
}

/// Makes a channel of `N` places with one producer.
pub trait Pair<T, const N: usize>: Named {
    /// The producer's handle.
    type Tx: Send + 'static;
    /// The consumer's handle.
    type Rx: Send + 'static;
    /// A new channel.
    fn pair() -> (Self::Tx, Self::Rx);
}

/// Makes a channel of `N` places with several producers.
pub trait Fan<T, const N: usize>: Named {
    /// A producer's handle.
    type Tx: Send + 'static;
    /// The consumer's handle.
    type Rx: Send + 'static;
    /// A new channel and a handle for each producer.
    fn fan(producers: usize) -> (Vec<Self::Tx>, Self::Rx);
}

/// Sends without waiting.
pub trait TryTx<T> {
    /// Says whether the message went in.
    fn offer(&mut self, message: T) -> bool;
}

/// Receives without waiting.
pub trait TryRx<T> {
    /// The next message, if it is there.
    fn poll(&mut self) -> Option<T>;
}

/// Sends and waits for room as the peer sees fit: spinning, parking, or both.
pub trait BlockTx<T> {
    /// Returns when the message is in.
    fn put(&mut self, message: T);
}

/// Receives and waits for a message as the peer sees fit.
pub trait BlockRx<T> {
    /// The next message.
    fn take(&mut self) -> T;
}

/// Sends from a task.
pub trait AsyncTx<T> {
    /// Ready when the message is in.
    fn put_async(&mut self, message: T) -> impl Future<Output = ()> + Send;
}

/// Receives in a task.
pub trait AsyncRx<T> {
    /// Ready with the next message.
    fn take_async(&mut self) -> impl Future<Output = T> + Send;
}

/// Sends runs of consecutive numbers without waiting.
pub trait BatchTx {
    /// Sends some of `count` numbers that begin at `first`, in order, and says how many went in.
    fn offer_many(&mut self, first: u64, count: usize) -> usize;
}

/// Receives runs without waiting.
pub trait BatchRx {
    /// Shows up to `max` messages to `see` and says how many there were.
    fn poll_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize;
}

/// Sends runs of consecutive numbers and waits for room.
pub trait BlockBatchTx {
    /// Returns when `count` numbers that begin at `first` are in.
    fn put_many(&mut self, first: u64, count: usize);
}

/// Receives runs and waits for a message.
pub trait BlockBatchRx {
    /// Shows up to `max` messages to `see`, one at least, and says how many there were.
    fn take_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize;
}

/// Sends slices without waiting.
pub trait SliceTx {
    /// Sends what fits and says how many words that was.
    fn offer_slice(&mut self, words: &[u64]) -> usize;
}

/// Receives into slices without waiting.
pub trait SliceRx {
    /// Fills the front of `words` with what is there and says how many words that was.
    fn poll_slice(&mut self, words: &mut [u64]) -> usize;
}

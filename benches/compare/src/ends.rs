//! The two ends of a channel as the works see them. A peer's adapter is an implementation of these for its own handles.
//!
//! The verbs are none of the peers' own (`offer`, `poll`, `put`, `take`), so that a call in an adapter always means the
//! peer's method.

use std::future::Future;

/// A contender's name in the tables.
pub trait Named: 'static {
    /// The row's name.
    const NAME: &'static str;
    /// The package whose version is shown with it; empty for the standard library and for raw rows.
    const PACKAGE: &'static str;
}

/// Makes a channel of capacity `N` with one producer.
pub trait Pair<T, const N: usize>: Named {
    /// The producer's handle.
    type Tx: Send + 'static;
    /// The consumer's handle.
    type Rx: Send + 'static;
    /// A new channel.
    fn pair() -> (Self::Tx, Self::Rx);
}

/// Makes a channel of capacity `N` with several producers.
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
    /// Returns whether the message was sent.
    fn offer(&mut self, message: T) -> bool;
}

/// Sends without waiting; the oldest message makes room.
pub trait ForceTx<T> {
    /// Sends the message; returns whether another one was evicted.
    fn force(&mut self, message: T) -> bool;
}

/// Receives without waiting.
pub trait TryRx<T> {
    /// The next message, if it is there.
    fn poll(&mut self) -> Option<T>;
}

/// Sends and waits for room in the peer's own way: spinning, parking, or both.
pub trait BlockTx<T> {
    /// Returns when the message is sent.
    fn put(&mut self, message: T);
}

/// Receives and waits for a message in the peer's own way.
pub trait BlockRx<T> {
    /// The next message.
    fn take(&mut self) -> T;
}

/// Sends from a task.
pub trait AsyncTx<T> {
    /// Ready when the message is sent.
    fn put_async(&mut self, message: T) -> impl Future<Output = ()> + Send;
}

/// Receives in a task.
pub trait AsyncRx<T> {
    /// Ready with the next message.
    fn take_async(&mut self) -> impl Future<Output = T> + Send;
}

/// Sends runs of consecutive numbers without waiting.
pub trait BatchTx {
    /// Sends some of the `count` numbers from `first` on, in order, and returns how many were sent.
    fn offer_many(&mut self, first: u64, count: usize) -> usize;
}

/// Receives runs without waiting.
pub trait BatchRx {
    /// Passes up to `max` messages to `see` and returns how many there were.
    fn poll_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize;
}

/// Sends runs of consecutive numbers and waits for room.
pub trait BlockBatchTx {
    /// Returns when the `count` numbers from `first` on are sent.
    fn put_many(&mut self, first: u64, count: usize);
}

/// Receives runs and waits for a message.
pub trait BlockBatchRx {
    /// Passes up to `max` messages to `see`, at least one, and returns how many there were.
    fn take_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize;
}

/// Sends slices without waiting.
pub trait SliceTx {
    /// Sends as many words as fit and returns how many that were.
    fn offer_slice(&mut self, words: &[u64]) -> usize;
}

/// Receives into slices without waiting.
pub trait SliceRx {
    /// Fills the front of `words` with the words that are there and returns how many that were.
    fn poll_slice(&mut self, words: &mut [u64]) -> usize;
}

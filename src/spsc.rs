//! One producer, one consumer, one message at a time: the lowest latency.
//!
//! A message shares its cache line with the index that announces it, so delivering one usually moves a single line, and
//! seven `u64` that come together share one. The producer reads the consumer's index only when the slots that it knows
//! to be free are used up: once per lap if the consumer keeps up. The producer is neither `Clone` nor `Sync`: the type
//! system guarantees that there is only one.
//!
//! The handles' methods: [sending](crate::Producer), [receiving](crate::Consumer). How to wait, close and batch: the
//! [guide](crate::guide).
//!
//! # Guarantees
//!
//! - `try_send` and `try_recv` are wait-free: a bounded number of steps, whatever the other end does.
//! - First in, first out. All `N` slots are usable, `N = 1` too. `Full` and `Empty` are exact.
//! - No allocation after construction, no lock, and no system call while nobody sleeps at the other end.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::spsc;
//!
//! let (tx, mut rx) = spsc::channel::<u64, 1024>();
//! let producer = thread::spawn(move || (0..100_000).try_for_each(|n| tx.send(n)));
//! for (n, message) in rx.iter().enumerate() {
//!     assert_eq!(message, n as u64);
//! }
//! assert_eq!(producer.join().unwrap(), Ok(()));
//! ```
//!
//! # What does not compile
//!
//! A second producer, in any way; for many use [`mpsc`](crate::mpsc):
//!
//! ```compile_fail,E0599
//! let (tx, rx) = strait::spsc::channel::<u8, 8>();
//! let second = tx.clone();
//! ```
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::spsc::channel::<u8, 8>();
//! std::thread::scope(|scope| {
//!     scope.spawn(|| tx.send(1));
//!     scope.spawn(|| tx.send(2));
//! });
//! ```
//!
//! Slices, which [`pipe`](crate::pipe) has; and a peeked message that is used after the next operation:
//!
//! ```compile_fail,E0277
//! let (mut tx, rx) = strait::spsc::channel::<u8, 8>();
//! tx.try_send_slice(&[1, 2, 3]);
//! ```
//!
//! ```compile_fail,E0502
//! let (tx, mut rx) = strait::spsc::channel::<u8, 8>();
//! let first = rx.peek();
//! rx.try_recv();
//! assert_eq!(first, None);
//! ```

use crate::mode::{Quiet, Spsc};

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::split::{new_limited, new_owned};

/// A channel that lies where you put it; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Spsc>;

/// The sending end of a channel on the heap or in a `static`; its methods are those of [`Producer`](crate::Producer).
pub type Producer<T, const N: usize> = crate::Producer<'static, T, N, Spsc>;

/// The receiving end of a channel on the heap or in a `static`; its methods are those of [`Consumer`](crate::Consumer).
pub type Consumer<T, const N: usize> = crate::Consumer<'static, T, N, Spsc>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Spsc>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Spsc>;

/// A channel in which neither end wakes the other; see [`Quiet`].
pub type QuietChannel<T, const N: usize> = crate::Channel<T, N, Quiet<Spsc>>;

/// The sending end of a quiet channel on the heap or in a `static`.
pub type QuietProducer<T, const N: usize> = crate::Producer<'static, T, N, Quiet<Spsc>>;

/// The receiving end of a quiet channel on the heap or in a `static`.
pub type QuietConsumer<T, const N: usize> = crate::Consumer<'static, T, N, Quiet<Spsc>>;

/// The sending end of a quiet channel that it borrows.
pub type QuietProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Quiet<Spsc>>;

/// The receiving end of a quiet channel that it borrows.
pub type QuietConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Quiet<Spsc>>;

/// Makes a channel on the heap with `N` slots; its handles own it together.
///
/// One allocation, made in place and never on the stack; the last handle frees it. The memory of a large channel is
/// committed page by page, as it is used. `N` is a power of two from 1 to 2^31; another number does not compile. Choose
/// it by how many messages may pile up while the consumer is busy: a full channel makes `send` wait and `try_send`
/// fail.
///
/// # Examples
///
/// ```
/// let (tx, rx) = strait::spsc::channel::<_, 16>();
/// tx.try_send("hello").unwrap();
/// assert_eq!(rx.try_recv(), Ok("hello"));
/// ```
#[doc(alias = "bounded")]
#[doc(alias = "sync_channel")]
#[cfg(feature = "alloc")]
pub fn channel<T, const N: usize>() -> (Producer<T, N>, Consumer<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    new_owned()
}

/// Makes a channel on the heap in which neither end wakes the other, for real-time threads; see [`Quiet`].
///
/// # Examples
///
/// ```
/// let (tx, rx) = strait::spsc::quiet_channel::<_, 16>();
/// tx.try_send(1).unwrap(); // wakes nobody
/// tx.notify(); // wakes the consumer if it sleeps
/// assert_eq!(rx.try_recv(), Ok(1));
/// ```
#[cfg(feature = "alloc")]
pub fn quiet_channel<T, const N: usize>() -> (QuietProducer<T, N>, QuietConsumer<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    new_owned()
}

/// Makes a channel on the heap that holds at most `limit` messages: a number from a file of settings, for example.
///
/// As [`channel`], and as fast: `limit` takes the place of `N` in all that depends on it, but no memory is saved.
///
/// # Panics
///
/// If `limit` is 0 or more than `N`.
///
/// # Examples
///
/// ```
/// let (tx, _rx) = strait::spsc::channel_limited::<_, 16>(2);
/// tx.try_send_array([1, 2]).unwrap();
/// assert!(tx.try_send(3).unwrap_err().is_full() && tx.is_full());
/// assert_eq!((tx.limit(), tx.capacity()), (2, 16));
/// ```
#[cfg(feature = "alloc")]
#[track_caller]
pub fn channel_limited<T, const N: usize>(limit: usize) -> (Producer<T, N>, Consumer<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    new_limited(limit)
}

/// Makes a [quiet](Quiet) channel on the heap that holds at most `limit` messages; see [`channel_limited`].
///
/// # Panics
///
/// If `limit` is 0 or more than `N`.
#[cfg(feature = "alloc")]
#[track_caller]
pub fn quiet_channel_limited<T, const N: usize>(limit: usize) -> (QuietProducer<T, N>, QuietConsumer<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    new_limited(limit)
}

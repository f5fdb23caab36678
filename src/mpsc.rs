//! Many producers, one consumer: many threads into one.
//!
//! A ring of slots, each with a stamp next to its message, and a shared word from which producers win their positions.
//! The producer is `Clone` and `Sync`: it serves in an `Arc`, in a `static`, or captured by a `Fn`, as a logger needs.
//!
//! The handles' methods: [sending](crate::Producer), [receiving](crate::Consumer). How to wait, close and batch: the
//! [guide](crate::guide).
//!
//! # Guarantees
//!
//! - `try_send` is lock-free, `try_recv` wait-free. Neither waits for a thread that was stopped: `try_recv` returns
//!   `Empty` behind a message that is still being written. (A receive that makes room while producers wait for it takes
//!   the lock of their queue.)
//! - Messages arrive in the order of their claims, so each producer's order holds, and so does causality across
//!   producers.
//! - `Full` is exact, however many producers race. `Closed` is returned only when no message is still being written.
//! - No allocation after construction, and no system call while nobody sleeps at the other end. Producers that wait for
//!   room queue up behind a lock, which a receive takes only to wake one of them; they are woken one at a time. Where
//!   several futures wait at once, each but the first takes a node from the heap, which is kept for the next one.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::mpsc;
//!
//! let (tx, mut rx) = mpsc::channel::<u64, 1024>();
//! for _ in 0..4 {
//!     let tx = tx.clone();
//!     thread::spawn(move || (0..1000).try_for_each(|n| tx.send(n)));
//! }
//! drop(tx);
//! assert_eq!(rx.iter().sum::<u64>(), 4 * 499_500);
//! ```
//!
//! # What does not compile
//!
//! A second consumer; give each thread a channel of its own:
//!
//! ```compile_fail,E0599
//! let (tx, rx) = strait::mpsc::channel::<u8, 8>();
//! let second = rx.clone();
//! ```
//!
//! A reserved slot, which would hold up the other producers; build the message first:
//!
//! ```compile_fail,E0277
//! let (mut tx, rx) = strait::mpsc::channel::<u8, 8>();
//! tx.try_reserve().unwrap().send(1);
//! ```

use crate::mode::{Mpsc, Quiet};

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::split::{new_limited, new_owned};

/// A channel that lies where you put it; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Mpsc>;

/// The sending end of a channel on the heap or in a `static`; its methods are those of [`Producer`](crate::Producer).
pub type Producer<T, const N: usize> = crate::Producer<'static, T, N, Mpsc>;

/// The receiving end of a channel on the heap or in a `static`; its methods are those of [`Consumer`](crate::Consumer).
pub type Consumer<T, const N: usize> = crate::Consumer<'static, T, N, Mpsc>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Mpsc>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Mpsc>;

/// A channel in which neither end wakes the other; see [`Quiet`].
pub type QuietChannel<T, const N: usize> = crate::Channel<T, N, Quiet<Mpsc>>;

/// The sending end of a quiet channel on the heap or in a `static`.
pub type QuietProducer<T, const N: usize> = crate::Producer<'static, T, N, Quiet<Mpsc>>;

/// The receiving end of a quiet channel on the heap or in a `static`.
pub type QuietConsumer<T, const N: usize> = crate::Consumer<'static, T, N, Quiet<Mpsc>>;

/// The sending end of a quiet channel that it borrows.
pub type QuietProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Quiet<Mpsc>>;

/// The receiving end of a quiet channel that it borrows.
pub type QuietConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Quiet<Mpsc>>;

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
/// let (tx, rx) = strait::mpsc::channel::<_, 16>();
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
/// let (tx, rx) = strait::mpsc::quiet_channel::<_, 16>();
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
/// let (tx, _rx) = strait::mpsc::channel_limited::<_, 16>(2);
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

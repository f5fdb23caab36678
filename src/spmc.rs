//! One producer, many consumers: each message goes to exactly one consumer. A dispatcher and its workers.
//!
//! The producer is alone: it sends without an exchange, and may reserve a slot, send from an iterator, and be a `Sink`.
//! The consumer is `Clone` and `Sync`: clone one for each worker. Which of them takes a message is whoever comes first;
//! to give every consumer every message is another kind of channel.
//!
//! The handles' methods: [sending](crate::Producer), [receiving](crate::Consumer). How to wait, close and batch: the
//! [guide](crate::guide).
//!
//! # When to use it
//!
//! One thread deals out jobs of uneven length: no worker idles while a job waits. If each job belongs to a certain
//! worker, one [`spsc`](crate::spsc) channel for each is faster. With several dispatchers: [`mpmc`](crate::mpmc), which
//! says more about the choice.
//!
//! # Guarantees
//!
//! - `try_send` is wait-free, `try_recv` lock-free; neither waits for another thread. Messages are *taken* in the order
//!   in which they were sent.
//! - `Empty`, `Full`, `Closed`, and how consumers wait: as in [`mpmc`](crate::mpmc#guarantees).
//! - No allocation after construction but for futures and polled handles that wait beside others, as there.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::spmc;
//!
//! let (mut jobs, worker) = spmc::channel::<u64, 64>();
//! let workers = [(); 4].map(|()| {
//!     let worker = worker.clone();
//!     thread::spawn(move || worker.into_iter().count())
//! });
//! drop(worker);
//! jobs.send_many(0..1000).unwrap();
//! drop(jobs);
//! assert_eq!(workers.map(|worker| worker.join().unwrap()).iter().sum::<usize>(), 1000);
//! ```
//!
//! # What does not compile
//!
//! A second producer; for that there is `mpmc`:
//!
//! ```compile_fail,E0599
//! let (tx, rx) = strait::spmc::channel::<u8, 8>();
//! let second = tx.clone();
//! ```
//!
//! To look at a message and leave it, since another consumer may take it meanwhile:
//!
//! ```compile_fail,E0277
//! let (tx, mut rx) = strait::spmc::channel::<u8, 8>();
//! rx.peek();
//! ```

use crate::mode::{Quiet, Spmc};

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::split::new_owned;

/// A channel that lies where you put it; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Spmc>;

/// The sending end of a channel on the heap or in a `static`; its methods are those of [`Producer`](crate::Producer).
pub type Producer<T, const N: usize> = crate::Producer<'static, T, N, Spmc>;

/// The receiving end of a channel on the heap or in a `static`; its methods are those of [`Consumer`](crate::Consumer).
pub type Consumer<T, const N: usize> = crate::Consumer<'static, T, N, Spmc>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Spmc>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Spmc>;

/// A channel in which neither end wakes the other; see [`Quiet`].
pub type QuietChannel<T, const N: usize> = crate::Channel<T, N, Quiet<Spmc>>;

/// The sending end of a quiet channel on the heap or in a `static`.
pub type QuietProducer<T, const N: usize> = crate::Producer<'static, T, N, Quiet<Spmc>>;

/// The receiving end of a quiet channel on the heap or in a `static`.
pub type QuietConsumer<T, const N: usize> = crate::Consumer<'static, T, N, Quiet<Spmc>>;

/// The sending end of a quiet channel that it borrows.
pub type QuietProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Quiet<Spmc>>;

/// The receiving end of a quiet channel that it borrows.
pub type QuietConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Quiet<Spmc>>;

/// Makes a channel on the heap with `N` slots; its handles own it together.
///
/// One allocation, made in place and never on the stack; the last handle frees it. The memory of a large channel is
/// committed page by page, as it is used. `N` is a power of two from 1 to 2^31; another number does not compile. Choose
/// it by how many jobs may pile up while all consumers are busy: a full channel makes `send` wait and `try_send`
/// fail.
///
/// # Examples
///
/// ```
/// let (tx, rx) = strait::spmc::channel::<_, 16>();
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
/// let (tx, rx) = strait::spmc::quiet_channel::<_, 16>();
/// tx.try_send(1).unwrap(); // wakes nobody
/// tx.notify(); // wakes the consumers that sleep
/// assert_eq!(rx.try_recv(), Ok(1));
/// ```
#[cfg(feature = "alloc")]
pub fn quiet_channel<T, const N: usize>() -> (QuietProducer<T, N>, QuietConsumer<T, N>)
where
    Capacity<N>: PowerOfTwo,
{
    new_owned()
}

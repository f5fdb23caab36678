//! Many producers, many consumers: each message goes to exactly one consumer. A work queue.
//!
//! Both ends are `Clone` and `Sync`: clone one for each thread, or share one. Which consumer takes a message is whoever
//! comes first; to give every consumer every message is another kind of channel.
//!
//! The handles' methods: [sending](crate::Producer), [receiving](crate::Consumer). How to wait, close and batch: the
//! [guide](crate::guide).
//!
//! # When to use it
//!
//! - Jobs of uneven length, workers that do the same: this, or [`spmc`](crate::spmc) if one thread gives the jobs out.
//!   No worker idles while a job waits, however long another takes.
//! - Jobs that belong to a worker (a connection, a shard, a cache that is warm): one [`mpsc`](crate::mpsc) channel for
//!   each worker. It is faster, and keeps the order of each.
//! - Jobs that make more jobs, far more than they come from outside: a pool with work stealing. A worker that sends
//!   into a full queue from which it should receive waits for the others, and all may come to wait: `try_send`, and do
//!   the job at once if it is `Full`.
//!
//! # Guarantees
//!
//! - `try_send` and `try_recv` are lock-free and never wait for another thread. Messages are *taken* in the order of
//!   their claims; in which order the consumers are done with them is their affair.
//! - `Empty`: at some moment of the call the next message was not published. `Full`: at some moment of the call `N`
//!   messages in a row were claimed, from the oldest one whose receive was not over. So a consumer that is stopped in
//!   the middle of a receive, some ten instructions, holds its slot, and `N` sends later producers hear `Full` until it
//!   goes on: they do not wait, or are woken then.
//! - `Closed` at a consumer: all that was sent has been taken, by one consumer or another. The channel closes with its
//!   last producer, its last consumer, or a call of `close`. What was taken is never lost by a close.
//! - Consumers that wait form one queue, threads and tasks alike. A send wakes one of them, which wakes the next if
//!   there is more; one that was woken and leaves, because its time is up or its future is dropped, passes that on. A
//!   task that was woken and is never polled holds up the others until the next send, at most.
//! - No allocation after construction, and no system call while nobody sleeps at the other end. Where several futures
//!   wait at once at one end, each but the first takes a node from the heap, which is kept for the next one; so does a
//!   handle whose `poll_recv` is pending.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::mpmc;
//!
//! let (jobs, worker) = mpmc::channel::<u64, 64>();
//! let workers: Vec<_> = (0..4)
//!     .map(|_| {
//!         let worker = worker.clone();
//!         thread::spawn(move || worker.into_iter().map(|job| job * job).sum::<u64>())
//!     })
//!     .collect();
//! drop(worker);
//! (1..=100).for_each(|job| jobs.send(job).unwrap());
//! drop(jobs); // the workers finish what is there and end
//! assert_eq!(workers.into_iter().map(|worker| worker.join().unwrap()).sum::<u64>(), 338_350);
//! ```
//!
//! # What does not compile
//!
//! To look at a message and leave it, since another consumer may take it meanwhile:
//!
//! ```compile_fail,E0277
//! let (tx, mut rx) = strait::mpmc::channel::<u8, 8>();
//! rx.peek();
//! ```
//!
//! A reserved slot, which would hold up the other producers; build the message first:
//!
//! ```compile_fail,E0277
//! let (mut tx, rx) = strait::mpmc::channel::<u8, 8>();
//! tx.try_reserve().unwrap().send(1);
//! ```

use crate::mode::{Mpmc, Quiet};

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::split::new_owned;

/// A channel that lies where you put it; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Mpmc>;

/// The sending end of a channel on the heap or in a `static`; its methods are those of [`Producer`](crate::Producer).
pub type Producer<T, const N: usize> = crate::Producer<'static, T, N, Mpmc>;

/// The receiving end of a channel on the heap or in a `static`; its methods are those of [`Consumer`](crate::Consumer).
pub type Consumer<T, const N: usize> = crate::Consumer<'static, T, N, Mpmc>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Mpmc>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Mpmc>;

/// A channel in which neither end wakes the other; see [`Quiet`].
pub type QuietChannel<T, const N: usize> = crate::Channel<T, N, Quiet<Mpmc>>;

/// The sending end of a quiet channel on the heap or in a `static`.
pub type QuietProducer<T, const N: usize> = crate::Producer<'static, T, N, Quiet<Mpmc>>;

/// The receiving end of a quiet channel on the heap or in a `static`.
pub type QuietConsumer<T, const N: usize> = crate::Consumer<'static, T, N, Quiet<Mpmc>>;

/// The sending end of a quiet channel that it borrows.
pub type QuietProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Quiet<Mpmc>>;

/// The receiving end of a quiet channel that it borrows.
pub type QuietConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Quiet<Mpmc>>;

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
/// let (tx, rx) = strait::mpmc::channel::<_, 16>();
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
/// let (tx, rx) = strait::mpmc::quiet_channel::<_, 16>();
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

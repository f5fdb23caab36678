//! One producer, one consumer, and the newest `N` messages: for feeds in which old news is no news.
//!
//! A send never waits and is never refused. When the channel is full, it takes the oldest message out and returns it,
//! so that the caller drops it, or uses it again. The consumer receives what is left in order, and knows exactly how
//! much is missing in between. Each message is handed over by one exchange of one word, and an end that is stopped
//! anywhere holds up nobody: a consumer keeps what it has taken, and what it has not taken can be evicted.
//!
//! To refuse the newest message instead, use another mode and [`lossy()`](crate::Producer::lossy). For one value that
//! many readers look at, this is the wrong kind of channel: each message goes to one consumer, once.
//!
//! The handles' methods: [sending](crate::Producer), of which only [`force_send`](crate::Producer::force_send) and
//! [`force_send_many`](crate::Producer::force_send_many) exist here; [receiving](crate::Consumer), all but slices,
//! chunks and `peek`, since what they showed might be evicted meanwhile.
//!
//! # Guarantees
//!
//! - `force_send` is wait-free: a bounded number of steps, whatever the other end does. It is never full.
//! - After every `force_send` the newest `N` messages, or as many as were sent, are there, but for those that the
//!   consumer has taken. All `N` slots are usable, `N = 1` too.
//! - `try_recv` takes the oldest message that is there. It starts again only if that one was evicted meanwhile, and
//!   returns `Empty` only if nothing was there at some moment of the call.
//! - `lost()` at the consumer grows from one receive to the next by exactly how many sends lie between the two
//!   messages. Once everything is received, received and lost ones together are those sent.
//! - No allocation after construction, no lock, and no system call while nobody sleeps at the other end.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::evict;
//!
//! let (tx, rx) = evict::channel::<u64, 8>();
//! let feed = thread::spawn(move || {
//!     for n in 0..100_000 {
//!         tx.force_send(n).unwrap(); // never waits, and what it evicts is dropped here
//!     }
//! });
//! let (mut expected, mut lost) = (0, 0);
//! while let Ok(n) = rx.recv() {
//!     expected += (rx.lost() - lost) as u64; // how many were evicted before this one
//!     lost = rx.lost();
//!     assert_eq!(n, expected);
//!     expected += 1;
//! }
//! assert_eq!(expected, 100_000);
//! feed.join().unwrap();
//! ```
//!
//! # What does not compile
//!
//! A send that could be refused, or that waits:
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::evict::channel::<u8, 8>();
//! tx.send(1); // `force_send` it
//! ```

use crate::mode::{Evict, Quiet};

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::split::new_owned;

/// A channel that lies where you put it; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Evict>;

/// The sending end of a channel on the heap or in a `static`; its methods are those of [`Producer`](crate::Producer).
pub type Producer<T, const N: usize> = crate::Producer<'static, T, N, Evict>;

/// The receiving end of a channel on the heap or in a `static`; its methods are those of [`Consumer`](crate::Consumer).
pub type Consumer<T, const N: usize> = crate::Consumer<'static, T, N, Evict>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Evict>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Evict>;

/// A channel in which neither end wakes the other; see [`Quiet`].
pub type QuietChannel<T, const N: usize> = crate::Channel<T, N, Quiet<Evict>>;

/// The sending end of a quiet channel on the heap or in a `static`.
pub type QuietProducer<T, const N: usize> = crate::Producer<'static, T, N, Quiet<Evict>>;

/// The receiving end of a quiet channel on the heap or in a `static`.
pub type QuietConsumer<T, const N: usize> = crate::Consumer<'static, T, N, Quiet<Evict>>;

/// The sending end of a quiet channel that it borrows.
pub type QuietProducerRef<'a, T, const N: usize> = crate::Producer<'a, T, N, Quiet<Evict>>;

/// The receiving end of a quiet channel that it borrows.
pub type QuietConsumerRef<'a, T, const N: usize> = crate::Consumer<'a, T, N, Quiet<Evict>>;

/// Makes a channel on the heap with `N` slots; its handles own it together.
///
/// One allocation, made in place and never on the stack; the last handle frees it. The memory of a large channel is
/// committed page by page, as it is used. `N` is a power of two from 1 to 2^31; another number does not compile. Choose
/// it by how many of the newest messages count.
///
/// # Examples
///
/// ```
/// let (tx, rx) = strait::evict::channel::<_, 16>();
/// tx.force_send("hello").unwrap();
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
/// let (tx, rx) = strait::evict::quiet_channel::<_, 16>();
/// tx.force_send(1).unwrap(); // wakes nobody
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

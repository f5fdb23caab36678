//! Many producers, one consumer: many threads into one.
//!
//! A ring of slots, each with a mark beside its message, and a shared word from which producers win their positions.
//! The producer sends through `&self`, and is `Clone` and `Sync`: it serves in an `Arc`, a `static`, or a `Fn`, as a
//! logger needs.
//!
//! # Promises
//!
//! - `try_send` is lock-free, `try_recv` wait-free. Neither waits for a thread that was stopped: `try_recv` says
//!   `Empty` behind a message that is claimed and not yet published. (A receive that makes room while producers wait
//!   for it takes the lock of their queue.)
//! - Messages come in the order of their claims, so each producer's order holds, and causality across producers does.
//! - `Full` is exact, however many producers race. `Closed` is said only when no claim is outstanding.
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
//! ```compile_fail,E0277
//! let (tx, rx) = strait::mpsc::channel::<u8, 8>();
//! let second = rx.clone();
//! ```
//!
//! A reserved place, which would hold up the other producers; build the message first:
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::mpsc::channel::<u8, 8>();
//! tx.try_reserve().unwrap().send(1);
//! ```

use crate::link::Borrowed;
use crate::mode::Mpsc;

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::link::Owned;
#[cfg(feature = "alloc")]
use crate::split::new_owned;

/// A channel to be put where you like; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Mpsc>;

/// The sending end of a channel in the heap.
#[cfg(feature = "alloc")]
pub type Producer<T, const N: usize> = crate::Producer<T, N, Mpsc, Owned>;

/// The receiving end of a channel in the heap.
#[cfg(feature = "alloc")]
pub type Consumer<T, const N: usize> = crate::Consumer<T, N, Mpsc, Owned>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<T, N, Mpsc, Borrowed<'a>>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<T, N, Mpsc, Borrowed<'a>>;

/// Makes a channel in the heap with `N` places; its two ends own it together.
///
/// One allocation, made in place and never through the stack; the last handle frees it. `N` is a power of two from 1 to
/// 2^31; another number does not compile.
///
/// # Examples
///
/// ```
/// let (tx, mut rx) = strait::mpsc::channel::<_, 16>();
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

//! One producer, one consumer, one message at a time: the lowest latency.
//!
//! A ring of cache lines, each with its messages and the tail as it was when the last of them was published: one line
//! travels for a message that comes alone, and one for seven `u64` that come together. The producer reads the
//! consumer's index when the places it knows of are used up: once a lap if the consumer keeps up, more often the fuller
//! the ring. It sends through `&mut self` and cannot be cloned: that it is alone is a type.
//!
//! # Promises
//!
//! - `try_send` and `try_recv` are wait-free: a bounded number of steps, whatever the other end does.
//! - First in, first out. All `N` places are usable, `N = 1` too. `Full` and `Empty` are exact.
//! - No allocation after construction, no lock, and no system call while nobody sleeps at the other end.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::spsc;
//!
//! let (mut tx, mut rx) = spsc::channel::<u64, 1024>();
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
//! ```compile_fail,E0277
//! let (tx, rx) = strait::spsc::channel::<u8, 8>();
//! let second = tx.clone();
//! ```
//!
//! ```compile_fail,E0499
//! let (mut tx, rx) = strait::spsc::channel::<u8, 8>();
//! std::thread::scope(|scope| {
//!     scope.spawn(|| tx.send(1));
//!     scope.spawn(|| tx.send(2));
//! });
//! ```
//!
//! Slices, which [`pipe`](crate::pipe) has; and what was peeked at, once it is received:
//!
//! ```compile_fail,E0277
//! let (mut tx, rx) = strait::spsc::channel::<u8, 8>();
//! tx.try_send_slice(&[1, 2, 3]);
//! ```
//!
//! ```compile_fail,E0499
//! let (tx, mut rx) = strait::spsc::channel::<u8, 8>();
//! let first = rx.peek();
//! rx.try_recv();
//! assert_eq!(first, None);
//! ```

use crate::link::Borrowed;
use crate::mode::Spsc;

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::link::Owned;
#[cfg(feature = "alloc")]
use crate::split::new_owned;

/// A channel to be put where you like; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Spsc>;

/// The sending end of a channel in the heap.
#[cfg(feature = "alloc")]
pub type Producer<T, const N: usize> = crate::Producer<T, N, Spsc, Owned>;

/// The receiving end of a channel in the heap.
#[cfg(feature = "alloc")]
pub type Consumer<T, const N: usize> = crate::Consumer<T, N, Spsc, Owned>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<T, N, Spsc, Borrowed<'a>>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<T, N, Spsc, Borrowed<'a>>;

/// Makes a channel in the heap with `N` places; its two ends own it together.
///
/// One allocation, made in place and never through the stack; the last handle frees it. `N` is a power of two from 1 to
/// 2^31; another number does not compile.
///
/// # Examples
///
/// ```
/// let (mut tx, mut rx) = strait::spsc::channel::<_, 16>();
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

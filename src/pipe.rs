//! One producer, one consumer, messages side by side: samples, bytes, bulk.
//!
//! A dense ring with two indices, so that runs of messages are slices: they are copied, written and read in place, a
//! chunk at a time. Several times faster than [`spsc`](crate::spsc) for many; single messages go at half to one and a
//! half times its rate.
//!
//! # Promises
//!
//! - All try-operations are wait-free. A slice is one claim, one or two copies, one store, and one
//!   wake-up at most.
//! - First in, first out. All `N` places are usable, `N = 1` too. `Full` and `Empty` are exact.
//! - No allocation after construction, no lock, and no system call while nobody sleeps at the other end.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::pipe;
//!
//! let (mut tx, mut rx) = pipe::channel::<f32, 1024>();
//! let producer = thread::spawn(move || tx.send_slice(&[0.5; 10_000]));
//! let mut samples = [0.0; 10_000];
//! assert_eq!(rx.recv_slice(&mut samples), 10_000);
//! assert_eq!(samples, [0.5; 10_000]);
//! assert_eq!(producer.join().unwrap(), Ok(()));
//! ```
//!
//! # What does not compile
//!
//! A second producer or consumer, and a chunk that is kept while its handle goes on:
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::pipe::channel::<f32, 64>();
//! let second = tx.clone();
//! ```
//!
//! ```compile_fail,E0499
//! let (tx, mut rx) = strait::pipe::channel::<f32, 64>();
//! let chunk = rx.read_chunk(16).unwrap();
//! rx.try_recv();
//! chunk.commit_all();
//! ```
//!
//! An array that could never fit (when it is built, not when it is checked):
//!
//! ```compile_fail,E0080
//! let (mut tx, rx) = strait::pipe::channel::<f32, 4>();
//! tx.try_send_array([0.0; 5]);
//! ```

use crate::link::Borrowed;
use crate::mode::Pipe;

#[cfg(feature = "alloc")]
use crate::capacity::{Capacity, PowerOfTwo};
#[cfg(feature = "alloc")]
use crate::link::Owned;
#[cfg(feature = "alloc")]
use crate::split::new_owned;

/// A channel to be put where you like; see [`Channel`](crate::Channel).
pub type Channel<T, const N: usize> = crate::Channel<T, N, Pipe>;

/// The sending end of a channel in the heap.
#[cfg(feature = "alloc")]
pub type Producer<T, const N: usize> = crate::Producer<T, N, Pipe, Owned>;

/// The receiving end of a channel in the heap.
#[cfg(feature = "alloc")]
pub type Consumer<T, const N: usize> = crate::Consumer<T, N, Pipe, Owned>;

/// The sending end of a channel that it borrows.
pub type ProducerRef<'a, T, const N: usize> = crate::Producer<T, N, Pipe, Borrowed<'a>>;

/// The receiving end of a channel that it borrows.
pub type ConsumerRef<'a, T, const N: usize> = crate::Consumer<T, N, Pipe, Borrowed<'a>>;

/// Makes a channel in the heap with `N` places; its two ends own it together.
///
/// One allocation, made in place and never through the stack; the last handle frees it. `N` is a power of two from 1 to
/// 2^31; another number does not compile.
///
/// # Examples
///
/// ```
/// let (mut tx, mut rx) = strait::pipe::channel::<_, 16>();
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

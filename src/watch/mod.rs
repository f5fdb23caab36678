//! The latest value: one producer publishes, up to `R` readers look whenever they like, and nobody waits for anybody.
//!
//! For configuration, audio parameters, sensor state: a reader wants the newest value, not every one. A reader that
//! holds a value for an hour delays neither the producer nor another reader; the values that it misses are counted,
//! exactly.
//!
//! # Guarantees
//!
//! - `get` and `send` are wait-free: a bounded number of steps, whatever the others do. No lock, no allocation after
//!   construction.
//! - `get` returns the newest value that was published before it; never an older one than the `get` before.
//! - [`changed`](ConsumerRef::changed) is done when a value was published after the one seen last. After the producer
//!   is gone it returns an unseen value first, then `Closed`; `get` works for ever.
//! - Without readers the producer goes on; readers come later by [`subscribe`](ProducerRef::subscribe).
//!
//! A channel holds `R + 2` values: one for each reader, the latest, and the one that is being written. A value is
//! dropped, or given back by [`send`](ProducerRef::send), when its place is used again, or with the channel.
//!
//! # Example
//!
//! ```
//! use std::{thread, time::Duration};
//! use strait::watch;
//!
//! #[derive(Clone, Copy)]
//! struct Gain {
//!     left: f32,
//!     right: f32,
//! }
//!
//! let (mut tx, mut rx) = watch::channel::<_, 4>(Gain { left: 1.0, right: 1.0 });
//! let audio = thread::spawn(move || {
//!     while let Ok(gain) = rx.changed_timeout(Duration::from_secs(5)) {
//!         if gain.left == 0.0 && gain.right == 0.0 {
//!             break;
//!         }
//!     }
//!     rx.get().left
//! });
//! tx.send(Gain { left: 0.5, right: 0.4 }).unwrap();
//! tx.send(Gain { left: 0.0, right: 0.0 }).unwrap();
//! assert_eq!(audio.join().unwrap(), 0.0);
//! ```
//!
//! # What does not compile
//!
//! A value that is still looked at when the reader looks again, for its place may be used anew from then on:
//!
//! ```compile_fail,E0499
//! let (tx, mut rx) = strait::watch::channel::<_, 1>(1);
//! let old = rx.get();
//! let new = rx.get();
//! assert_eq!((*old, *new), (1, 1));
//! ```

mod channel;
mod consumer;
mod handle;
mod place;
mod producer;
mod wait;

pub use channel::Channel;
pub use consumer::{ConsumerRef, Ref};
pub use producer::{ProducerRef, Write};
#[cfg(feature = "std")]
pub use wait::Changed;

/// The publishing end of a channel on the heap or in a `static`; its methods are those of [`ProducerRef`].
pub type Producer<T, const R: usize> = ProducerRef<'static, T, R>;

/// A reader of a channel on the heap or in a `static`; its methods are those of [`ConsumerRef`].
pub type Consumer<T, const R: usize> = ConsumerRef<'static, T, R>;

/// A channel whose producer wakes nobody: see [`quiet_channel`].
pub type QuietChannel<T, const R: usize> = Channel<T, R, false>;

/// The publishing end of a quiet channel on the heap or in a `static`.
pub type QuietProducer<T, const R: usize> = ProducerRef<'static, T, R, false>;

/// A reader of a quiet channel on the heap or in a `static`.
pub type QuietConsumer<T, const R: usize> = ConsumerRef<'static, T, R, false>;

/// The publishing end of a quiet channel that it borrows.
pub type QuietProducerRef<'a, T, const R: usize> = ProducerRef<'a, T, R, false>;

/// A reader of a quiet channel that it borrows.
pub type QuietConsumerRef<'a, T, const R: usize> = ConsumerRef<'a, T, R, false>;

/// Makes a channel on the heap with a first value, for at most `R` readers, 1 to 32; its handles own it together.
///
/// The first reader has seen the first value.
///
/// # Examples
///
/// ```
/// let (mut tx, mut rx) = strait::watch::channel::<_, 2>("first");
/// assert_eq!(*rx.get(), "first");
/// tx.send("second").unwrap();
/// assert_eq!(*rx.get(), "second");
/// ```
#[cfg(feature = "alloc")]
pub fn channel<T, const R: usize>(first: T) -> (Producer<T, R>, Consumer<T, R>) {
    channel::new_owned(first, |_| None)
}

/// Makes a channel as [`channel`] does, and fills all its places, so that [`write_or`](ProducerRef::write_or) always
/// finds a value to write over.
///
/// # Examples
///
/// ```
/// let (mut tx, mut rx) = strait::watch::channel_with::<Vec<f32>, 1>(|| Vec::with_capacity(512));
/// let mut write = tx.write_or(Vec::new); // never calls it
/// write.extend([0.5, 0.25]); // allocates nothing
/// write.publish().unwrap();
/// assert_eq!(*rx.get(), [0.5, 0.25]);
/// ```
#[cfg(feature = "alloc")]
pub fn channel_with<T, const R: usize>(mut value: impl FnMut() -> T) -> (Producer<T, R>, Consumer<T, R>) {
    let first = value();
    channel::new_owned(first, |_| Some(value()))
}

/// Makes a channel on the heap whose producer wakes nobody, for real-time threads.
///
/// Readers that wait sleep until [`notify`](ProducerRef::notify), the close, or their time is up.
///
/// # Examples
///
/// ```
/// let (mut tx, mut rx) = strait::watch::quiet_channel::<_, 2>(0);
/// tx.send(1).unwrap(); // wakes nobody
/// tx.notify(); // wakes all readers that sleep
/// assert_eq!(*rx.get(), 1);
/// ```
#[cfg(feature = "alloc")]
pub fn quiet_channel<T, const R: usize>(first: T) -> (QuietProducer<T, R>, QuietConsumer<T, R>) {
    channel::new_owned(first, |_| None)
}

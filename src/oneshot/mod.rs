//! One message from one producer to one consumer: an answer, a result, a signal that something is done.
//!
//! Sending consumes the producer, so that to send twice does not compile. Each end may be a thread or a task. A channel
//! on the heap is one allocation; a [`Slot`] lies where you put it and is used again and again without one.
//!
//! # Guarantees
//!
//! - `send` and `try_recv` are wait-free while nobody sleeps. Sending and receiving exchange one word once between
//!   them.
//! - A message that was sent is received, also after the close; then comes `Closed`. A send that fails returns the
//!   value.
//! - A message that is not received is dropped once, with the last handle.
//! - No lock; no system call unless the other end sleeps.
//!
//! # Example
//!
//! ```
//! use std::{thread, time::Duration};
//! use strait::{mpsc, oneshot};
//!
//! let (jobs, mut inbox) = mpsc::channel::<(u64, oneshot::Producer<u64>), 16>();
//! let worker = thread::spawn(move || {
//!     for (n, reply) in inbox.iter() {
//!         let _ = reply.send(n * n); // nobody may be waiting any more
//!     }
//! });
//! let (reply, answer) = oneshot::channel();
//! jobs.send((7, reply)).unwrap();
//! assert_eq!(answer.recv_timeout(Duration::from_secs(5)), Ok(49));
//! drop(jobs);
//! worker.join().unwrap();
//! ```
//!
//! # What does not compile
//!
//! To send or to wait for the one message twice:
//!
//! ```compile_fail,E0382
//! let (tx, rx) = strait::oneshot::channel();
//! tx.send(1);
//! tx.send(2);
//! ```
//!
//! ```compile_fail,E0382
//! let (tx, rx) = strait::oneshot::channel::<u8>();
//! rx.recv();
//! rx.recv();
//! ```

mod consumer;
mod ends;
mod producer;
mod slot;

pub use consumer::{ConsumerRef, IntoRecv, Recv};
pub use producer::{Closed, ProducerRef};
pub use slot::Slot;

/// The sending end of a channel on the heap or in a `static`; its methods are those of [`ProducerRef`].
pub type Producer<T> = ProducerRef<'static, T>;

/// The receiving end of a channel on the heap or in a `static`; its methods are those of [`ConsumerRef`].
pub type Consumer<T> = ConsumerRef<'static, T>;

/// Makes a channel for one message on the heap; its two handles own it together.
///
/// # Examples
///
/// ```
/// let (tx, rx) = strait::oneshot::channel();
/// tx.send("done").unwrap();
/// assert_eq!(rx.recv(), Ok("done"));
/// ```
#[cfg(feature = "alloc")]
pub fn channel<T>() -> (Producer<T>, Consumer<T>) {
    slot::new_owned()
}

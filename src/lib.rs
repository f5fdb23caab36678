//! Bounded channels whose capacity, roles and number of producers are part of the type; being able to wait costs one
//! load for each message until a thread or task actually sleeps.
//!
//! ```
//! use std::thread;
//! use strait::spsc;
//!
//! let (mut tx, mut rx) = spsc::channel::<u64, 1024>();
//! let producer = thread::spawn(move || (0..1000).try_for_each(|price| tx.send(price)));
//! assert_eq!(rx.iter().sum::<u64>(), 499_500); // ends when the producer is gone
//! assert!(producer.join().unwrap().is_ok());
//! ```
//!
//! # Which mode do I want?
//!
//! | mode | who sends, who receives | for |
//! |---|---|---|
//! | [`spsc`] | one, one | one message at a time, lowest latency |
//! | [`mpsc`] | many, one | many threads into one; its producer is `Clone`, `Sync`, and sends through `&self` |
//! | [`pipe`] | one, one | samples, bytes, bulk: slices and chunks |
//!
#![doc = include_str!("../docs/modes.svg")]
//!
//! The [guide] answers in chapters: [choosing](guide::choosing) a mode, a link and a capacity;
//! [waiting](guide::waiting); [closing](guide::closing); [batches](guide::batches);
//! [statics and embedded](guide::embedded); [real-time rules](guide::realtime);
//! [async and cancellation](guide::async_and_cancellation); [migrating](guide::migrating) from other channels; and
//! [what the compiler says](guide::errors) for each mistake.
//!
//! Each module has the same names: `channel()` makes a pair of handles that own a ring in the heap; `Channel` is a ring
//! to put where you like, in a `static` or on a stack, and lends its ends as `ProducerRef` and `ConsumerRef`.
//!
//! # Operations
//!
//! | | never waits | blocks | gives up after | at an instant | future |
//! |---|---|---|---|---|---|
//! | send one | [`try_send`] | [`send`] | [`send_timeout`] | [`send_deadline`] | [`send_async`] |
//! | receive one | [`try_recv`] | [`recv`] | [`recv_timeout`] | [`recv_deadline`] | [`recv_async`] |
//! | an array, whole or not at all | [`try_send_array`] | [`send_array`] | | | [`send_array_async`] |
//! | send many | [`try_send_many`] | [`send_many`] | | | [`send_many_async`] |
//! | receive many | [`try_recv_many`] | [`recv_many`] | | [`recv_batch`] | [`recv_many_async`] |
//! | what is there | [`drain`] | [`iter`] | | | `Stream` |
//! | look | [`peek`], [`peek_mut`] | | | | |
//! | in place (`spsc`, `pipe`) | [`try_reserve`] | [`reserve`] | | | [`reserve_async`] |
//! | slices (`pipe`) | [`try_send_slice`], [`write_chunk`] | [`send_slice`] | | | [`send_slice_async`] |
//! | | [`try_recv_slice`], [`read_chunk`] | [`recv_slice`] | | | [`recv_slice_async`] |
//!
//! Sending methods appear twice on [`Producer`]: with `&mut self` for `spsc` and `pipe`, with `&self` for [`mpsc`].
//! [`Producer::quiet`] makes a producer for real-time threads, which wakes nobody until it is told to.
//!
//! # Meanings
//!
//! - A receive with a message there returns it, even if the channel is closed or the deadline has passed; then comes
//!   `Closed`, then `Timeout`.
//! - A send that fails hands the message back. `Full` is said only if all `N` places were taken at some moment of the
//!   call; of an array, if fewer were free than it has messages.
//! - `close()` on any handle, or the drop of the last handle of an end, wakes everyone; what was sent can still be
//!   received.
//! - Nothing that was received ever lives in a future: dropping one loses nothing.
//! - No allocation after construction; no system call while nobody sleeps at the other end; no lock in `spsc` and
//!   `pipe`. In `mpsc`, where several tasks wait for room at once, each but the first takes a list node from the heap,
//!   which is reused.
//!
//! # Mistakes that do not compile
//!
//! A capacity that is not a power of two, sending with a consumer, waiting on a real-time thread:
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::mpsc::channel::<u8, 1000>();
//! ```
//!
//! ```compile_fail,E0277
//! let (tx, mut rx) = strait::spsc::channel::<u8, 8>();
//! rx.send(1); // send with the producer
//! ```
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::pipe::channel::<f32, 64>();
//! tx.quiet().send(0.5); // a quiet producer only tries
//! ```
//!
//! A message that stays in its thread keeps its channel there:
//!
//! ```compile_fail,E0277
//! use std::{rc::Rc, thread};
//!
//! let (tx, rx) = strait::mpsc::channel::<Rc<u8>, 8>();
//! thread::spawn(move || tx.send(Rc::new(1)));
//! ```
//!
//! A channel is split once at a time, and lives longer than the handles that borrow it:
//!
//! ```compile_fail,E0499
//! let mut ring = strait::spsc::Channel::<u8, 8>::new();
//! let (mut tx, rx) = ring.split();
//! let second = ring.split();
//! tx.try_send(1);
//! ```
//!
//! ```compile_fail,E0597
//! let tx = {
//!     let mut ring = strait::mpsc::Channel::<u8, 8>::new();
//!     let (tx, rx) = ring.split();
//!     tx
//! };
//! tx.try_send(1);
//! ```
//!
//! # Features
//!
//! `std` (default; blocking and timed operations, waiting `mpsc` producers; implies `alloc`), `alloc` (channels in the
//! heap), `stream` and `sink` (the traits of `futures-core` and `futures-sink`), `futures-io` and `embedded-io` (a
//! [`pipe`] of `u8` as their readers and writers, beside those of `std`; the latter in `core` alone has the async
//! half), `stats` (what a channel has done so far, for a dashboard; it costs nothing for a message). Without any the
//! crate is `core` alone: channels in statics and on stacks, try-operations, and the futures of lone ends.
//!
//! [`try_send`]: Producer::try_send
//! [`send`]: Producer::send
//! [`send_timeout`]: Producer::send_timeout
//! [`send_deadline`]: Producer::send_deadline
//! [`send_async`]: Producer::send_async
//! [`try_send_array`]: Producer::try_send_array
//! [`send_array`]: Producer::send_array
//! [`send_array_async`]: Producer::send_array_async
//! [`try_send_many`]: Producer::try_send_many
//! [`send_many`]: Producer::send_many
//! [`send_many_async`]: Producer::send_many_async
//! [`try_recv`]: Consumer::try_recv
//! [`recv`]: Consumer::recv
//! [`recv_timeout`]: Consumer::recv_timeout
//! [`recv_deadline`]: Consumer::recv_deadline
//! [`recv_async`]: Consumer::recv_async
//! [`try_recv_many`]: Consumer::try_recv_many
//! [`recv_many`]: Consumer::recv_many
//! [`recv_batch`]: Consumer::recv_batch
//! [`recv_many_async`]: Consumer::recv_many_async
//! [`drain`]: Consumer::drain
//! [`iter`]: Consumer::iter
//! [`peek`]: Consumer::peek
//! [`peek_mut`]: Consumer::peek_mut
//! [`try_reserve`]: Producer::try_reserve
//! [`reserve`]: Producer::reserve
//! [`reserve_async`]: Producer::reserve_async
//! [`try_send_slice`]: Producer::try_send_slice
//! [`write_chunk`]: Producer::write_chunk
//! [`send_slice`]: Producer::send_slice
//! [`send_slice_async`]: Producer::send_slice_async
//! [`try_recv_slice`]: Consumer::try_recv_slice
//! [`read_chunk`]: Consumer::read_chunk
//! [`recv_slice`]: Consumer::recv_slice
//! [`recv_slice_async`]: Consumer::recv_slice_async
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "std"),
    allow(rustdoc::broken_intra_doc_links, reason = "pages link to what is not there without `std`")
)]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod capacity;
mod channel;
mod consumer;
mod error;
mod handle;
#[cfg(any(feature = "std", feature = "embedded-io"))]
mod io;
mod link;
mod message;
mod misuse;
mod mode;
mod presence;
mod producer;
mod ring;
mod split;
mod stats;
mod sync;
mod wait;

#[cfg(all(any(doc, doctest), feature = "std"))]
pub mod guide;
pub mod mpsc;
pub mod pipe;
pub mod spsc;

pub use capacity::{Capacity, PowerOfTwo};
pub use channel::Channel;
pub use consumer::{Consumer, Drain, ReadChunk, ReadChunkIntoIter};
#[cfg(feature = "std")]
pub use consumer::{IntoIter, Iter};
pub use error::{
    RecvError, RecvTimeoutError, SendError, SendManyError, SendSliceError, SendTimeoutError, TryRecvError, TrySendError,
};
#[cfg(any(feature = "std", feature = "embedded-io"))]
pub use io::BytesError;
#[cfg(feature = "std")]
pub use io::NonBlocking;
#[cfg(feature = "alloc")]
pub use link::Owned;
pub use link::{Borrowed, Link};
pub use message::CrossesThreads;
pub use mode::{LoneProducer, ManyConsumers, ManyProducers, Mode, Mpsc, Pipe, Slices, Spsc};
#[cfg(all(feature = "sink", feature = "std"))]
pub use producer::IntoSink;
pub use producer::{Permit, Producer, Quiet, SendArrayAsync, SendAsync, WriteChunk};
#[cfg(feature = "stats")]
pub use stats::{Stats, Waits};

#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;

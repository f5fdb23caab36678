//! Bounded channels whose capacity, roles and number of producers are part of the type; blocking and async support
//! costs one load per message while nobody is asleep.
//!
//! ```
//! use std::thread;
//! use strait::spsc;
//!
//! let (tx, mut rx) = spsc::channel::<u64, 1024>();
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
//! | [`mpsc`] | many, one | many threads into one; its producer is `Clone` and `Sync` |
//! | [`pipe`] | one, one | samples, bytes, bulk: slices and chunks |
//! | [`evict`] | one, one | feeds in which the newest messages count: the oldest makes room, and is counted |
//!
#![doc = include_str!("../docs/modes.svg")]
//!
//! Where a message is not one of a queue: [`oneshot`] carries one, [`call`] a request and its answer, and [`watch`]
//! keeps the latest value. In a [`pool`] are buffers that travel in messages and come home by themselves.
//!
//! Each mode has a quiet form, [`Quiet`], for real-time threads: in it neither end ever wakes the other.
//!
//! The [guide] answers in chapters: [choosing](guide::choosing) a mode and a capacity; [waiting](guide::waiting);
//! [waiting for several things](guide::several); [closing](guide::closing); [batches](guide::batches);
//! [losing on purpose](guide::losing); [the latest value](guide::latest); [answers](guide::answers);
//! [statics and embedded](guide::embedded); [real-time rules](guide::realtime);
//! [async and cancellation](guide::async_and_cancellation); [migrating](guide::migrating) from other channels; and
//! [what the compiler says](guide::errors) for each mistake.
//!
//! Each module has the same names: `channel()` makes a pair of handles that own a channel on the heap; `Channel` is a
//! channel to put where you like, in a `static` or on a stack, and lends its ends as `ProducerRef` and `ConsumerRef`;
//! `quiet_channel()` and `QuietChannel` make quiet ones.
//!
//! # Operations
//!
//! | | never waits | blocks | for a duration | until an instant | future |
//! |---|---|---|---|---|---|
//! | send one | [`try_send`] | [`send`] | [`send_timeout`] | [`send_deadline`] | [`send_async`] |
//! | receive one | [`try_recv`] | [`recv`] | [`recv_timeout`] | [`recv_deadline`] | [`recv_async`], [`poll_recv`] |
//! | an array, whole or not at all | [`try_send_array`] | [`send_array`] | | | [`send_array_async`] |
//! | many from an iterator (`spsc`, `pipe`) | [`try_send_many`] | [`send_many`] | | | [`send_many_async`] |
//! | many from a deque (`mpsc`) | [`try_send_deque`] | [`send_deque`] | | | [`send_deque_async`] |
//! | batch | [`try_recv_many`] | [`recv_many`] | [`recv_many_timeout`] | [`recv_many_deadline`] | [`recv_many_async`] |
//! | what is there | [`drain`] | [`iter`] | | | `Stream` |
//! | look | [`peek`], [`peek_mut`] | | | | |
//! | until one is there, taking none | | [`ready`] | [`ready_timeout`] | [`ready_deadline`] | [`ready_async`] |
//! | pass on, mapped | | [`forward`] | | | [`forward_async`] |
//! | in place (`spsc`, `pipe`) | [`try_reserve`] | [`reserve`] | | | [`reserve_async`] |
//! | slices (`pipe`) | [`try_send_slice`], [`write_chunk`] | [`send_slice`] | | | [`send_slice_async`] |
//! | | [`try_recv_slice`], [`read_chunk`] | [`recv_slice`] | | | [`recv_slice_async`] |
//! | until the other end is gone | [`is_closed`] | [`closed`] | [`closed_timeout`] | | [`closed_async`] |
//! | until all is received | [`is_empty`] | [`flush`] | [`flush_timeout`] | [`flush_deadline`] | [`flush_async`] |
//!
//! Operations on one message, queries and `close` take `&self`; what spans time takes `&mut self`. Waiting for
//! several channels at once, whatever their types: [`select`].
//!
//! # Guarantees
//!
//! - A receive with a message there returns it, even if the channel is closed or the deadline has passed; then comes
//!   `Closed`, then `Timeout`.
//! - A send that fails returns the message. `Full` is returned only if all `N` slots were taken at some moment of the
//!   call; of an array, if fewer were free than it has messages.
//! - `close()` on any handle, or the drop of the last handle of an end, wakes everyone; what was sent can still be
//!   received.
//! - Nothing that was received ever lives in a future: dropping one loses nothing.
//! - No allocation after construction; no system call while nobody sleeps at the other end; no lock in `spsc` and
//!   `pipe`. In `mpsc`, where several tasks wait for room at once, each but the first takes a list node from the heap,
//!   which is reused; and a thread's first sleep in a [`select`] allocates what it sleeps on. (Where `std` keeps its
//!   mutex in a box, as on macOS, the first use of each lock allocates that.)
//!
//! # Mistakes that do not compile
//!
//! A capacity that is not a power of two, sending with a consumer, waiting on a real-time thread:
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::mpsc::channel::<u8, 1000>();
//! ```
//!
//! ```compile_fail,E0599
//! let (tx, rx) = strait::spsc::channel::<u8, 8>();
//! rx.send(1); // send with the producer
//! ```
//!
//! ```compile_fail,E0277
//! let (tx, rx) = strait::pipe::quiet_channel::<f32, 64>();
//! tx.send(0.5); // the producer of a quiet channel only tries
//! ```
//!
//! A message that must stay on its thread keeps its channel there:
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
//! let (tx, rx) = ring.split();
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
//! `std` (default; blocking and timed operations, waiting `mpsc` producers; implies `alloc`), `alloc` (channels on the
//! heap), `stream` and `sink` (the traits of `futures-core` and `futures-sink`), `futures-io` and `embedded-io` (a
//! [`pipe`] of `u8` as their readers and writers, in addition to those of `std`; the latter in `core` alone has the
//! async half), `stats` (what a channel has done so far, for a dashboard; it costs nothing per message), `tokio` (async
//! operations take part in tokio's [cooperative budget](guide::async_and_cancellation#fairness)). Without any the crate
//! is `core` alone: channels in statics and on stacks, try-operations, and the futures of lone ends.
//!
//! [`try_send`]: Producer::try_send
//! [`send`]: Producer::send
//! [`send_timeout`]: Producer::send_timeout
//! [`send_deadline`]: Producer::send_deadline
//! [`try_send_array`]: Producer::try_send_array
//! [`send_array`]: Producer::send_array
//! [`try_send_many`]: Producer::try_send_many
//! [`send_many`]: Producer::send_many
//! [`send_many_async`]: Producer::send_many_async
//! [`try_send_deque`]: Producer::try_send_deque
//! [`send_deque`]: Producer::send_deque
//! [`try_reserve`]: Producer::try_reserve
//! [`reserve`]: Producer::reserve
//! [`reserve_async`]: Producer::reserve_async
//! [`try_send_slice`]: Producer::try_send_slice
//! [`write_chunk`]: Producer::write_chunk
//! [`send_slice`]: Producer::send_slice
//! [`send_slice_async`]: Producer::send_slice_async
//! [`is_closed`]: Producer::is_closed
//! [`closed`]: Producer::closed
//! [`closed_timeout`]: Producer::closed_timeout
//! [`closed_async`]: spsc::Producer::closed_async
//! [`flush_async`]: spsc::Producer::flush_async
//! [`is_empty`]: Producer::is_empty
//! [`flush_timeout`]: Producer::flush_timeout
//! [`send_async`]: spsc::Producer::send_async
//! [`send_array_async`]: spsc::Producer::send_array_async
//! [`send_deque_async`]: mpsc::Producer::send_deque_async
//! [`flush`]: Producer::flush
//! [`flush_deadline`]: Producer::flush_deadline
//! [`try_recv`]: Consumer::try_recv
//! [`recv`]: Consumer::recv
//! [`recv_timeout`]: Consumer::recv_timeout
//! [`recv_deadline`]: Consumer::recv_deadline
//! [`recv_async`]: Consumer::recv_async
//! [`poll_recv`]: Consumer::poll_recv
//! [`try_recv_many`]: Consumer::try_recv_many
//! [`recv_many`]: Consumer::recv_many
//! [`recv_many_timeout`]: Consumer::recv_many_timeout
//! [`recv_many_deadline`]: Consumer::recv_many_deadline
//! [`recv_many_async`]: Consumer::recv_many_async
//! [`drain`]: Consumer::drain
//! [`iter`]: Consumer::iter
//! [`ready`]: Consumer::ready
//! [`ready_timeout`]: Consumer::ready_timeout
//! [`ready_deadline`]: Consumer::ready_deadline
//! [`ready_async`]: Consumer::ready_async
//! [`forward`]: Consumer::forward
//! [`forward_async`]: Consumer::forward_async
//! [`peek`]: Consumer::peek
//! [`peek_mut`]: Consumer::peek_mut
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
// On a target without compare-and-swap the crate is this one sentence: the attribute below removes everything that
// follows it, and what stands above it is left.
#![cfg_attr(
    not(all(target_has_atomic = "32", target_has_atomic = "ptr")),
    doc = compile_error!("strait needs compare-and-swap on 32 bits and on a pointer, which this target lacks; heapless has queues for it")
)]
#![cfg(all(target_has_atomic = "32", target_has_atomic = "ptr"))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod capacity;
mod channel;
mod consumer;
mod error;
mod handle;
mod mode;
mod presence;
mod producer;
mod ring;
mod split;
mod stats;
mod sync;
mod wait;

mod any;
mod forward;
mod observer;

#[cfg(any(feature = "std", feature = "embedded-io"))]
mod io;

pub mod spsc;

pub mod mpsc;

pub mod spmc;

pub mod mpmc;

#[cfg(feature = "std")]
pub mod call;
pub mod oneshot;
pub mod pipe;
pub mod watch;

pub mod evict;

#[cfg(feature = "alloc")]
pub mod pool;

pub mod select;

pub mod future;

#[cfg(all(any(doc, doctest), feature = "std"))]
pub mod guide;

pub use any::{AnyConsumer, AnyProducer};
pub use capacity::{Capacity, PowerOfTwo};
pub use channel::Channel;
pub use consumer::{Consumer, Drain, ReadChunk, ReadChunkIntoIter};
#[cfg(feature = "std")]
pub use consumer::{IntoIter, Iter};
pub use error::{
    PartialSendError, RecvError, RecvTimeoutError, SendError, SendTimeoutError, TryRecvError, TrySendError,
};
#[cfg(any(feature = "std", feature = "embedded-io"))]
pub use io::BytesError;
#[cfg(feature = "std")]
pub use io::NonBlocking;
pub use mode::{
    Evict, Evicts, Keeps, LoneConsumer, LoneProducer, Mode, Mpmc, Mpsc, Pipe, Quiet, Refuses, Shared, Slices, Spmc,
    Spsc, Waits, Wakes,
};
pub use observer::{Observer, WeakProducer};
#[cfg(all(feature = "sink", feature = "std"))]
pub use producer::IntoSink;
pub use producer::{Lossy, Permit, Producer, WriteChunk};
#[cfg(feature = "stats")]
pub use stats::{Stats, WaitStats};
pub use wait::prepare;

#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;

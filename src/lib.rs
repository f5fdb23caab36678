//! Bounded channels whose capacity, roles and number of producers are types, and whose waiting costs nothing until
//! somebody really sleeps.
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod capacity;
mod channel;
mod consumer;
mod error;
mod link;
mod misuse;
mod mode;
mod presence;
mod producer;
mod ring;
mod split;
mod sync;
mod wait;

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
#[cfg(feature = "alloc")]
pub use link::Owned;
pub use link::{Borrowed, Link};
pub use mode::{LoneProducer, ManyConsumers, ManyProducers, Mode, Mpsc, Pipe, Slices, Spsc};
#[cfg(all(feature = "sink", feature = "std"))]
pub use producer::IntoSink;
pub use producer::{Permit, Producer, Quiet, SendArrayAsync, SendAsync, WriteChunk};

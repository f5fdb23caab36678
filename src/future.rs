//! The futures, by name: to be kept in structs.
//!
//! Each is what the method of the same name returns, `send_async` a [`Send`]. None of them holds a message that was
//! received, and each does nothing before its first poll.
//!
//! # Examples
//!
//! ```
//! use strait::{Spsc, future, spsc};
//!
//! /// A task that waits for one of two things.
//! struct Waiting<'a> {
//!     order: future::Recv<'a, u32, 16, Spsc>,
//!     stop: future::Recv<'a, (), 1, Spsc>,
//! }
//!
//! let ((_tx, mut orders), (_stopper, mut stops)) = (spsc::channel(), spsc::channel());
//! let waiting = Waiting { order: orders.recv_async(), stop: stops.recv_async() };
//! assert!(std::mem::size_of_val(&waiting.order) <= 16 && std::mem::size_of_val(&waiting.stop) <= 16);
//! ```

pub use crate::consumer::{ConsumerClosed, Ready, Recv, RecvMany, RecvSlice};
pub use crate::forward::Forward;
#[cfg(feature = "std")]
pub use crate::producer::SendDeque;
pub use crate::producer::{Flush, ProducerClosed, Reserve, SendArray, SendFuture as Send, SendMany, SendSlice};

//! Request and reply: clients ask, a server answers, each answer goes to whoever asked.
//!
//! A call sends a [`Request`] through an [`mpsc`] channel and waits for the answer in a place that belongs
//! to the client and serves all its calls: after the first handles are made, a call allocates nothing.
//!
//! # Guarantees
//!
//! - A call ends with the answer of its own request, or an error that says whether the request was sent; one that was
//!   not is given back.
//! - A [`Reply`] that the server drops ends the call with [`Dropped`](CallError::Dropped); nobody waits for an answer
//!   that cannot come.
//! - A call that timed out, or whose future was dropped, is over: its reply says so ([`is_closed`](Reply::is_closed)),
//!   and an answer that comes later is given back to the server. It never reaches a later call.
//! - Only a call after one that timed out before its reply was sent or dropped takes a new place from the heap.
//!
//! # Example
//!
//! ```
//! use std::{thread, time::Duration};
//! use strait::call;
//!
//! let (mut client, mut server) = call::channel::<String, usize, 16>();
//! let service = thread::spawn(move || {
//!     for request in server.iter() {
//!         let length = request.query.len();
//!         let _ = request.reply.send(length); // the client may have given up
//!     }
//! });
//! let mut other = client.clone();
//! thread::spawn(move || assert_eq!(other.call("four".to_owned()), Ok(4)));
//! assert_eq!(client.call_timeout("seventeen".to_owned(), Duration::from_secs(5)), Ok(9));
//! drop(client); // The server ends when all clients are gone.
//! service.join().unwrap();
//! ```
//!
//! # What does not compile
//!
//! Two calls of one client at a time; clone it for that. To answer twice:
//!
//! ```compile_fail,E0499
//! let (mut client, server) = strait::call::channel::<u8, u8, 4>();
//! let (first, second) = (client.call_async(1), client.call_async(2));
//! drop((first, second));
//! ```
//!
//! ```compile_fail,E0382
//! let (mut client, server) = strait::call::channel::<u8, u8, 4>();
//! let request = server.recv().unwrap();
//! let _ = request.reply.send(1);
//! let _ = request.reply.send(2);
//! ```

mod client;
mod error;

pub use client::{Call, Client};
pub use error::{CallError, CallTimeoutError};

use crate::capacity::{Capacity, PowerOfTwo};
use crate::error::SendError;
use crate::{mpsc, oneshot};
use core::fmt;

/// The answering end: a consumer of requests, with all that a [`Consumer`](crate::Consumer) can do.
pub type Server<Q, A, const N: usize> = mpsc::Consumer<Request<Q, A>, N>;

/// What a client asks, and where the answer goes.
#[derive(Debug)]
pub struct Request<Q, A> {
    /// What is asked.
    pub query: Q,
    /// Where the answer goes.
    pub reply: Reply<A>,
}

/// The right to answer one request. Dropping it ends the call with [`CallError::Dropped`].
#[must_use = "dropping it refuses the request"]
pub struct Reply<A>(oneshot::Producer<A>);

impl<A> Reply<A> {
    /// Sends the answer; never waits.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the answer if the call is over: timed out, or its future or client was dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::thread;
    ///
    /// let (mut client, server) = strait::call::channel::<u32, u32, 4>();
    /// let call = thread::spawn(move || client.call(20));
    /// let request = server.recv().unwrap();
    /// request.reply.send(request.query + 1).unwrap();
    /// assert_eq!(call.join().unwrap(), Ok(21));
    /// ```
    pub fn send(self, answer: A) -> Result<(), SendError<A>> {
        self.0.send(answer)
    }

    /// Returns whether the call is over, so that nobody wants the answer; a call that is not may be over at any time.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let (mut client, server) = strait::call::channel::<u32, u32, 4>();
    /// assert!(client.call_timeout(1, Duration::from_millis(1)).is_err());
    /// assert!(server.recv().unwrap().reply.is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}

impl<A> fmt::Debug for Reply<A> {
    /// Shows whether the call is over.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("is_closed", &self.is_closed()).finish_non_exhaustive()
    }
}

/// Makes a client and its server, with room for `N` requests that wait to be received.
///
/// `N` is a power of two from 1 to 2^31. Make more clients by `clone`.
///
/// # Examples
///
/// ```
/// let (mut client, server) = strait::call::channel::<&str, usize, 8>();
/// drop(server);
/// assert_eq!(client.call("nobody there"), Err(strait::call::CallError::Closed("nobody there")));
/// ```
pub fn channel<Q, A, const N: usize>() -> (Client<Q, A, N>, Server<Q, A, N>)
where
    Capacity<N>: PowerOfTwo,
{
    let (requests, server) = mpsc::channel();
    (Client::new(requests), server)
}

//! The asking end.

use super::{CallError, CallTimeoutError, Reply, Request};
use crate::error::{RecvError, RecvTimeoutError, SendError, SendTimeoutError};
use crate::mode::Mpsc;
use crate::producer::SendFuture as Send;
use crate::sync::Instant;
use crate::wait::named_future;
use crate::{mpsc, oneshot};
use core::{
    fmt,
    pin::Pin,
    task::{Poll, ready},
    time::Duration,
};

/// The asking end: one call at a time each; `clone` one for each thread or task that calls.
///
/// The server ends when the last client is dropped.
pub struct Client<Q, A, const N: usize> {
    requests: mpsc::Producer<Request<Q, A>, N>,
    /// Where the answers of this client's calls arrive, one after the other.
    answer: oneshot::Consumer<A>,
}

/// Ends a call: whoever has its reply hears so, if it was not answered.
struct TimeUp<'a, A>(&'a mut oneshot::Consumer<A>);

impl<A> Drop for TimeUp<'_, A> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<Q, A, const N: usize> Client<Q, A, N> {
    pub(super) fn new(requests: mpsc::Producer<Request<Q, A>, N>) -> Self {
        // The first producer of the place leaves at once: the first call finds it free, as every later one does.
        let (_, answer) = oneshot::channel();
        Self { requests, answer }
    }

    /// A reply to this client's place; to a new place if an outstanding reply of an earlier call still has the old one.
    fn reply(&mut self) -> Reply<A> {
        Reply(self.answer.rearm().unwrap_or_else(|| {
            let (reply, answer) = oneshot::channel();
            self.answer = answer;
            reply
        }))
    }

    /// Asks, and blocks until the answer is there.
    ///
    /// Waits for room for the request if there is none. Allocates nothing.
    ///
    /// # Errors
    ///
    /// [`CallError::Closed`] with the query if the server is gone or closed; [`CallError::Dropped`] if the request was
    /// dropped unanswered.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::thread;
    /// use strait::call::{self, CallError};
    ///
    /// let (mut client, mut server) = call::channel::<u64, u64, 4>();
    /// thread::spawn(move || {
    ///     for request in server.iter() {
    ///         if request.query > 0 {
    ///             let _ = request.reply.send(100 / request.query);
    ///         } // a division by zero is not answered
    ///     }
    /// });
    /// assert_eq!(client.call(5), Ok(20));
    /// assert_eq!(client.call(0), Err(CallError::Dropped));
    /// ```
    pub fn call(&mut self, query: Q) -> Result<A, CallError<Q>> {
        let reply = self.reply();
        let call = TimeUp(&mut self.answer);
        self.requests.send(Request { query, reply }).map_err(|SendError(request)| CallError::Closed(request.query))?;
        call.0.wait().map_err(|RecvError| CallError::Dropped)
    }

    /// Asks as [`call`](Self::call) does, and waits for `timeout` at most, for room and answer together.
    ///
    /// An answer that is there is returned even if the time is up.
    ///
    /// # Errors
    ///
    /// [`CallTimeoutError::NotSent`] with the query if there was no room in time; [`CallTimeoutError::NoReply`] if it
    /// was sent and not answered in time; `Closed` and `Dropped` as of [`call`](Self::call).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::call::{self, CallTimeoutError};
    ///
    /// let (mut client, _server) = call::channel::<_, u8, 1>();
    /// let soon = Duration::from_millis(1);
    /// assert_eq!(client.call_timeout("first", soon), Err(CallTimeoutError::NoReply));
    /// assert_eq!(client.call_timeout("no room", soon), Err(CallTimeoutError::NotSent("no room")));
    /// ```
    pub fn call_timeout(&mut self, query: Q, timeout: Duration) -> Result<A, CallTimeoutError<Q>> {
        match Instant::now().checked_add(timeout) {
            Some(deadline) => self.call_deadline(query, deadline),
            None => self.call(query).map_err(CallTimeoutError::from),
        }
    }

    /// Asks as [`call`](Self::call) does, and waits until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`call_timeout`](Self::call_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    ///
    /// let (mut client, server) = strait::call::channel::<u8, u8, 4>();
    /// std::thread::spawn(move || server.recv().unwrap().reply.send(2));
    /// assert_eq!(client.call_deadline(1, Instant::now() + Duration::from_secs(60)), Ok(2));
    /// ```
    pub fn call_deadline(&mut self, query: Q, deadline: Instant) -> Result<A, CallTimeoutError<Q>> {
        let reply = self.reply();
        let call = TimeUp(&mut self.answer);
        self.requests.send_deadline(Request { query, reply }, deadline).map_err(|error| match error {
            SendTimeoutError::Timeout(request) => CallTimeoutError::NotSent(request.query),
            SendTimeoutError::Closed(request) => CallTimeoutError::Closed(request.query),
        })?;
        call.0.recv_deadline(deadline).map_err(|error| match error {
            RecvTimeoutError::Timeout => CallTimeoutError::NoReply,
            RecvTimeoutError::Closed => CallTimeoutError::Dropped,
        })
    }

    /// Asks, and waits for the answer.
    ///
    /// Dropping the future ends the call: a query that waited for room is dropped with it, one that was sent is a call
    /// whose time is up. For a limit use the executor's timeout.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut client, mut server) = strait::call::channel::<u8, u8, 4>();
    /// let service = async move {
    ///     let request = server.recv_async().await.unwrap();
    ///     request.reply.send(request.query * 2)
    /// };
    /// let (answer, sent) = futures::future::join(client.call_async(21), service).await;
    /// assert_eq!((answer, sent), (Ok(42), Ok(())));
    /// # });
    /// ```
    pub fn call_async(&mut self, query: Q) -> Call<'_, Q, A, N> {
        let reply = self.reply();
        let sending = Some(self.requests.send_async(Request { query, reply }));
        Call { sending, answer: self.answer.recv_async() }
    }

    /// Returns whether the server is gone or closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (client, server) = strait::call::channel::<u8, u8, 4>();
    /// assert!(!client.is_closed());
    /// drop(server);
    /// assert!(client.is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        self.requests.is_closed()
    }
}

/// The future of [`call_async`](Client::call_async); owns the query until it is sent.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Call<'a, Q, A, const N: usize> {
    /// `None` once the request is sent.
    sending: Option<Send<'a, Request<Q, A>, N, Mpsc>>,
    answer: oneshot::Recv<'a, A>,
}

named_future!(impl['a, Q, A, const N: usize] Call['a, Q, A, N] -> Result<A, CallError<Q>> {
    |this, context| {
        if let Some(sending) = &mut this.sending {
            let sent = ready!(Pin::new(sending).poll(context));
            this.sending = None;
            if let Err(SendError(request)) = sent {
                return Poll::Ready(Err(CallError::Closed(request.query)));
            }
        }
        Pin::new(&mut this.answer).poll(context).map_err(|RecvError| CallError::Dropped)
    }
});

impl<Q, A, const N: usize> Drop for Call<'_, Q, A, N> {
    /// Ends the call.
    fn drop(&mut self) {
        self.answer.refuse();
    }
}

impl<Q, A, const N: usize> Clone for Client<Q, A, N> {
    /// Makes one more client of the same server; allocates the place of its answers.
    ///
    /// # Examples
    ///
    /// ```
    /// let (client, server) = strait::call::channel::<u8, u8, 4>();
    /// let mut second = client.clone();
    /// std::thread::spawn(move || server.recv().unwrap().reply.send(1));
    /// assert_eq!(second.call(0), Ok(1));
    /// ```
    fn clone(&self) -> Self {
        Self::new(self.requests.clone())
    }
}

impl<Q, A, const N: usize> fmt::Debug for Client<Q, A, N> {
    /// Shows whether the server is gone or closed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("is_closed", &self.is_closed()).finish_non_exhaustive()
    }
}

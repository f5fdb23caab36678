//! The futures that own what they send until it is in the ring.

use super::tx::{Ticket, Tx};
use crate::error::{SendError, TrySendError};
use crate::mode::Mode;
use crate::wait::PollEnd as _;
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// A value on its way into the ring, and its sender's place among those that wait.
pub(super) struct Unsent<'a, V, T, const N: usize, M: Mode> {
    tx: Tx<'a, T, N, M>,
    value: Option<V>,
    ticket: Ticket<M>,
}

impl<'a, V, T, const N: usize, M: Mode> Unsent<'a, V, T, N, M> {
    #[inline]
    pub(super) fn new(tx: Tx<'a, T, N, M>, value: V) -> Self {
        Self { tx, value: Some(value), ticket: Ticket::<M>::default() }
    }

    #[inline]
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        mut attempt: impl FnMut(Tx<'a, T, N, M>, V) -> Result<(), TrySendError<V>>,
    ) -> Poll<Result<(), SendError<V>>> {
        assert!(self.value.is_some(), "a send was polled again after it was ready");
        let Self { tx, value, ticket } = self;
        let sent = ready!(tx.poll(context, ticket, || Tx::<T, N, M>::look_to_send(value, |value| attempt(*tx, value))));
        // PERF: whether it was sent is not read from `value`: that would wait for the stores there, which wait for the
        // message's. And `tx` is not copied, which would be three more stores. Class B, M messages/s: one thread, spsc
        // 53 and 85, mpsc 37 and 68; two executors, spsc 65 and 115, mpsc 37 and 66.
        Poll::Ready(if sent.is_ok() { Ok(()) } else { self.hand_back() })
    }

    #[cold]
    fn hand_back(&mut self) -> Result<(), SendError<V>> {
        self.value.take().map_or(Ok(()), |value| Err(SendError(value)))
    }
}

impl<V, T, const N: usize, M: Mode> Drop for Unsent<'_, V, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        self.tx.cancel(&mut self.ticket);
    }
}

/// The future of `send_async`: owns the message until it is in the ring.
#[must_use = "a future does nothing until it is polled"]
pub struct SendAsync<'a, T, const N: usize, M: Mode>(pub(super) Unsent<'a, T, T, N, M>);

/// The future of `send_array_async`: owns the array until it is in the ring.
#[must_use = "a future does nothing until it is polled"]
pub struct SendArrayAsync<'a, T, const K: usize, const N: usize, M: Mode>(pub(super) Unsent<'a, [T; K], T, N, M>);

/// A future that owns a value of type `$value` until `$attempt` has sent it.
macro_rules! owning_future {
    ([$($generics:tt)*] $name:literal, $future:ty, $value:ty, $attempt:ident) => {
        impl<$($generics)*> $future {
            /// Gives the value back if it has not been sent.
            ///
            /// # Examples
            ///
            /// ```
            /// let (mut tx, _rx) = strait::spsc::channel::<_, 4>();
            /// assert_eq!(tx.send_async("tick").into_inner(), Some("tick"));
            /// assert_eq!(tx.send_array_async(["bid", "ask"]).into_inner(), Some(["bid", "ask"]));
            /// ```
            pub fn into_inner(mut self) -> Option<$value> {
                self.0.value.take()
            }
        }

        impl<$($generics)*> Future for $future {
            type Output = Result<(), SendError<$value>>;

            #[inline]
            fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
                self.0.poll(context, Tx::$attempt)
            }
        }

        // The value is never pinned: it is moved into the ring.
        impl<$($generics)*> Unpin for $future {}

        impl<$($generics)*> fmt::Debug for $future {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($name).field("holds_its_value", &self.0.value.is_some()).finish_non_exhaustive()
            }
        }
    };
}

owning_future!(['a, T, const N: usize, M: Mode] "SendAsync", SendAsync<'a, T, N, M>, T, try_send);
owning_future!(['a, T, const K: usize, const N: usize, M: Mode] "SendArrayAsync", SendArrayAsync<'a, T, K, N, M>, [T; K], try_send_array);

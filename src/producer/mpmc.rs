//! What takes the exclusive borrow of a lone producer, and of `mpmc`'s a shared one: its futures.

use super::{Flush, Producer, ProducerClosed, SendArray, SendDeque, SendFuture, array::require_slots_for_all};
use crate::mode::Mpmc;
use crate::wait::Waiting;
use alloc::collections::VecDeque;

impl<T, const N: usize> Producer<'_, T, N, Mpmc> {
    /// Sends a message; the future is ready when it is in the channel.
    ///
    /// Works on any executor. Many waiting producers, threads and tasks alike, proceed one at a time, in order.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError) with the message if the channel is closed or all consumers are gone, before or
    /// while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready.
    ///
    /// # Cancel safety
    ///
    /// The future owns the message until it is in the channel: dropped before that, it drops it unsent;
    /// [`into_inner`](SendFuture::into_inner) returns it.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, rx) = strait::mpmc::channel::<_, 4>();
    /// tx.send_async("resize").await.unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("resize"));
    /// # });
    /// ```
    #[inline]
    pub fn send_async(&self, message: T) -> SendFuture<'_, T, N, Mpmc> {
        SendFuture::new(self.tx(), message)
    }

    /// Sends a whole array in a row; the future is ready when it is in the channel.
    ///
    /// Consumers may take its messages one each. Producers wait in one queue, so single messages behind a waiting array
    /// wait with it.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError) with the whole array if the channel is closed or all consumers are gone, before
    /// or while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready.
    ///
    /// # Cancel safety
    ///
    /// As [`send_async`](Self::send_async): all of the array is in the channel or none of it.
    #[inline]
    pub fn send_array_async<const K: usize>(&self, messages: [T; K]) -> SendArray<'_, T, K, N, Mpmc> {
        const { require_slots_for_all::<K, N>() };
        SendArray::new(self.tx(), messages)
    }

    /// Sends all messages of a deque; the future is ready when they are in the channel.
    ///
    /// # Errors
    ///
    /// As [`send_deque`](Self::send_deque).
    ///
    /// # Cancel safety
    ///
    /// The future never holds a message: dropped halfway, it leaves the rest in the deque.
    pub fn send_deque_async<'m>(&self, messages: &'m mut VecDeque<T>) -> SendDeque<'_, 'm, T, N, Mpmc> {
        SendDeque { waiting: Waiting::at(self.tx()), messages, sent: 0 }
    }

    /// Waits until all consumers are gone or the channel is closed by either end; dropping the future loses nothing.
    pub fn closed_async(&self) -> ProducerClosed<'_, T, N, Mpmc> {
        ProducerClosed(Waiting::at(self.tx()))
    }

    /// Waits as [`flush`](Self::flush) does; dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`flush`](Self::flush).
    pub fn flush_async(&self) -> Flush<'_, T, N, Mpmc> {
        Flush::new(self.tx())
    }
}

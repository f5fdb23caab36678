//! An array of messages: whole or not at all, unbroken in order.

use super::{Producer, SendArray};
use crate::error::TrySendError;
use crate::mode::{LoneProducer, Mode, Refuses, Waits};

#[cfg(feature = "std")]
use super::tx::{Tx, untimed};
#[cfg(feature = "std")]
use crate::error::SendError;
#[cfg(feature = "std")]
use crate::mode::Mpsc;
#[cfg(feature = "std")]
use crate::wait::Limit;

/// Rejects an array that the channel could never hold whole.
///
/// The public methods call it, and not what they share, so that the compiler's error names their caller.
#[track_caller]
pub(super) const fn require_slots_for_all<const K: usize, const N: usize>() {
    assert!(K <= N, "an array of more messages than the channel has slots is never sent: send it in parts");
}

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Sends a whole array in a row, or nothing of it, without waiting.
    ///
    /// No other producer's message comes between. An empty array is `Ok` at once, and one of more than `N` messages
    /// does not compile. One claim and at most one wake-up for all.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if fewer than `K` slots were free, [`TrySendError::Closed`] if the channel is closed or
    /// the consumer is gone. Both return the array.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{TrySendError, spsc};
    ///
    /// let (tx, mut rx) = spsc::channel::<_, 4>();
    /// assert_eq!(tx.try_send_array([1, 2, 3]), Ok(()));
    /// assert_eq!(tx.try_send_array([4, 5]), Err(TrySendError::Full([4, 5])));
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2, 3]);
    /// ```
    #[inline]
    pub fn try_send_array<const K: usize>(&self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>>
    where
        M: Refuses,
    {
        const { require_slots_for_all::<K, N>() };
        self.tx().try_send_array(messages)
    }

    /// Rejects an array that a channel with this limit could never hold whole.
    #[inline]
    #[track_caller]
    fn require_limit(&self, len: usize) {
        assert!(len <= self.limit(), "an array of {len} messages is never sent where {} may be", self.limit());
    }

    /// Sends a whole array in a row; blocks until there is room for all of it.
    ///
    /// Producers of an `mpsc` channel wait in one queue, so single messages behind a waiting array wait with it.
    ///
    /// # Panics
    ///
    /// If the array is longer than the [`limit`](Self::limit) of the channel, and would have to wait for ever.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the whole array if the channel is closed or the consumer is gone, before or while this waits.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// let consumer = std::thread::spawn(move || rx.iter().collect::<Vec<_>>());
    /// tx.send_array([1, 2]).unwrap();
    /// tx.send_array([3, 4]).unwrap();
    /// drop(tx);
    /// assert_eq!(consumer.join().unwrap(), [1, 2, 3, 4]);
    /// ```
    #[cfg(feature = "std")]
    #[inline]
    pub fn send_array<const K: usize>(&self, messages: [T; K]) -> Result<(), SendError<[T; K]>>
    where
        M: Waits,
    {
        const { require_slots_for_all::<K, N>() };
        untimed(self.tx().send_by(messages, Tx::try_send_array, || {
            self.require_limit(K);
            Limit::Never
        }))
    }
}

impl<'a, T, const N: usize, M: LoneProducer> Producer<'a, T, N, M> {
    /// Sends a whole array in a row; the future is ready when it is in the channel.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError) with the whole array if the channel is closed or the consumer is gone, before or
    /// while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready; if the array is longer than the [`limit`](Self::limit).
    ///
    /// # Cancel safety
    ///
    /// As [`send_async`](Self::send_async): all of the array is in the channel or none of it.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.send_array_async(["bid", "ask"]).await.unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("bid"));
    /// # });
    /// ```
    #[inline]
    pub fn send_array_async<const K: usize>(&mut self, messages: [T; K]) -> SendArray<'_, T, K, N, M>
    where
        M: Waits,
    {
        const { require_slots_for_all::<K, N>() };
        self.require_limit(K);
        SendArray::new(self.tx(), messages)
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize> Producer<'a, T, N, Mpsc> {
    /// Sends a whole array in a row; the future is ready when it is in the channel.
    ///
    /// Producers wait in one queue, so single messages behind a waiting array wait with it.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the whole array if the channel is closed or the consumer is gone, before or while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready; if the array is longer than the [`limit`](Self::limit).
    ///
    /// # Cancel safety
    ///
    /// As [`send_async`](Self::send_async): all of the array is in the channel or none of it.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// tx.send_array_async(["bid", "ask"]).await.unwrap();
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), ["bid", "ask"]);
    /// # });
    /// ```
    #[inline]
    pub fn send_array_async<const K: usize>(&self, messages: [T; K]) -> SendArray<'_, T, K, N, Mpsc> {
        const { require_slots_for_all::<K, N>() };
        self.require_limit(K);
        SendArray::new(self.tx(), messages)
    }
}

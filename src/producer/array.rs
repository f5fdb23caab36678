//! An array of messages, whole or not at all and unbroken in order.

use super::{Producer, SendArrayAsync, future::Unsent};
use crate::error::TrySendError;
use crate::link::Link;
use crate::mode::{LoneProducer, Mpsc};

#[cfg(feature = "std")]
use super::tx::{Tx, for_ever};
#[cfg(feature = "std")]
use crate::error::SendError;

/// Refuses an array that the ring could never hold whole.
///
/// The public methods ask for it and not what they share, so that the compiler's error names their caller.
#[track_caller]
pub(super) const fn demand_places_for_all<const K: usize, const N: usize>() {
    assert!(K <= N, "an array of more messages than the channel has places is never sent: send it in parts");
}

/// The array methods of all producers.
macro_rules! arrays {
    ($self:ident, $receiver:ty) => {
        /// Sends a whole array in a row, or nothing of it, without waiting.
        ///
        /// No other producer's message comes between them. An array of 0 is `Ok` at once, and one of more than `N` does
        /// not compile. One claim and at most one wake-up for all.
        ///
        /// # Errors
        ///
        /// [`TrySendError::Full`] if fewer than `K` places are free, [`TrySendError::Closed`] if the channel is closed
        /// or the consumer is gone; each holds the array.
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{TrySendError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 4>();
        /// assert_eq!(tx.try_send_array([1, 2, 3]), Ok(()));
        /// assert_eq!(tx.try_send_array([4, 5]), Err(TrySendError::Full([4, 5])));
        /// assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2, 3]);
        /// ```
        #[inline]
        pub fn try_send_array<const K: usize>($self: $receiver, messages: [T; K]) -> Result<(), TrySendError<[T; K]>> {
            const { demand_places_for_all::<K, N>() };
            let tx = $self.tx();
            tx.count_if_refused(tx.try_send_array(messages))
        }

        /// Sends a whole array in a row; blocks until there are `K` free places.
        ///
        /// In `mpsc` those that wait go on in order, so single messages behind a waiting array wait with it; but where
        /// tasks have waited for room, too, a blocked thread behind it also looks by itself every 10 ms.
        ///
        /// # Errors
        ///
        /// [`SendError`] with the whole array if the channel is closed or the consumer is gone, or goes while this
        /// waits.
        ///
        /// # Examples
        ///
        /// ```
        /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
        /// let consumer = std::thread::spawn(move || rx.iter().collect::<Vec<_>>());
        /// tx.send_array([1, 2]).unwrap();
        /// tx.send_array([3, 4]).unwrap();
        /// drop(tx);
        /// assert_eq!(consumer.join().unwrap(), [1, 2, 3, 4]);
        /// ```
        #[cfg(feature = "std")]
        #[inline]
        pub fn send_array<const K: usize>($self: $receiver, messages: [T; K]) -> Result<(), SendError<[T; K]>> {
            const { demand_places_for_all::<K, N>() };
            for_ever($self.tx().send_by(messages, Tx::try_send_array, || None))
        }
    };
}

/// The async array methods of all producers.
macro_rules! arrays_async {
    ($self:ident, $receiver:ty, $mode:ty) => {
        /// Sends a whole array in a row; the future is ready when it is in the ring.
        ///
        /// # Errors
        ///
        /// [`SendError`] with the whole array if the channel is closed or the consumer is gone, or goes while this
        /// waits.
        ///
        /// # Panics
        ///
        /// If the future is polled again after it was ready.
        ///
        /// # Cancel safety
        ///
        /// As [`send_async`](Self::send_async): all of the array is in the ring or none of it.
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
        pub fn send_array_async<const K: usize>(
            $self: $receiver,
            messages: [T; K],
        ) -> SendArrayAsync<'_, T, K, N, $mode> {
            const { demand_places_for_all::<K, N>() };
            SendArrayAsync(Unsent::new($self.tx(), messages))
        }
    };
}

super::for_lone_and_for_many!(arrays);

impl<T, const N: usize, M: LoneProducer, L: Link> Producer<T, N, M, L> {
    arrays_async!(self, &mut Self, M);
}

#[cfg(feature = "std")]
impl<T, const N: usize, L: Link> Producer<T, N, Mpsc, L> {
    arrays_async!(self, &Self, Mpsc);
}

//! tokio's `mpsc`: a semaphore's permit for each message.

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{fan, named, one_by_one, pair};
use crate::ends::{AsyncRx, AsyncTx, BatchTx, BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Tokio, "tokio mpsc", "tokio"
);
pair!(Tokio, Sender<T>, Receiver<T>, channel);
fan!(Tokio);
one_by_one!(rx Receiver<u64>);

impl<T: Message> TryTx<T> for Sender<T> {
    fn offer(&mut self, message: T) -> bool {
        self.try_send(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for Receiver<T> {
    fn poll(&mut self) -> Option<T> {
        self.try_recv().ok()
    }
}

impl<T: Message> BlockTx<T> for Sender<T> {
    fn put(&mut self, message: T) {
        self.blocking_send(message).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for Receiver<T> {
    fn take(&mut self) -> T {
        self.blocking_recv().expect("a producer is there")
    }
}

impl<T: Message> AsyncTx<T> for Sender<T> {
    async fn put_async(&mut self, message: T) {
        self.send(message).await.expect("the consumer is there");
    }
}

impl<T: Message> AsyncRx<T> for Receiver<T> {
    async fn take_async(&mut self) -> T {
        self.recv().await.expect("a producer is there")
    }
}

impl BatchTx for Sender<u64> {
    fn offer_many(&mut self, first: u64, count: usize) -> usize {
        match self.try_reserve_many(count) {
            Ok(permits) => {
                permits.zip(first..).for_each(|(permit, number)| permit.send(number));
                count
            }
            Err(TrySendError::Full(())) => 0,
            Err(TrySendError::Closed(())) => unreachable!("the consumer is there"),
        }
    }
}

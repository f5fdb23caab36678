//! flume: a deque under a lock.

use flume::{Receiver, Sender, bounded};

use super::{fan, named, pair};
use crate::ends::{AsyncRx, AsyncTx, BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Flume, "flume", "flume"
);
pair!(Flume, Sender<T>, Receiver<T>, bounded);
fan!(Flume);

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
        self.send(message).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for Receiver<T> {
    fn take(&mut self) -> T {
        self.recv().expect("a producer is there")
    }
}

impl<T: Message> AsyncTx<T> for Sender<T> {
    async fn put_async(&mut self, message: T) {
        self.send_async(message).await.expect("the consumer is there");
    }
}

impl<T: Message> AsyncRx<T> for Receiver<T> {
    async fn take_async(&mut self) -> T {
        self.recv_async().await.expect("a producer is there")
    }
}

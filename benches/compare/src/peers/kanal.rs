//! kanal: a deque under a one-byte lock, with direct hand-over to a waiting receiver.

use kanal::{AsyncReceiver, AsyncSender, Receiver, Sender, bounded, bounded_async};

use super::{fan, named, one_by_one, pair};
use crate::ends::{AsyncRx, AsyncTx, BatchRx, BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The blocking handles.
    Sync, "kanal", "kanal"
);
named!(
    /// The async handles.
    Async, "kanal", "kanal"
);
pair!(Sync, Sender<T>, Inbox<T>, |n| {
    let (tx, rx) = bounded(n);
    (tx, Inbox { rx, drained: Vec::new() })
});
fan!(Sync);
pair!(Async, AsyncSender<T>, AsyncReceiver<T>, bounded_async);
one_by_one!(tx Sender<u64>);

/// The receiver and the vector that its batch operation fills, kept so that it is allocated once.
#[derive(Debug)]
pub struct Inbox<T> {
    rx: Receiver<T>,
    drained: Vec<T>,
}

impl<T: Message> TryTx<T> for Sender<T> {
    #[inline(always)]
    fn offer(&mut self, message: T) -> bool {
        self.try_send(message).expect("the consumer is there")
    }
}

impl<T: Message> TryRx<T> for Inbox<T> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.rx.try_recv().expect("a producer is there")
    }
}

impl<T: Message> BlockTx<T> for Sender<T> {
    #[inline(always)]
    fn put(&mut self, message: T) {
        self.send(message).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for Inbox<T> {
    #[inline(always)]
    fn take(&mut self) -> T {
        self.rx.recv().expect("a producer is there")
    }
}

impl BatchRx for Inbox<u64> {
    /// Takes everything that is there and ignores `max`: kanal has no other batch receive.
    #[inline(always)]
    fn poll_many(&mut self, _max: usize, see: impl FnMut(u64)) -> usize {
        let count = self.rx.drain_into(&mut self.drained).expect("a producer is there");
        self.drained.drain(..).for_each(see);
        count
    }
}

impl<T: Message> AsyncTx<T> for AsyncSender<T> {
    async fn put_async(&mut self, message: T) {
        self.send(message).await.expect("the consumer is there");
    }
}

impl<T: Message> AsyncRx<T> for AsyncReceiver<T> {
    async fn take_async(&mut self) -> T {
        self.recv().await.expect("a producer is there")
    }
}

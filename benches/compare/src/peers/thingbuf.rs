//! thingbuf: slots that are reused in place; sending a value moves it into one.

use thingbuf::mpsc::{self, blocking};

use super::{fan, named, one_by_one, pair};
use crate::ends::{AsyncRx, AsyncTx, BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The blocking handles.
    Sync, "thingbuf", "thingbuf"
);
named!(
    /// The async handles.
    Async, "thingbuf", "thingbuf"
);
pair!(Sync, blocking::Sender<T>, blocking::Receiver<T>, blocking::channel);
fan!(Sync);
pair!(Async, mpsc::Sender<T>, mpsc::Receiver<T>, mpsc::channel);
one_by_one!(tx blocking::Sender<u64>);
one_by_one!(rx blocking::Receiver<u64>);

impl<T: Message> TryTx<T> for blocking::Sender<T> {
    fn offer(&mut self, message: T) -> bool {
        self.try_send(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for blocking::Receiver<T> {
    fn poll(&mut self) -> Option<T> {
        self.try_recv().ok()
    }
}

impl<T: Message> BlockTx<T> for blocking::Sender<T> {
    fn put(&mut self, message: T) {
        self.send(message).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for blocking::Receiver<T> {
    fn take(&mut self) -> T {
        self.recv().expect("a producer is there")
    }
}

impl<T: Message> AsyncTx<T> for mpsc::Sender<T> {
    async fn put_async(&mut self, message: T) {
        self.send(message).await.expect("the consumer is there");
    }
}

impl<T: Message> AsyncRx<T> for mpsc::Receiver<T> {
    async fn take_async(&mut self) -> T {
        self.recv().await.expect("a producer is there")
    }
}

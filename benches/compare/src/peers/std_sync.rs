//! The standard library's `sync_channel`.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::{fan, named, pair};
use crate::ends::{BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Std, "std sync_channel", ""
);
pair!(Std, SyncSender<T>, Receiver<T>, sync_channel);
fan!(Std);

impl<T: Message> TryTx<T> for SyncSender<T> {
    fn offer(&mut self, message: T) -> bool {
        self.try_send(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for Receiver<T> {
    fn poll(&mut self) -> Option<T> {
        self.try_recv().ok()
    }
}

impl<T: Message> BlockTx<T> for SyncSender<T> {
    fn put(&mut self, message: T) {
        self.send(message).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for Receiver<T> {
    fn take(&mut self) -> T {
        self.recv().expect("a producer is there")
    }
}

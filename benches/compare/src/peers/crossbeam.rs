//! crossbeam-channel: the channel most programs use.

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{fan, named, one_by_one, pair};
use crate::ends::{BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Crossbeam, "crossbeam-channel", "crossbeam-channel"
);
pair!(Crossbeam, Sender<T>, Receiver<T>, bounded);
fan!(Crossbeam);
one_by_one!(tx Sender<u64>);
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
        self.send(message).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for Receiver<T> {
    fn take(&mut self) -> T {
        self.recv().expect("a producer is there")
    }
}

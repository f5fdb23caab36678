//! tachyonix: slots with stamps and async events. It has no blocking calls; its futures are driven by `block_on` for
//! those.

use futures::executor::block_on;
use tachyonix::{Receiver, Sender, channel};

use super::{awaits, fan, named, pair};
use crate::ends::{BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Tachyonix, "tachyonix", "tachyonix"
);
pair!(Tachyonix, Sender<T>, Receiver<T>, channel);
fan!(Tachyonix);
awaits!(Sender, Receiver: send, recv);

impl<T: Message> TryTx<T> for Sender<T> {
    #[inline(always)]
    fn offer(&mut self, message: T) -> bool {
        self.try_send(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for Receiver<T> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.try_recv().ok()
    }
}

impl<T: Message> BlockTx<T> for Sender<T> {
    #[inline(always)]
    fn put(&mut self, message: T) {
        block_on(self.send(message)).expect("the consumer is there");
    }
}

impl<T: Message> BlockRx<T> for Receiver<T> {
    #[inline(always)]
    fn take(&mut self) -> T {
        block_on(self.recv()).expect("a producer is there")
    }
}

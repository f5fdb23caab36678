//! async-channel: a concurrent queue and event listeners.

use async_channel::{Receiver, Sender, bounded};

use super::{awaits, fan, named, pair, tries_and_blocks};
use crate::ends::ForceTx;
use crate::message::Message;

named!(
    /// The contender.
    AsyncChannel, "async-channel", "async-channel"
);
pair!(AsyncChannel, Sender<T>, Receiver<T>, bounded);
fan!(AsyncChannel);
tries_and_blocks!(Sender, Receiver: send_blocking, recv_blocking);
awaits!(Sender, Receiver: send, recv);

impl<T: Message> ForceTx<T> for Sender<T> {
    #[inline(always)]
    fn force(&mut self, message: T) -> bool {
        self.force_send(message).expect("the consumer is there").is_some()
    }
}

//! tokio's `mpsc`: a semaphore's permit for each message.

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{awaits, fan, named, one_by_one, pair, tries_and_blocks};
use crate::ends::BatchTx;

named!(
    /// The contender.
    Tokio, "tokio mpsc", "tokio"
);
pair!(Tokio, Sender<T>, Receiver<T>, channel);
fan!(Tokio);
tries_and_blocks!(Sender, Receiver: blocking_send, blocking_recv);
awaits!(Sender, Receiver: send, recv);
one_by_one!(rx Receiver<u64>);

impl BatchTx for Sender<u64> {
    #[inline(always)]
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

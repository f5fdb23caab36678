//! crossbeam-queue's `ArrayQueue`: a queue for any number of threads at both ends, which never waits.

use std::sync::Arc;

use super::{fan, named, pair};
use crate::ends::{ForceTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    ArrayQueue, "crossbeam ArrayQueue", "crossbeam-queue"
);
type End<T> = Arc<crossbeam_queue::ArrayQueue<T>>;
pair!(ArrayQueue, End<T>, End<T>, |n| {
    let queue = End::new(crossbeam_queue::ArrayQueue::new(n));
    (queue.clone(), queue)
});
fan!(ArrayQueue);

impl<T: Message> TryTx<T> for End<T> {
    #[inline(always)]
    fn offer(&mut self, message: T) -> bool {
        self.push(message).is_ok()
    }
}

impl<T: Message> ForceTx<T> for End<T> {
    #[inline(always)]
    fn force(&mut self, message: T) -> bool {
        self.force_push(message).is_some()
    }
}

impl<T: Message> TryRx<T> for End<T> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.pop()
    }
}

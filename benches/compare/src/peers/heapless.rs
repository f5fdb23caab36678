//! heapless: a ring in place with both indices in one line. Its queue of `N` holds one message fewer than `N`.

use heapless::spsc::{Consumer, Producer, Queue};

use super::named;
use crate::ends::{Pair, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Heapless, "heapless (N-1)", "heapless"
);

impl<T: Message, const N: usize> Pair<T, N> for Heapless {
    type Tx = Producer<'static, T>;
    type Rx = Consumer<'static, T>;
    fn pair() -> (Self::Tx, Self::Rx) {
        let queue: &'static mut Queue<T, N> = Box::leak(Box::new(Queue::new()));
        queue.split()
    }
}

impl<T: Message> TryTx<T> for Producer<'static, T> {
    #[inline(always)]
    fn offer(&mut self, message: T) -> bool {
        self.enqueue(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for Consumer<'static, T> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.dequeue()
    }
}

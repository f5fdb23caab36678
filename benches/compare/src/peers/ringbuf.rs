//! ringbuf: a dense ring with cached indices (what `split` of its shared ring gives).

use ringbuf::traits::{Consumer, Producer, Split};
use ringbuf::{HeapCons, HeapProd, HeapRb};

use super::{named, pair};
use crate::ends::{BatchRx, BatchTx, SliceRx, SliceTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Ringbuf, "ringbuf", "ringbuf"
);
pair!(Ringbuf, HeapProd<T>, HeapCons<T>, |n| HeapRb::new(n).split());

impl<T: Message> TryTx<T> for HeapProd<T> {
    #[inline(always)]
    fn offer(&mut self, message: T) -> bool {
        self.try_push(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for HeapCons<T> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.try_pop()
    }
}

impl BatchTx for HeapProd<u64> {
    #[inline(always)]
    fn offer_many(&mut self, first: u64, count: usize) -> usize {
        self.push_iter(first..first + count as u64)
    }
}

impl BatchRx for HeapCons<u64> {
    #[inline(always)]
    fn poll_many(&mut self, max: usize, mut see: impl FnMut(u64)) -> usize {
        let (front, back) = self.as_slices();
        let shown = front.iter().chain(back).take(max).map(|&number| see(number)).count();
        self.skip(shown)
    }
}

impl SliceTx for HeapProd<u64> {
    #[inline(always)]
    fn offer_slice(&mut self, words: &[u64]) -> usize {
        self.push_slice(words)
    }
}

impl SliceRx for HeapCons<u64> {
    #[inline(always)]
    fn poll_slice(&mut self, words: &mut [u64]) -> usize {
        self.pop_slice(words)
    }
}

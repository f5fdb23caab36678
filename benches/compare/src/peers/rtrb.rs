//! rtrb: a dense ring for one producer and one consumer, with chunks.

use rtrb::chunks::ChunkError;
use rtrb::{Consumer, Producer, RingBuffer};

use super::{named, pair};
use crate::ends::{BatchRx, BatchTx, SliceRx, SliceTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// The contender.
    Rtrb, "rtrb", "rtrb"
);
pair!(Rtrb, Producer<T>, Consumer<T>, RingBuffer::new);

impl<T: Message> TryTx<T> for Producer<T> {
    #[inline(always)]
    fn offer(&mut self, message: T) -> bool {
        self.push(message).is_ok()
    }
}

impl<T: Message> TryRx<T> for Consumer<T> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.pop().ok()
    }
}

impl BatchTx for Producer<u64> {
    #[inline(always)]
    fn offer_many(&mut self, first: u64, count: usize) -> usize {
        match self.write_chunk_uninit(count) {
            Ok(chunk) => chunk.fill_from_iter(first..),
            Err(_) => 0,
        }
    }
}

impl BatchRx for Consumer<u64> {
    #[inline(always)]
    fn poll_many(&mut self, max: usize, mut see: impl FnMut(u64)) -> usize {
        let there = match self.read_chunk(max) {
            Ok(_) => max,
            Err(ChunkError::TooFewSlots(there)) => there,
        };
        let Ok(chunk) = self.read_chunk(there) else { return 0 };
        let (front, back) = chunk.as_slices();
        front.iter().chain(back).for_each(|&number| see(number));
        chunk.commit_all();
        there
    }
}

impl SliceTx for Producer<u64> {
    #[inline(always)]
    fn offer_slice(&mut self, words: &[u64]) -> usize {
        let (sent, _) = self.push_partial_slice(words);
        sent.len()
    }
}

impl SliceRx for Consumer<u64> {
    #[inline(always)]
    fn poll_slice(&mut self, words: &mut [u64]) -> usize {
        let (came, _) = self.pop_partial_slice(words);
        came.len()
    }
}

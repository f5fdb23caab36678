//! strait, in its modes.

use std::collections::VecDeque;

use strait::{Capacity, PowerOfTwo, evict, mpsc, pipe, spsc};

use super::named;
use crate::ends::{
    AsyncRx, AsyncTx, BatchRx, BatchTx, BlockBatchRx, BlockBatchTx, BlockRx, BlockTx, Fan, ForceTx, Pair, SliceRx,
    SliceTx, TryRx, TryTx,
};
use crate::message::Message;

named!(
    /// One producer, cache lines with a tail in each.
    Spsc, "strait spsc", "strait"
);
named!(
    /// Many producers, slots with stamps.
    Mpsc, "strait mpsc", "strait"
);
named!(
    /// One producer, a dense ring.
    Pipe, "strait pipe", "strait"
);
named!(
    /// The many-producer channel, with the deque from which its batches are sent.
    MpscBatches, "strait mpsc", "strait"
);
named!(
    /// The many-producer channel next to its own batches.
    MpscSingles, "strait mpsc, one by one", "strait"
);

named!(
    /// One producer, the oldest makes room.
    Evict, "strait evict", "strait"
);

macro_rules! mode {
    ($contender:ident, $module:ident) => {
        impl<T: Message, const N: usize> Pair<T, N> for $contender
        where
            Capacity<N>: PowerOfTwo,
        {
            type Tx = $module::Producer<T, N>;
            type Rx = $module::Consumer<T, N>;
            fn pair() -> (Self::Tx, Self::Rx) {
                $module::channel()
            }
        }
        impl<T: Message, const N: usize> TryTx<T> for $module::Producer<T, N> {
            #[inline(always)]
            fn offer(&mut self, message: T) -> bool {
                self.try_send(message).is_ok()
            }
        }
        impl<T: Message, const N: usize> TryRx<T> for $module::Consumer<T, N> {
            #[inline(always)]
            fn poll(&mut self) -> Option<T> {
                self.try_recv().ok()
            }
        }
        impl<T: Message, const N: usize> BlockTx<T> for $module::Producer<T, N> {
            #[inline(always)]
            fn put(&mut self, message: T) {
                self.send(message).expect("the consumer is there");
            }
        }
        impl<T: Message, const N: usize> BlockRx<T> for $module::Consumer<T, N> {
            #[inline(always)]
            fn take(&mut self) -> T {
                self.recv().expect("a producer is there")
            }
        }
        impl<T: Message, const N: usize> AsyncTx<T> for $module::Producer<T, N> {
            async fn put_async(&mut self, message: T) {
                self.send_async(message).await.expect("the consumer is there");
            }
        }
        impl<T: Message, const N: usize> AsyncRx<T> for $module::Consumer<T, N> {
            async fn take_async(&mut self) -> T {
                self.recv_async().await.expect("a producer is there")
            }
        }
    };
}
mode!(Spsc, spsc);
mode!(Mpsc, mpsc);
mode!(Pipe, pipe);

impl<T: Message, const N: usize> Pair<T, N> for Evict
where
    Capacity<N>: PowerOfTwo,
{
    type Tx = evict::Producer<T, N>;
    type Rx = evict::Consumer<T, N>;
    fn pair() -> (Self::Tx, Self::Rx) {
        evict::channel()
    }
}

impl<T: Message, const N: usize> ForceTx<T> for evict::Producer<T, N> {
    #[inline(always)]
    fn force(&mut self, message: T) -> bool {
        self.force_send(message).expect("the consumer is there").is_some()
    }
}

impl<T: Message, const N: usize> TryRx<T> for evict::Consumer<T, N> {
    #[inline(always)]
    fn poll(&mut self) -> Option<T> {
        self.try_recv().ok()
    }
}

impl<T: Message, const N: usize> Fan<T, N> for Mpsc
where
    Capacity<N>: PowerOfTwo,
{
    type Tx = mpsc::Producer<T, N>;
    type Rx = mpsc::Consumer<T, N>;
    fn fan(producers: usize) -> (Vec<Self::Tx>, Self::Rx) {
        let (tx, rx) = mpsc::channel();
        (vec![tx; producers], rx)
    }
}

impl<const N: usize> BatchTx for pipe::Producer<u64, N> {
    #[inline(always)]
    fn offer_many(&mut self, first: u64, count: usize) -> usize {
        self.write_chunk(count).map_or(0, |chunk| chunk.fill_from_iter(first..))
    }
}

impl<const N: usize> BatchRx for pipe::Consumer<u64, N> {
    #[inline(always)]
    fn poll_many(&mut self, max: usize, mut see: impl FnMut(u64)) -> usize {
        let Ok(chunk) = self.read_chunk(max) else { return 0 };
        let (front, back) = chunk.as_slices();
        front.iter().chain(back).for_each(|&number| see(number));
        let count = chunk.len();
        chunk.commit_all();
        count
    }
}

impl<const N: usize> SliceTx for pipe::Producer<u64, N> {
    #[inline(always)]
    fn offer_slice(&mut self, words: &[u64]) -> usize {
        self.try_send_slice(words).unwrap_or(0)
    }
}

impl<const N: usize> SliceRx for pipe::Consumer<u64, N> {
    #[inline(always)]
    fn poll_slice(&mut self, words: &mut [u64]) -> usize {
        self.try_recv_slice(words).unwrap_or(0)
    }
}

impl<const N: usize> BatchTx for spsc::Producer<u64, N> {
    #[inline(always)]
    fn offer_many(&mut self, first: u64, count: usize) -> usize {
        self.try_send_many(&mut (first..first + count as u64))
    }
}

impl<const N: usize> BatchRx for spsc::Consumer<u64, N> {
    #[inline(always)]
    fn poll_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize {
        self.try_recv_many(&mut Seen(see), max)
    }
}

impl<const N: usize> BatchRx for mpsc::Consumer<u64, N> {
    #[inline(always)]
    fn poll_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize {
        self.try_recv_many(&mut Seen(see), max)
    }
}

/// A collection that passes its items to a function and keeps nothing.
struct Seen<F>(F);

impl<F: FnMut(u64)> Extend<u64> for Seen<F> {
    fn extend<I: IntoIterator<Item = u64>>(&mut self, numbers: I) {
        numbers.into_iter().for_each(&mut self.0);
    }
}

impl<T: Message, const N: usize> Fan<T, N> for MpscSingles
where
    Capacity<N>: PowerOfTwo,
{
    type Tx = mpsc::Producer<T, N>;
    type Rx = mpsc::Consumer<T, N>;
    fn fan(producers: usize) -> (Vec<Self::Tx>, Self::Rx) {
        Mpsc::fan(producers)
    }
}

impl<const N: usize> Fan<u64, N> for MpscBatches
where
    Capacity<N>: PowerOfTwo,
{
    type Tx = Outbox<N>;
    type Rx = mpsc::Consumer<u64, N>;
    fn fan(producers: usize) -> (Vec<Self::Tx>, Self::Rx) {
        let (txs, rx) = Mpsc::fan(producers);
        (txs.into_iter().map(|tx| Outbox { tx, unsent: VecDeque::new() }).collect(), rx)
    }
}

/// A producer and the messages it still has to send.
pub struct Outbox<const N: usize> {
    tx: mpsc::Producer<u64, N>,
    unsent: VecDeque<u64>,
}

impl<const N: usize> BatchTx for Outbox<N> {
    /// The unsent rest of the last batch goes first; those are the numbers that the caller asks for next.
    #[inline(always)]
    fn offer_many(&mut self, first: u64, count: usize) -> usize {
        if self.unsent.is_empty() {
            self.unsent.extend(first..first + count as u64);
        }
        self.tx.try_send_deque(&mut self.unsent)
    }
}

impl<const N: usize> BlockBatchTx for Outbox<N> {
    #[inline(always)]
    fn put_many(&mut self, first: u64, count: usize) {
        self.unsent.extend(first..first + count as u64);
        self.tx.send_deque(&mut self.unsent).expect("the consumer is there");
    }
}

impl<const N: usize> BlockBatchRx for mpsc::Consumer<u64, N> {
    #[inline(always)]
    fn take_many(&mut self, max: usize, see: impl FnMut(u64)) -> usize {
        self.recv_many(&mut Seen(see), max).expect("a producer is there")
    }
}

//! gil: a dense ring (`spsc`), slots (`mpsc`), a ring per producer (`sharded`), and flavours of them that park.
//!
//! `spsc` and `mpsc` block by spinning and yielding; they never sleep.

use std::num::NonZeroUsize;

use gil::{mpsc, spsc};

use super::{named, one_by_one, pair};
#[cfg(feature = "gil-async")]
use crate::ends::{AsyncRx, AsyncTx};
use crate::ends::{BatchRx, BatchTx, BlockRx, BlockTx, Fan, SliceRx, SliceTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// One producer; blocks by spinning.
    Spsc, "gil spsc", "gil"
);
named!(
    /// One producer; parks.
    Parking, "gil spsc parking", "gil"
);
named!(
    /// Many producers; blocks by spinning.
    Mpsc, "gil mpsc", "gil"
);
named!(
    /// A ring for each producer.
    Sharded, "gil mpsc sharded", "gil"
);
named!(
    /// A ring for each producer; parks.
    ShardedParking, "gil mpsc sharded parking", "gil"
);

fn nonzero(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).expect("a capacity is not zero")
}

pair!(Spsc, spsc::Sender<T>, spsc::Receiver<T>, |n| spsc::channel(nonzero(n)));
pair!(Parking, spsc::parking::Sender<T>, spsc::parking::Receiver<T>, |n| spsc::parking::channel(nonzero(n)));
pair!(Mpsc, mpsc::Sender<T>, mpsc::Receiver<T>, |n| mpsc::channel(nonzero(n)));
super::fan!(Mpsc);

macro_rules! sharded {
    ($contender:ident, $module:ident) => {
        impl<T: Message, const N: usize> Fan<T, N> for $contender {
            type Tx = mpsc::$module::Sender<T>;
            type Rx = mpsc::$module::Receiver<T>;
            fn fan(producers: usize) -> (Vec<Self::Tx>, Self::Rx) {
                let shards = producers.next_power_of_two();
                let (tx, rx) = mpsc::$module::channel(nonzero(shards), nonzero(N / shards));
                let mut txs: Vec<_> = (1..producers).map(|_| tx.clone().expect("a shard for each producer")).collect();
                txs.push(tx);
                (txs, rx)
            }
        }
    };
}
sharded!(Sharded, sharded);
sharded!(ShardedParking, sharded_parking);

macro_rules! tries {
    ($($module:ident)::+) => {
        impl<T: Message> TryTx<T> for $($module)::+::Sender<T> {
            #[inline(always)]
            fn offer(&mut self, message: T) -> bool {
                self.try_send(message).is_ok()
            }
        }
        impl<T: Message> TryRx<T> for $($module)::+::Receiver<T> {
            #[inline(always)]
            fn poll(&mut self) -> Option<T> {
                self.try_recv()
            }
        }
    };
}
tries!(spsc);
tries!(mpsc);
tries!(mpsc::sharded);

macro_rules! blocks {
    ($($module:ident)::+) => {
        impl<T: Message> BlockTx<T> for $($module)::+::Sender<T> {
            #[inline(always)]
            fn put(&mut self, message: T) {
                self.send(message);
            }
        }
        impl<T: Message> BlockRx<T> for $($module)::+::Receiver<T> {
            #[inline(always)]
            fn take(&mut self) -> T {
                self.recv()
            }
        }
    };
}
blocks!(spsc);
blocks!(spsc::parking);
blocks!(mpsc);
blocks!(mpsc::sharded_parking);

macro_rules! writes_in_place {
    ($($module:ident)::+) => {
        impl BatchTx for $($module)::+::Sender<u64> {
            #[inline(always)]
            fn offer_many(&mut self, first: u64, count: usize) -> usize {
                let room = self.write_buffer();
                let count = count.min(room.len());
                for (place, number) in room[..count].iter_mut().zip(first..) {
                    place.write(number);
                }
                // SAFETY: `count` is within the buffer, and the loop has filled as many.
                unsafe { self.commit(count) };
                count
            }
        }
    };
}
writes_in_place!(spsc);
writes_in_place!(mpsc::sharded);
one_by_one!(rx mpsc::sharded::Receiver<u64>);

impl BatchRx for spsc::Receiver<u64> {
    #[inline(always)]
    fn poll_many(&mut self, max: usize, mut see: impl FnMut(u64)) -> usize {
        let mut guard = self.read_guard();
        let count = max.min(guard.len());
        guard.as_slice()[..count].iter().for_each(|&number| see(number));
        guard.advance(count);
        count
    }
}

impl SliceTx for spsc::Sender<u64> {
    #[inline(always)]
    fn offer_slice(&mut self, words: &[u64]) -> usize {
        let room = self.write_buffer();
        let count = words.len().min(room.len());
        room[..count].write_copy_of_slice(&words[..count]);
        // SAFETY: `count` is within the buffer, and the copy has filled as many.
        unsafe { self.commit(count) };
        count
    }
}

impl SliceRx for spsc::Receiver<u64> {
    #[inline(always)]
    fn poll_slice(&mut self, words: &mut [u64]) -> usize {
        let mut guard = self.read_guard();
        let count = words.len().min(guard.len());
        words[..count].copy_from_slice(&guard.as_slice()[..count]);
        guard.advance(count);
        count
    }
}

#[cfg(feature = "gil-async")]
impl<T: Message> AsyncTx<T> for spsc::Sender<T> {
    async fn put_async(&mut self, message: T) {
        self.send_async(message).await;
    }
}

#[cfg(feature = "gil-async")]
impl<T: Message> AsyncRx<T> for spsc::Receiver<T> {
    async fn take_async(&mut self) -> T {
        self.recv_async().await
    }
}

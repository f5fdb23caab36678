//! The contenders: one file for each package. An adapter is a name, a constructor and the calls.

mod array_queue;
mod async_channel;
mod crossbeam;
pub mod crossfire;
pub mod disruptor;
mod flume;
pub mod gil;
mod heapless;
pub mod kanal;
pub mod omango;
mod ringbuf;
mod rtrb;
mod std_sync;
pub mod strait;
mod tachyonix;
pub mod thingbuf;
mod tokio;

pub use array_queue::ArrayQueue;
pub use async_channel::AsyncChannel;
pub use crossbeam::Crossbeam;
pub use flume::Flume;
pub use heapless::Heapless;
pub use ringbuf::Ringbuf;
pub use rtrb::Rtrb;
pub use std_sync::Std;
pub use tachyonix::Tachyonix;
pub use tokio::Tokio;

/// Names a contender: the type, the row's name, the package.
macro_rules! named {
    ($(#[$about:meta])* $contender:ident, $name:literal, $package:literal) => {
        $(#[$about])*
        pub struct $contender;
        impl crate::ends::Named for $contender {
            const NAME: &'static str = $name;
            const PACKAGE: &'static str = $package;
        }
    };
}
pub(crate) use named;

/// Makes a contender from a constructor that takes a capacity at run time: a pair, and if its senders clone, a fan.
macro_rules! pair {
    ($contender:ty, $tx:ty, $rx:ty, $new:expr) => {
        impl<T: crate::message::Message, const N: usize> crate::ends::Pair<T, N> for $contender {
            type Tx = $tx;
            type Rx = $rx;
            fn pair() -> ($tx, $rx) {
                $new(N)
            }
        }
    };
}
pub(crate) use pair;

/// The fan of a contender whose senders clone.
macro_rules! fan {
    ($contender:ty) => {
        impl<T: crate::message::Message, const N: usize> crate::ends::Fan<T, N> for $contender {
            type Tx = <Self as crate::ends::Pair<T, N>>::Tx;
            type Rx = <Self as crate::ends::Pair<T, N>>::Rx;
            fn fan(producers: usize) -> (Vec<Self::Tx>, Self::Rx) {
                let (tx, rx) = <Self as crate::ends::Pair<T, N>>::pair();
                (vec![tx; producers], rx)
            }
        }
    };
}
pub(crate) use fan;

/// The try-operations of a peer, and its blocking ones by their names.
macro_rules! tries_and_blocks {
    ($($tx:ident)::+, $($rx:ident)::+: $send:ident, $recv:ident) => {
        impl<T: crate::message::Message> crate::ends::TryTx<T> for $($tx)::+<T> {
            #[inline(always)]
            fn offer(&mut self, message: T) -> bool {
                self.try_send(message).is_ok()
            }
        }
        impl<T: crate::message::Message> crate::ends::TryRx<T> for $($rx)::+<T> {
            #[inline(always)]
            fn poll(&mut self) -> Option<T> {
                self.try_recv().ok()
            }
        }
        impl<T: crate::message::Message> crate::ends::BlockTx<T> for $($tx)::+<T> {
            #[inline(always)]
            fn put(&mut self, message: T) {
                self.$send(message).expect("the consumer is there");
            }
        }
        impl<T: crate::message::Message> crate::ends::BlockRx<T> for $($rx)::+<T> {
            #[inline(always)]
            fn take(&mut self) -> T {
                self.$recv().expect("a producer is there")
            }
        }
    };
}
pub(crate) use tries_and_blocks;

/// The futures of a peer, by the names of the calls that make them.
macro_rules! awaits {
    ($($tx:ident)::+, $($rx:ident)::+: $send:ident, $recv:ident) => {
        impl<T: crate::message::Message> crate::ends::AsyncTx<T> for $($tx)::+<T> {
            async fn put_async(&mut self, message: T) {
                self.$send(message).await.expect("the consumer is there");
            }
        }
        impl<T: crate::message::Message> crate::ends::AsyncRx<T> for $($rx)::+<T> {
            async fn take_async(&mut self) -> T {
                self.$recv().await.expect("a producer is there")
            }
        }
    };
}
pub(crate) use awaits;

/// Batches for a peer without a batch operation: as many single ones.
macro_rules! one_by_one {
    (tx $tx:ty) => {
        impl crate::ends::BatchTx for $tx {
            #[inline(always)]
            fn offer_many(&mut self, first: u64, count: usize) -> usize {
                (first..first + count as u64).take_while(|&number| crate::ends::TryTx::offer(self, number)).count()
            }
        }
    };
    (rx $rx:ty) => {
        impl crate::ends::BatchRx for $rx {
            #[inline(always)]
            fn poll_many(&mut self, max: usize, mut see: impl FnMut(u64)) -> usize {
                let mut taken = 0;
                while taken < max {
                    match crate::ends::TryRx::poll(self) {
                        Some(number) => see(number),
                        None => break,
                    }
                    taken += 1;
                }
                taken
            }
        }
    };
}
pub(crate) use one_by_one;

/// Contenders that lose wake-ups (the README says how): shown, but never the best peer.
pub const KNOWN_WRONG: &[&str] = &["omango spsc", "omango mpmc", "gil spsc parking", "gil mpsc sharded parking"];

/// Contenders whose blocking calls spin and yield and never sleep: never the best peer where a wait is part of the
/// work.
pub const NEVER_SLEEP: &[&str] = &["gil spsc", "gil mpsc"];

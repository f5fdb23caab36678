//! omango: a lap stamp in each slot, with sleepers' flags that are read without a fence (so its blocking calls can
//! hang).

use omango::queue::{mpmc, spsc};

use super::{fan, named, pair};
use crate::ends::{BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// One producer.
    Spsc, "omango spsc", "omango"
);
named!(
    /// Many producers.
    Mpmc, "omango mpmc", "omango"
);
pair!(Spsc, spsc::BSender<T>, spsc::BReceiver<T>, |n| spsc::bounded(n as u32));
pair!(Mpmc, mpmc::BSender<T>, mpmc::BReceiver<T>, |n| mpmc::bounded(n as u32));
fan!(Mpmc);

macro_rules! ends {
    ($module:ident) => {
        impl<T: Message> TryTx<T> for $module::BSender<T> {
            #[inline(always)]
            fn offer(&mut self, message: T) -> bool {
                self.try_send(message).is_ok()
            }
        }
        impl<T: Message> TryRx<T> for $module::BReceiver<T> {
            #[inline(always)]
            fn poll(&mut self) -> Option<T> {
                self.try_recv().ok()
            }
        }
        impl<T: Message> BlockTx<T> for $module::BSender<T> {
            #[inline(always)]
            fn put(&mut self, message: T) {
                self.send(message).ok().expect("the consumer is there");
            }
        }
        impl<T: Message> BlockRx<T> for $module::BReceiver<T> {
            #[inline(always)]
            fn take(&mut self) -> T {
                self.recv().ok().expect("a producer is there")
            }
        }
    };
}
ends!(spsc);
ends!(mpmc);

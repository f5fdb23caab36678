//! crossfire: a ring that publishes with an exchange, in flavours for one and for many producers.

use crossfire::{AsyncRx as Async, AsyncTx as AsyncSender, MAsyncTx, MTx, Rx, Tx, mpsc, spsc};

use super::{fan, named, one_by_one, pair};
use crate::ends::{AsyncRx, AsyncTx, BlockRx, BlockTx, TryRx, TryTx};
use crate::message::Message;

named!(
    /// One producer, blocking handles.
    Spsc, "crossfire spsc", "crossfire"
);
named!(
    /// Many producers, blocking handles.
    Mpsc, "crossfire mpsc", "crossfire"
);
named!(
    /// One producer, async handles.
    AsyncSpsc, "crossfire spsc", "crossfire"
);
named!(
    /// Many producers, async handles.
    AsyncMpsc, "crossfire mpsc", "crossfire"
);
pair!(Spsc, Tx<spsc::Array<T>>, Rx<spsc::Array<T>>, spsc::bounded_blocking);
pair!(Mpsc, MTx<mpsc::Array<T>>, Rx<mpsc::Array<T>>, mpsc::bounded_blocking);
fan!(Mpsc);
pair!(AsyncSpsc, AsyncSender<spsc::Array<T>>, Async<spsc::Array<T>>, spsc::bounded_async);
pair!(AsyncMpsc, MAsyncTx<mpsc::Array<T>>, Async<mpsc::Array<T>>, mpsc::bounded_async);
one_by_one!(tx MTx<mpsc::Array<u64>>);
one_by_one!(rx Rx<mpsc::Array<u64>>);

macro_rules! ends {
    ($tx:ident, $async_tx:ident, $module:ident) => {
        impl<T: Message> TryTx<T> for $tx<$module::Array<T>> {
            #[inline(always)]
            fn offer(&mut self, message: T) -> bool {
                self.try_send(message).is_ok()
            }
        }
        impl<T: Message> TryRx<T> for Rx<$module::Array<T>> {
            #[inline(always)]
            fn poll(&mut self) -> Option<T> {
                self.try_recv().ok()
            }
        }
        impl<T: Message> BlockTx<T> for $tx<$module::Array<T>> {
            #[inline(always)]
            fn put(&mut self, message: T) {
                self.send(message).ok().expect("the consumer is there");
            }
        }
        impl<T: Message> BlockRx<T> for Rx<$module::Array<T>> {
            #[inline(always)]
            fn take(&mut self) -> T {
                self.recv().expect("a producer is there")
            }
        }
        impl<T: Message + Unpin> AsyncTx<T> for $async_tx<$module::Array<T>> {
            #[inline(always)]
            fn put_async(&mut self, message: T) -> impl Future<Output = ()> + Send {
                let sending = self.send(message);
                async { sending.await.ok().expect("the consumer is there") }
            }
        }
        impl<T: Message> AsyncRx<T> for Async<$module::Array<T>> {
            #[inline(always)]
            fn take_async(&mut self) -> impl Future<Output = T> + Send {
                let receiving = self.recv();
                async { receiving.await.expect("a producer is there") }
            }
        }
    };
}
ends!(Tx, AsyncSender, spsc);
ends!(MTx, MAsyncTx, mpsc);

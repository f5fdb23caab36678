//! Methods that are not there, so that calling them reads as a sentence.
//!
//! The compiler's "no method named `send` found" does not say what to do instead. A hidden method with a bound that never
//! holds does: the bound's message is the error.

use crate::consumer::Consumer;
use crate::link::Link;
use crate::mode::Mode;
use crate::producer::{Producer, Quiet};
use core::convert::Infallible;

/// Holds for nothing.
#[diagnostic::on_unimplemented(
    message = "a consumer receives; it cannot send",
    label = "this is the receiving end",
    note = "send with the producer that `channel()` or `split()` gave beside it"
)]
pub trait Sends {
    /// Stands for the value that never comes.
    fn never(&self) -> Infallible;
}

/// Holds for nothing.
#[diagnostic::on_unimplemented(
    message = "a producer sends; it cannot receive",
    label = "this is the sending end",
    note = "receive with the consumer that `channel()` or `split()` gave beside it"
)]
pub trait Receives {
    /// Stands for the value that never comes.
    fn never(&self) -> Infallible;
}

/// Holds for nothing.
#[diagnostic::on_unimplemented(
    message = "a `Quiet` producer never waits",
    label = "this producer is made for real-time threads",
    note = "use its try-operations, or get the ordinary producer back with `into_inner()`"
)]
pub trait Waits {
    /// Stands for the value that never comes.
    fn never(&self) -> Infallible;
}

/// What the methods would return, if they could.
type Never = Result<Infallible, Infallible>;

macro_rules! missing {
    ($bound:ident: $($name:ident($($argument:ident: $type:ident),*))*) => {
        $(
            #[doc(hidden)]
            pub fn $name<$($type),*>(&self, $($argument: $type),*) -> Never
            where
                Self: $bound,
            {
                $(let _ = $argument;)*
                match $bound::never(self) {}
            }
        )*
    };
}

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    missing! { Sends:
        try_send(message: A)
        send(message: A)
        send_timeout(message: A, timeout: B)
        send_deadline(message: A, deadline: B)
        send_async(message: A)
        send_many(messages: A)
        try_send_many(messages: A)
    }
}

impl<T, const N: usize, M: Mode, L: Link> Producer<T, N, M, L> {
    missing! { Receives:
        try_recv()
        recv()
        recv_timeout(timeout: A)
        recv_deadline(deadline: A)
        recv_async()
        recv_many(messages: A, max: B)
        try_recv_many(messages: A, max: B)
    }
}

impl<P> Quiet<P> {
    missing! { Waits:
        send(message: A)
        send_timeout(message: A, timeout: B)
        send_deadline(message: A, deadline: B)
        send_async(message: A)
        send_many(messages: A)
        send_many_async(messages: A)
        send_array(messages: A)
        send_array_async(messages: A)
        send_slice(messages: A)
        send_slice_async(messages: A)
        reserve()
        reserve_async()
        flush_timeout(timeout: A)
    }
}

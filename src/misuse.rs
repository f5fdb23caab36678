//! Methods that are not there, so that calling them reads as a sentence.
//!
//! The compiler's "no method named `send` found" does not say what to do instead. A hidden method with a bound that
//! never holds does: the bound's message is the error. It has the signature of the method that was meant, so that no
//! second error follows.

use crate::consumer::{Consumer, ReadChunk};
use crate::error::{
    RecvError, RecvTimeoutError, SendError, SendManyError, SendSliceError, SendTimeoutError, TryRecvError, TrySendError,
};
use crate::link::Link;
use crate::mode::{Mode, Mpsc, Spsc};
use crate::producer::{Permit, Producer, Quiet, WriteChunk};
use core::{future::Ready, iter::Empty, time::Duration};

#[cfg(feature = "std")]
use crate::sync::Instant;

/// Makes traits that hold for no type; the bound exists for its error message.
macro_rules! never_holds {
    ($($(#[$text:meta])* $name:ident;)*) => {
        $(
            /// Holds for no type.
            $(#[$text])*
            pub trait $name {
                /// Stands for the value that is never returned.
                fn never<R>() -> R;
            }
        )*
    };
}

never_holds! {
    #[diagnostic::on_unimplemented(
        message = "a consumer receives and cannot send: send with the producer that was made beside it",
        label = "this is the receiving end"
    )]
    Sends;

    #[diagnostic::on_unimplemented(
        message = "a producer sends and cannot receive: receive with the consumer that was made beside it",
        label = "this is the sending end"
    )]
    Receives;

    #[diagnostic::on_unimplemented(
        message = "`try_iter` is called `drain` here, and ends with what was there when it was called",
        label = "to go on until the channel is closed: `iter`, which blocks"
    )]
    Drains;

    #[diagnostic::on_unimplemented(
        message = "a `Quiet` producer never waits: use its try-operations, or get the ordinary producer back with `into_inner()`",
        label = "this producer is made for real-time threads"
    )]
    CanWait;

    #[diagnostic::on_unimplemented(
        message = "an `mpsc` producer reserves no place: build the message first, then `try_send`, `send` or `send_async` it",
        label = "only the lone producer of `spsc` or `pipe` can do this",
        note = "a reserved place whose producer is stalled would hold up all the others"
    )]
    Reserves;
}

/// What the hidden methods of a reservation would give, if they could.
type NoPermit<'a, T, const N: usize, E> = Result<Permit<'a, T, N, Spsc>, E>;

macro_rules! missing {
    ($bound:tt: $($(#[$when:meta])* fn $name:ident$([$($generics:tt)*])?($($argument:ty),*) -> $output:ty;)*) => {
        $(
            $(#[$when])*
            #[doc(hidden)]
            pub fn $name$(<$($generics)*>)?(&mut self, $(_: $argument),*) -> $output
            where
                Self: $bound,
            {
                <Self as $bound>::never()
            }
        )*
    };
}

/// The same methods, missing on more handles than one.
macro_rules! missing_on {
    ([$($handle:ty),*] $methods:tt) => {
        $(
            impl<T, const N: usize, M: Mode, L: Link> $handle {
                missing! $methods
            }
        )*
    };
}

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    missing! { Sends:
        fn try_send(T) -> Result<(), TrySendError<T>>;
        fn send(T) -> Result<(), SendError<T>>;
        fn send_timeout(T, Duration) -> Result<(), SendTimeoutError<T>>;
        #[cfg(feature = "std")]
        fn send_deadline(T, Instant) -> Result<(), SendTimeoutError<T>>;
        fn send_async(T) -> Ready<Result<(), SendError<T>>>;
        fn try_send_array[const K: usize]([T; K]) -> Result<(), TrySendError<[T; K]>>;
        fn send_array[const K: usize]([T; K]) -> Result<(), SendError<[T; K]>>;
        fn send_array_async[const K: usize]([T; K]) -> Ready<Result<(), SendError<[T; K]>>>;
        fn try_send_many[A](A) -> usize;
        fn send_many[A](A) -> Result<usize, SendManyError>;
        fn send_many_async[A](A) -> Ready<Result<usize, SendManyError>>;
        fn try_reserve() -> NoPermit<'_, T, N, TrySendError<()>>;
        fn reserve() -> NoPermit<'_, T, N, SendError<()>>;
        fn reserve_async() -> Ready<NoPermit<'_, T, N, SendError<()>>>;
        fn try_send_slice(&[T]) -> usize;
        fn send_slice(&[T]) -> Result<(), SendSliceError>;
        fn send_slice_async(&[T]) -> Ready<Result<(), SendSliceError>>;
        fn write_chunk(usize) -> Result<WriteChunk<'_, T, N>, TrySendError<()>>;
        fn flush_timeout(Duration) -> Result<(), SendTimeoutError<()>>;
        fn quiet() -> Quiet<Producer<T, N, M, L>>;
        fn notify() -> ();
        fn into_sink() -> ();
    }
}

// The name that other channels have for it; the compiler would suggest `iter`, which compiles and blocks.
impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    missing! { Drains:
        fn try_iter() -> Empty<T>;
    }
}

missing_on! {
    [Producer<T, N, M, L>, Quiet<Producer<T, N, M, L>>]
    { Receives:
        fn try_recv() -> Result<T, TryRecvError>;
        fn recv() -> Result<T, RecvError>;
        fn recv_timeout(Duration) -> Result<T, RecvTimeoutError>;
        #[cfg(feature = "std")]
        fn recv_deadline(Instant) -> Result<T, RecvTimeoutError>;
        fn recv_async() -> Ready<Result<T, RecvError>>;
        fn try_recv_many[C](&mut C, usize) -> usize;
        fn recv_many[C](&mut C, usize) -> Result<usize, RecvError>;
        #[cfg(feature = "std")]
        fn recv_batch[C](&mut C, usize, Instant) -> Result<usize, RecvTimeoutError>;
        fn recv_many_async[C](&mut C, usize) -> Ready<Result<usize, RecvError>>;
        fn drain() -> Empty<T>;
        fn iter() -> Empty<T>;
        fn into_iter() -> Empty<T>;
        fn peek() -> Option<&T>;
        fn peek_mut() -> Option<&mut T>;
        fn try_recv_slice(&mut [T]) -> usize;
        fn recv_slice(&mut [T]) -> usize;
        fn recv_slice_async(&mut [T]) -> Ready<usize>;
        fn read_chunk(usize) -> Result<ReadChunk<'_, T, N>, TryRecvError>;
    }
}

impl<T, const N: usize, M: Mode, L: Link> Quiet<Producer<T, N, M, L>> {
    missing! { CanWait:
        fn send(T) -> Result<(), SendError<T>>;
        fn send_timeout(T, Duration) -> Result<(), SendTimeoutError<T>>;
        #[cfg(feature = "std")]
        fn send_deadline(T, Instant) -> Result<(), SendTimeoutError<T>>;
        fn send_async(T) -> Ready<Result<(), SendError<T>>>;
        fn send_array[const K: usize]([T; K]) -> Result<(), SendError<[T; K]>>;
        fn send_array_async[const K: usize]([T; K]) -> Ready<Result<(), SendError<[T; K]>>>;
        fn send_many[A](A) -> Result<usize, SendManyError>;
        fn send_many_async[A](A) -> Ready<Result<usize, SendManyError>>;
        fn reserve() -> NoPermit<'_, T, N, SendError<()>>;
        fn reserve_async() -> Ready<NoPermit<'_, T, N, SendError<()>>>;
        fn send_slice(&[T]) -> Result<(), SendSliceError>;
        fn send_slice_async(&[T]) -> Ready<Result<(), SendSliceError>>;
        fn flush_timeout(Duration) -> Result<(), SendTimeoutError<()>>;
    }
}

impl<T, const N: usize, L: Link> Producer<T, N, Mpsc, L> {
    missing! { Reserves:
        fn try_reserve() -> NoPermit<'_, T, N, TrySendError<()>>;
        fn reserve() -> NoPermit<'_, T, N, SendError<()>>;
        fn reserve_async() -> Ready<NoPermit<'_, T, N, SendError<()>>>;
    }
}

impl<T, const N: usize, L: Link> Quiet<Producer<T, N, Mpsc, L>> {
    missing! { Reserves:
        fn try_reserve() -> NoPermit<'_, T, N, TrySendError<()>>;
    }
}

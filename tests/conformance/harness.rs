//! What makes the suite generic: the ends of any mode, the sending operations whose form depends on the mode, and the
//! macros that run a test on every channel.
//!
//! A test is a function of the two ends, generic over the mode and the capacity. Its bound says on which channels it
//! runs: [`Mode`], [`Receives`] or [`Batches`] on all, [`Sends`] where producers wait, `LoneProducer` and `Slices`
//! where there are permits and slices.

use std::collections::VecDeque;
use std::future::Future;
use std::thread;
use std::time::Duration;
use strait::future::{Send as SendFuture, SendArray};
use strait::{
    Consumer, Evict, Keeps, LoneConsumer, Mode, Mpmc, Mpsc, PartialSendError, Pipe, Producer, Quiet, RecvError,
    Refuses, SendError, Spmc, Spsc, Waits,
};

pub(crate) type Tx<'a, const N: usize, M, T = u32> = Producer<'a, T, N, M>;
pub(crate) type Rx<'a, const N: usize, M, T = u32> = Consumer<'a, T, N, M>;

/// A mode, with one form of the operations that borrow a lone consumer mutably, or that only one has.
pub(crate) trait Receives: Mode {
    fn recv<T: Send, const N: usize>(
        rx: &mut Rx<N, Self, T>,
    ) -> impl Future<Output = Result<T, RecvError>> + Send + Unpin;
    fn recv_many<T: Send, const N: usize, C: Extend<T> + Send>(
        rx: &mut Rx<N, Self, T>,
        messages: &mut C,
        max: usize,
    ) -> impl Future<Output = Result<usize, RecvError>> + Send + Unpin;
    fn closed<T: Send, const N: usize>(rx: &mut Rx<N, Self, T>) -> impl Future<Output = ()> + Send + Unpin;

    /// Calls `check` with what the consumer peeks at, if it can.
    fn peeked<T, const N: usize>(rx: &mut Rx<N, Self, T>, check: impl FnOnce(Option<&T>));
}

/// The same as methods, where the mode is a parameter.
pub(crate) trait Receiving<T> {
    fn recv_async(&mut self) -> impl Future<Output = Result<T, RecvError>> + Send + Unpin;
    fn recv_many_async<C: Extend<T> + Send>(
        &mut self,
        messages: &mut C,
        max: usize,
    ) -> impl Future<Output = Result<usize, RecvError>> + Send + Unpin;
    fn closed_async(&mut self) -> impl Future<Output = ()> + Send + Unpin;

    /// Calls `check` with what the consumer peeks at, if it can.
    fn peeked(&mut self, check: impl FnOnce(Option<&T>));
}

impl<T: Send, const N: usize, M: Receives> Receiving<T> for Rx<'_, N, M, T> {
    fn recv_async(&mut self) -> impl Future<Output = Result<T, RecvError>> + Send + Unpin {
        M::recv(self)
    }

    fn recv_many_async<C: Extend<T> + Send>(
        &mut self,
        messages: &mut C,
        max: usize,
    ) -> impl Future<Output = Result<usize, RecvError>> + Send + Unpin {
        M::recv_many(self, messages, max)
    }

    fn closed_async(&mut self) -> impl Future<Output = ()> + Send + Unpin {
        M::closed(self)
    }

    fn peeked(&mut self, check: impl FnOnce(Option<&T>)) {
        M::peeked(self, check);
    }
}

/// A mode, with one form of `try_send_many` (lone producers) and `try_send_deque` (shared producers).
pub(crate) trait Batches: Refuses + Receives {
    fn try_send_batch<T, const N: usize>(tx: &mut Tx<N, Self, T>, messages: &mut VecDeque<T>) -> usize;
}

/// A mode whose producers wait, with one form of the operations that borrow a lone producer mutably.
pub(crate) trait Sends: Batches + Waits {
    fn send_batch<T, const N: usize>(
        tx: &mut Tx<N, Self, T>,
        messages: &mut VecDeque<T>,
    ) -> Result<usize, PartialSendError>;
    fn send_async<'a, T, const N: usize>(tx: &'a mut Tx<N, Self, T>, message: T) -> SendFuture<'a, T, N, Self>;
    fn send_array_async<'a, T, const N: usize, const K: usize>(
        tx: &'a mut Tx<N, Self, T>,
        messages: [T; K],
    ) -> SendArray<'a, T, K, N, Self>;
    fn send_batch_async<T: Send, const N: usize>(
        tx: &mut Tx<N, Self, T>,
        messages: &mut VecDeque<T>,
    ) -> impl Future<Output = Result<usize, PartialSendError>> + Send + Unpin;
    fn closed_async<T: Send, const N: usize>(tx: &mut Tx<N, Self, T>) -> impl Future<Output = ()> + Send + Unpin;
    fn flush_async<T: Send, const N: usize>(
        tx: &mut Tx<N, Self, T>,
    ) -> impl Future<Output = Result<(), SendError<()>>> + Send + Unpin;
}

/// Items from the front of a deque; what is not asked for stays there.
struct Front<'a, T>(&'a mut VecDeque<T>);

impl<T> Iterator for Front<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len(), Some(self.0.len()))
    }
}

macro_rules! modes {
    ($($mode:ty, $messages:ident: $try_send:ident($try_form:expr), $send:ident, $send_async:ident($form:expr);)*) => {$(
        modes! { @batches $mode, $messages: $try_send($try_form) }
        modes! { @batches Quiet<$mode>, $messages: $try_send($try_form) }

        impl Sends for $mode {
            fn send_batch<T, const N: usize>(
                tx: &mut Tx<N, Self, T>,
                $messages: &mut VecDeque<T>,
            ) -> Result<usize, PartialSendError> {
                tx.$send($form)
            }

            fn send_async<'a, T, const N: usize>(tx: &'a mut Tx<N, Self, T>, message: T) -> SendFuture<'a, T, N, Self> {
                tx.send_async(message)
            }

            fn send_array_async<'a, T, const N: usize, const K: usize>(
                tx: &'a mut Tx<N, Self, T>,
                messages: [T; K],
            ) -> SendArray<'a, T, K, N, Self> {
                tx.send_array_async(messages)
            }

            fn send_batch_async<T: Send, const N: usize>(
                tx: &mut Tx<N, Self, T>,
                $messages: &mut VecDeque<T>,
            ) -> impl Future<Output = Result<usize, PartialSendError>> + Send + Unpin {
                tx.$send_async($form)
            }

            fn closed_async<T: Send, const N: usize>(
                tx: &mut Tx<N, Self, T>,
            ) -> impl Future<Output = ()> + Send + Unpin {
                tx.closed_async()
            }

            fn flush_async<T: Send, const N: usize>(
                tx: &mut Tx<N, Self, T>,
            ) -> impl Future<Output = Result<(), SendError<()>>> + Send + Unpin {
                tx.flush_async()
            }
        }
    )*};
    (@batches $mode:ty, $messages:ident: $try_send:ident($form:expr)) => {
        impl Batches for $mode {
            fn try_send_batch<T, const N: usize>(tx: &mut Tx<N, Self, T>, $messages: &mut VecDeque<T>) -> usize {
                tx.$try_send($form)
            }
        }
    };
}

modes! {
    Spsc, messages: try_send_many(&mut Front(messages)), send_many, send_many_async(Front(messages));
    Pipe, messages: try_send_many(&mut Front(messages)), send_many, send_many_async(Front(messages));
    Spmc, messages: try_send_many(&mut Front(messages)), send_many, send_many_async(Front(messages));
    Mpsc, messages: try_send_deque(messages), send_deque, send_deque_async(messages);
    Mpmc, messages: try_send_deque(messages), send_deque, send_deque_async(messages);
}

macro_rules! receives {
    ($($mode:ty)*: $rx:ident, $check:ident => $peeked:expr) => {$(
        impl Receives for $mode {
            fn recv<T: Send, const N: usize>(
                rx: &mut Rx<N, Self, T>,
            ) -> impl Future<Output = Result<T, RecvError>> + Send + Unpin {
                Rx::<N, Self, T>::recv_async(rx)
            }

            fn recv_many<T: Send, const N: usize, C: Extend<T> + Send>(
                rx: &mut Rx<N, Self, T>,
                messages: &mut C,
                max: usize,
            ) -> impl Future<Output = Result<usize, RecvError>> + Send + Unpin {
                Rx::<N, Self, T>::recv_many_async(rx, messages, max)
            }

            fn closed<T: Send, const N: usize>(rx: &mut Rx<N, Self, T>) -> impl Future<Output = ()> + Send + Unpin {
                Rx::<N, Self, T>::closed_async(rx)
            }

            fn peeked<T, const N: usize>($rx: &mut Rx<N, Self, T>, $check: impl FnOnce(Option<&T>)) {
                $peeked
            }
        }
    )*};
}

receives! { Spsc Mpsc Pipe Quiet<Spsc> Quiet<Mpsc> Quiet<Pipe>: rx, check => peek(rx, check) }
receives! { Spmc Mpmc Quiet<Spmc> Quiet<Mpmc> Evict Quiet<Evict>: _rx, _check => () }

fn peek<T, const N: usize, M: Keeps + LoneConsumer>(rx: &mut Rx<N, M, T>, check: impl FnOnce(Option<&T>)) {
    check(rx.peek());
}

pub(crate) use strait::{evict, mpmc, mpsc, pipe, spmc, spsc};

/// The quiet channels of a mode, under the names of ordinary ones.
macro_rules! quiet {
    ($($quiet:ident: $mode:ident;)*) => {
        $(pub(crate) mod $quiet {
            pub(crate) use strait::$mode::{QuietChannel as Channel, quiet_channel as channel};
        })*
    };
}

quiet! { quiet_spsc: spsc; quiet_mpsc: mpsc; quiet_spmc: spmc; quiet_mpmc: mpmc; quiet_pipe: pipe; quiet_evict: evict; }

/// The type of message of a test that names none.
pub(crate) type Message<T = u32> = T;

/// Names the channel that a test failed on.
pub(crate) struct On(pub(crate) &'static str);

impl Drop for On {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("failed on {}", self.0);
        }
    }
}

/// The fill levels that are tried: all of a small ring, and the edges of a big one.
pub(crate) fn fills(capacity: usize) -> impl Iterator<Item = usize> {
    (0..=capacity).filter(move |&fill| capacity <= 8 || [0, 1, capacity / 2, capacity - 1, capacity].contains(&fill))
}

/// Sends `count` messages, 0 and up, into an empty ring.
pub(crate) fn fill<M: Refuses, const N: usize>(tx: &Tx<N, M>, count: usize) {
    (0..count as u32).for_each(|n| tx.try_send(n).expect("there is room"));
}

/// Gives a thread that is about to wait the time to park. Nothing tells when it has: a test that meets it awake is
/// weaker.
pub(crate) fn let_it_park() {
    thread::sleep(Duration::from_millis(2));
}

/// Calls a test with fresh handles of one mode and capacity, of a channel in each place.
macro_rules! in_every_place {
    ($mode:ident, $n:literal, $type:ty, $test:path $(, $argument:expr)?) => {{
        use $crate::harness::{On, $mode};
        static CHANNEL: $mode::Channel<$type, $n> = $mode::Channel::new();
        {
            let _on = On(concat!(stringify!($mode), ", heap, N = ", $n));
            let (tx, rx) = $mode::channel::<$type, $n>();
            $test(tx, rx $(, $argument)?);
        }
        {
            let _on = On(concat!(stringify!($mode), ", borrowed, N = ", $n));
            let mut channel = Box::new($mode::Channel::<$type, $n>::new());
            let (tx, rx) = channel.split();
            $test(tx, rx $(, $argument)?);
        }
        {
            let _on = On(concat!(stringify!($mode), ", static, N = ", $n));
            let (tx, rx) = CHANNEL.try_split().expect("no handle lives");
            $test(tx, rx $(, $argument)?);
            assert!(CHANNEL.try_split().is_some(), "the test left a handle");
        }
    }};
}

/// Calls a test with fresh handles of every given mode and capacity; with `at_every_fill`, once for each fill level.
macro_rules! on_each {
    ([$($mode:ident)*] $capacities:tt $type:ty, $test:path, $how:tt) => {
        $(on_each! { @mode $mode $capacities $type, $test, $how })*
    };
    (@mode $mode:ident [$($n:literal)*] $type:ty, $test:path, $how:tt) => {
        $(on_each! { @one $mode $n $type, $test, $how })*
    };
    (@one $mode:ident $n:literal $type:ty, $test:path, []) => { in_every_place! { $mode, $n, $type, $test } };
    (@one $mode:ident $n:literal $type:ty, $test:path, [at_every_fill]) => {
        for fill in $crate::harness::fills($n) {
            in_every_place! { $mode, $n, $type, $test, fill }
        }
    };
}

/// Makes tests of generic functions `fn(tx, rx)`; with `at_every_fill`, of functions `fn(tx, rx, fill)`.
macro_rules! tests {
    (on every channel: $($tests:tt)*) => {
        tests!(in on_every_channel: [
            spsc mpsc spmc mpmc pipe quiet_spsc quiet_mpsc quiet_spmc quiet_mpmc quiet_pipe
        ] [1 2 8 1024] $($tests)*);
    };
    (on every channel that waits: $($tests:tt)*) => {
        tests!(in on_every_channel_that_waits: [spsc mpsc spmc mpmc pipe] [1 2 8 1024] $($tests)*);
    };
    (on every quiet channel: $($tests:tt)*) => {
        tests!(in on_every_quiet_channel: [quiet_spsc quiet_mpsc quiet_spmc quiet_mpmc quiet_pipe] [1 2 8 1024] $($tests)*);
    };
    (on every channel with a lone consumer: $($tests:tt)*) => {
        tests!(in on_every_channel_with_a_lone_consumer: [spsc mpsc pipe quiet_spsc quiet_mpsc quiet_pipe] [1 2 8 1024]
            $($tests)*);
    };
    (on every channel with many consumers: $($tests:tt)*) => {
        tests!(in on_every_channel_with_many_consumers: [spmc mpmc quiet_spmc quiet_mpmc] [1 2 8 1024] $($tests)*);
    };
    (on every channel with many consumers that waits: $($tests:tt)*) => {
        tests!(in on_every_channel_with_many_consumers_that_waits: [spmc mpmc] [1 2 8 1024] $($tests)*);
    };
    (on every lone channel: $($tests:tt)*) => {
        tests!(in on_every_lone_channel: [spsc spmc pipe quiet_spsc quiet_spmc quiet_pipe] [1 2 8 1024] $($tests)*);
    };
    (on every lone channel that waits: $($tests:tt)*) => {
        tests!(in on_every_lone_channel_that_waits: [spsc spmc pipe] [1 2 8 1024] $($tests)*);
    };
    (on every pipe: $($tests:tt)*) => { tests!(in on_every_pipe: [pipe quiet_pipe] [1 2 8 1024] $($tests)*); };
    (on every pipe that waits: $($tests:tt)*) => { tests!(in on_every_pipe_that_waits: [pipe] [1 2 8 1024] $($tests)*); };
    (on every evicting channel: $($tests:tt)*) => {
        tests!(in on_every_evicting_channel: [evict quiet_evict] [1 2 8 1024] $($tests)*);
    };
    (on every evicting channel that wakes: $($tests:tt)*) => {
        tests!(in on_every_evicting_channel_that_wakes: [evict] [1 2 8 1024] $($tests)*);
    };
    (on every quiet evicting channel: $($tests:tt)*) => {
        tests!(in on_every_quiet_evicting_channel: [quiet_evict] [1 2 8 1024] $($tests)*);
    };
    (in $name:ident: $modes:tt $capacities:tt $($test:ident $(($type:ty))? $($how:ident)?;)*) => {
        mod $name {
            $(
                #[test]
                fn $test() {
                    $crate::watchdog::guarded(|| {
                        on_each! { $modes $capacities $crate::harness::Message<$($type)?>, super::$test, [$($how)?] }
                    });
                }
            )*
        }
    };
}

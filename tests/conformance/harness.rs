//! What makes the suite generic: one interface for the producers of all modes, one for their consumers, and the macros
//! that run a test on every channel.

use std::collections::VecDeque;
use std::future::Future;
use std::thread;
use std::time::{Duration, Instant};
use strait::{
    Consumer, Link, Mode, Mpsc, Pipe, Producer, Quiet, RecvError, RecvTimeoutError, SendError, SendManyError,
    SendTimeoutError, Spsc, TryRecvError, TrySendError,
};

/// Implements a trait's methods by the handle's own methods of the same names.
macro_rules! same_methods {
    ($self:ident; $(
        fn $name:ident[$($generics:tt)*]($receiver:ty $(, $argument:ident: $type:ty)*) -> $result:ty;
    )*) => {
        $(fn $name<$($generics)*>($self: $receiver $(, $argument: $type)*) -> $result {
            Self::$name($self $(, $argument)*)
        })*
    };
}

/// A producer of any mode. The deque forms of a lone producer send from an iterator over the deque's front.
pub(crate) trait Sends<T>: Send + Sized {
    type Quiet: Whispers<T, Loud = Self>;

    fn capacity(&self) -> usize;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn is_full(&self) -> bool;
    fn is_closed(&self) -> bool;
    fn close(&mut self);
    fn try_send(&mut self, message: T) -> Result<(), TrySendError<T>>;
    fn send(&mut self, message: T) -> Result<(), SendError<T>>;
    fn send_timeout(&mut self, message: T, timeout: Duration) -> Result<(), SendTimeoutError<T>>;
    fn send_deadline(&mut self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>>;
    fn try_send_array<const K: usize>(&mut self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>>;
    fn send_array<const K: usize>(&mut self, messages: [T; K]) -> Result<(), SendError<[T; K]>>;
    fn flush_timeout(&mut self, timeout: Duration) -> Result<(), SendTimeoutError<()>>;
    fn send_async(&mut self, message: T) -> impl Unsent<T>;
    fn send_array_async<const K: usize>(&mut self, messages: [T; K]) -> impl Unsent<[T; K]>;
    fn try_send_many(&mut self, messages: &mut VecDeque<T>) -> usize;
    fn send_many(&mut self, messages: &mut VecDeque<T>) -> Result<usize, SendManyError>;
    fn send_many_async(
        &mut self,
        messages: &mut VecDeque<T>,
    ) -> impl Future<Output = Result<usize, SendManyError>> + Send + Unpin;
    fn quiet(self) -> Self::Quiet;
}

/// A future that owns what it sends.
pub(crate) trait Unsent<V>: Future<Output = Result<(), SendError<V>>> + Send + Unpin {
    fn into_inner(self) -> Option<V>;
}

/// The quiet producer of any mode.
pub(crate) trait Whispers<T>: Send {
    type Loud;

    fn notify(&mut self);
    fn close(&mut self);
    fn try_send(&mut self, message: T) -> Result<(), TrySendError<T>>;
    fn try_send_array<const K: usize>(&mut self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>>;
    fn try_send_many(&mut self, messages: &mut VecDeque<T>) -> usize;
    fn into_inner(self) -> Self::Loud;
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

macro_rules! producers_of {
    ($($mode:ty: $messages:ident => $batch:expr, $borrowed:expr;)*) => {
        $(
            impl<T: Send, const N: usize, L: Link> Sends<T> for Producer<T, N, $mode, L> {
                type Quiet = Quiet<Self>;

                same_methods! { self;
                    fn capacity[](&Self) -> usize;
                    fn len[](&Self) -> usize;
                    fn is_empty[](&Self) -> bool;
                    fn is_full[](&Self) -> bool;
                    fn is_closed[](&Self) -> bool;
                    fn close[](&mut Self) -> ();
                    fn try_send[](&mut Self, message: T) -> Result<(), TrySendError<T>>;
                    fn send[](&mut Self, message: T) -> Result<(), SendError<T>>;
                    fn send_timeout[](&mut Self, message: T, timeout: Duration) -> Result<(), SendTimeoutError<T>>;
                    fn send_deadline[](&mut Self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>>;
                    fn try_send_array[const K: usize](&mut Self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>>;
                    fn send_array[const K: usize](&mut Self, messages: [T; K]) -> Result<(), SendError<[T; K]>>;
                    fn flush_timeout[](&mut Self, timeout: Duration) -> Result<(), SendTimeoutError<()>>;
                    fn send_async[](&mut Self, message: T) -> impl Unsent<T>;
                    fn send_array_async[const K: usize](&mut Self, messages: [T; K]) -> impl Unsent<[T; K]>;
                    fn quiet[](Self) -> Quiet<Self>;
                }

                fn try_send_many(&mut self, $messages: &mut VecDeque<T>) -> usize {
                    Self::try_send_many(self, $borrowed)
                }

                fn send_many(&mut self, $messages: &mut VecDeque<T>) -> Result<usize, SendManyError> {
                    Self::send_many(self, $batch)
                }

                fn send_many_async(
                    &mut self,
                    $messages: &mut VecDeque<T>,
                ) -> impl Future<Output = Result<usize, SendManyError>> + Send + Unpin {
                    Self::send_many_async(self, $batch)
                }
            }

            impl<T: Send, const N: usize, L: Link> Whispers<T> for Quiet<Producer<T, N, $mode, L>> {
                type Loud = Producer<T, N, $mode, L>;

                same_methods! { self;
                    fn notify[](&mut Self) -> ();
                    fn close[](&mut Self) -> ();
                    fn try_send[](&mut Self, message: T) -> Result<(), TrySendError<T>>;
                    fn try_send_array[const K: usize](&mut Self, messages: [T; K]) -> Result<(), TrySendError<[T; K]>>;
                    fn into_inner[](Self) -> Self::Loud;
                }

                fn try_send_many(&mut self, $messages: &mut VecDeque<T>) -> usize {
                    Self::try_send_many(self, $borrowed)
                }
            }
        )*
    };
}

producers_of! {
    Spsc: messages => Front(messages), &mut Front(messages);
    Mpsc: messages => messages, messages;
    Pipe: messages => Front(messages), &mut Front(messages);
}

impl<T: Send, const N: usize, M: Mode> Unsent<T> for strait::SendAsync<'_, T, N, M> {
    fn into_inner(self) -> Option<T> {
        Self::into_inner(self)
    }
}

impl<T: Send, const K: usize, const N: usize, M: Mode> Unsent<[T; K]> for strait::SendArrayAsync<'_, T, K, N, M> {
    fn into_inner(self) -> Option<[T; K]> {
        Self::into_inner(self)
    }
}

/// The consumer of any mode.
pub(crate) trait Receives<T>: Send + Sized + IntoIterator<Item = T> {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn is_full(&self) -> bool;
    fn is_closed(&self) -> bool;
    fn close(&mut self);
    fn try_recv(&mut self) -> Result<T, TryRecvError>;
    fn recv(&mut self) -> Result<T, RecvError>;
    fn recv_timeout(&mut self, timeout: Duration) -> Result<T, RecvTimeoutError>;
    fn recv_deadline(&mut self, deadline: Instant) -> Result<T, RecvTimeoutError>;
    fn recv_async(&mut self) -> impl Future<Output = Result<T, RecvError>> + Send + Unpin;
    fn peek(&mut self) -> Option<&T>;
    fn peek_mut(&mut self) -> Option<&mut T>;
    fn drain(&mut self) -> impl Iterator<Item = T>;
    fn iter(&mut self) -> impl Iterator<Item = T>;
    fn try_recv_many<C: Extend<T>>(&mut self, messages: &mut C, max: usize) -> usize;
    fn recv_many<C: Extend<T>>(&mut self, messages: &mut C, max: usize) -> Result<usize, RecvError>;
    fn recv_batch<C: Extend<T>>(
        &mut self,
        messages: &mut C,
        max: usize,
        deadline: Instant,
    ) -> Result<usize, RecvTimeoutError>;
    fn recv_many_async<C: Extend<T> + Send>(
        &mut self,
        messages: &mut C,
        max: usize,
    ) -> impl Future<Output = Result<usize, RecvError>> + Send + Unpin;
}

macro_rules! consumers_of {
    ($($mode:ty)*) => {
        $(
            impl<T: Send, const N: usize, L: Link> Receives<T> for Consumer<T, N, $mode, L> {
                same_methods! { self;
                    fn len[](&Self) -> usize;
                    fn is_empty[](&Self) -> bool;
                    fn is_full[](&Self) -> bool;
                    fn is_closed[](&Self) -> bool;
                    fn close[](&mut Self) -> ();
                    fn try_recv[](&mut Self) -> Result<T, TryRecvError>;
                    fn recv[](&mut Self) -> Result<T, RecvError>;
                    fn recv_timeout[](&mut Self, timeout: Duration) -> Result<T, RecvTimeoutError>;
                    fn recv_deadline[](&mut Self, deadline: Instant) -> Result<T, RecvTimeoutError>;
                    fn recv_async[](&mut Self) -> impl Future<Output = Result<T, RecvError>> + Send + Unpin;
                    fn peek[](&mut Self) -> Option<&T>;
                    fn peek_mut[](&mut Self) -> Option<&mut T>;
                    fn drain[](&mut Self) -> impl Iterator<Item = T>;
                    fn iter[](&mut Self) -> impl Iterator<Item = T>;
                    fn try_recv_many[C: Extend<T>](&mut Self, messages: &mut C, max: usize) -> usize;
                    fn recv_many[C: Extend<T>](&mut Self, messages: &mut C, max: usize) -> Result<usize, RecvError>;
                    fn recv_batch[C: Extend<T>](
                        &mut Self,
                        messages: &mut C,
                        max: usize,
                        deadline: Instant
                    ) -> Result<usize, RecvTimeoutError>;
                    fn recv_many_async[C: Extend<T> + Send](
                        &mut Self,
                        messages: &mut C,
                        max: usize
                    ) -> impl Future<Output = Result<usize, RecvError>> + Send + Unpin;
                }
            }
        )*
    };
}

consumers_of! { Spsc Mpsc Pipe }

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
pub(crate) fn fill(tx: &mut impl Sends<u32>, count: usize) {
    (0..count as u32).for_each(|n| tx.try_send(n).expect("there is room"));
}

/// Lets a thread that is about to wait fall asleep. Nothing says when it has: a test that meets it awake is weaker.
pub(crate) fn let_it_park() {
    thread::sleep(Duration::from_millis(2));
}

/// Calls a test with fresh handles of one mode and capacity, by every link.
macro_rules! by_every_link {
    ($mode:ident, $n:literal, $type:ty, $test:path $(, $argument:expr)?) => {
        {
            static CHANNEL: strait::$mode::Channel<$type, $n> = strait::$mode::Channel::new();
            {
                let _on = $crate::harness::On(concat!(stringify!($mode), ", owned, N = ", $n));
                let (tx, rx) = strait::$mode::channel::<$type, $n>();
                $test(tx, rx $(, $argument)?);
            }
            {
                let _on = $crate::harness::On(concat!(stringify!($mode), ", split, N = ", $n));
                let mut channel = Box::new(strait::$mode::Channel::<$type, $n>::new());
                let (tx, rx) = channel.split();
                $test(tx, rx $(, $argument)?);
            }
            {
                let _on = $crate::harness::On(concat!(stringify!($mode), ", static, N = ", $n));
                let (tx, rx) = CHANNEL.try_split().expect("no handle lives");
                $test(tx, rx $(, $argument)?);
                assert!(CHANNEL.try_split().is_some(), "the test left a handle");
            }
        }
    };
}

/// Calls a test with fresh handles of every given mode and capacity; with `at_every_fill`, once for each fill level.
macro_rules! on_each {
    ([$($mode:ident)*] $capacities:tt $type:ty, $test:path, $how:tt) => {
        $(on_each! { @mode $mode $capacities $type, $test, $how })*
    };
    (@mode $mode:ident [$($n:literal)*] $type:ty, $test:path, $how:tt) => {
        $(on_each! { @one $mode $n $type, $test, $how })*
    };
    (@one $mode:ident $n:literal $type:ty, $test:path, []) => { by_every_link! { $mode, $n, $type, $test } };
    (@one $mode:ident $n:literal $type:ty, $test:path, [at_every_fill]) => {
        for fill in $crate::harness::fills($n) {
            by_every_link! { $mode, $n, $type, $test, fill }
        }
    };
}

/// Makes tests of generic functions `fn(tx, rx)`; with `at_every_fill`, of functions `fn(tx, rx, fill)`.
macro_rules! tests {
    (on every channel: $($rest:tt)*) => { tests!(on [spsc mpsc pipe] with [1 2 8 1024]: $($rest)*); };
    (on every lone channel: $($rest:tt)*) => { tests!(on [spsc pipe] with [1 2 8 1024]: $($rest)*); };
    (on every pipe: $($rest:tt)*) => { tests!(on [pipe] with [1 2 8 1024]: $($rest)*); };
    (on $modes:tt with $capacities:tt: $($test:ident($type:ty) $($how:ident)?;)*) => {
        mod tests {
            $(
                #[test]
                fn $test() {
                    $crate::watchdog::guarded(|| {
                        on_each! { $modes $capacities $type, super::$test, [$($how)?] }
                    });
                }
            )*
        }
    };
}

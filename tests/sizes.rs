//! Sizes of handles and channels, and which threads may have them.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::future::Future;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use strait::future::{self, Send as SendFuture, SendArray};
use strait::{Channel, Mpsc, Pipe, Quiet, Spsc, mpsc, pipe, spsc};

/// How many bytes one more place takes.
macro_rules! slot {
    ($mode:ident, $type:ty) => {
        (size_of::<$mode::Channel<$type, 2048>>() - size_of::<$mode::Channel<$type, 1024>>()) / 1024
    };
}

/// Two words at most, and an `Option` of it no more; today each is one pointer.
macro_rules! handles_are_small {
    ($($mode:ident: $($handle:ident)*;)*) => {
        $($({
            const WORD: usize = size_of::<usize>();
            let size = size_of::<strait::$mode::$handle<[u8; 4096], 8>>();
            assert!(size <= 2 * WORD, "{} bytes", size);
            assert_eq!(size, WORD, "a handle is one pointer");
            assert_eq!(size_of::<Option<strait::$mode::$handle<u8, 1024>>>(), WORD);
        })*)*
    };
}

#[test]
fn handles_are_one_pointer_and_an_option_of_one_no_more() {
    handles_are_small! {
        spsc: Producer Consumer ProducerRef ConsumerRef QuietProducer QuietConsumer QuietProducerRef QuietConsumerRef;
        mpsc: Producer Consumer ProducerRef ConsumerRef QuietProducer QuietConsumer QuietProducerRef QuietConsumerRef;
        pipe: Producer Consumer ProducerRef ConsumerRef QuietProducer QuietConsumer QuietProducerRef QuietConsumerRef;
    }
}

#[test]
fn a_quiet_channel_is_as_big_as_an_ordinary_one() {
    assert_eq!(size_of::<spsc::QuietChannel<u64, 64>>(), size_of::<spsc::Channel<u64, 64>>());
    assert_eq!(size_of::<mpsc::QuietChannel<u64, 64>>(), size_of::<mpsc::Channel<u64, 64>>());
    assert_eq!(size_of::<pipe::QuietChannel<u64, 64>>(), size_of::<pipe::Channel<u64, 64>>());
}

#[test]
fn a_message_of_56_bytes_fills_a_slot_of_64() {
    // 60 on 32-bit x86, which aligns a `u64` to 4 bytes.
    let size = (56 + size_of::<u32>()).next_multiple_of(align_of::<u64>());
    assert_eq!((slot!(spsc, [u64; 7]), slot!(mpsc, [u64; 7])), (64, size));
    assert_eq!((slot!(spsc, u64), slot!(mpsc, u64)), (16, 16.min(8 + align_of::<u64>())));
    assert_eq!((slot!(spsc, u32), slot!(mpsc, u32)), (12, 8), "a share of a line's tail, a stamp");
    assert_eq!((slot!(spsc, ()), slot!(mpsc, ())), (8, 4));
}

#[test]
fn a_pipes_places_are_its_messages_and_nothing_else() {
    assert_eq!((slot!(pipe, u8), slot!(pipe, [u64; 7]), slot!(pipe, ())), (1, 56, 0));
}

/// The slots, rounded up to whole pairs of cache lines, and the rest: eight such pairs. Lines of s390x are twice as
/// long.
#[test]
fn a_channel_is_its_slots_and_at_most_a_kibibyte() {
    const PAIR: usize = if cfg!(target_arch = "s390x") { 256 } else { 128 };
    macro_rules! check {
        ($($mode:ident, $type:ty, $n:literal;)*) => {
            $({
                let slots: usize = $n * slot!($mode, $type);
                let size = size_of::<$mode::Channel<$type, $n>>();
                assert!(size <= slots.next_multiple_of(PAIR) + 8 * PAIR, "{size} bytes for {slots} bytes of slots");
            })*
        };
    }
    check! {
        spsc, u8, 1; spsc, u64, 8; spsc, [u64; 7], 1024; spsc, [u8; 4096], 65536;
        mpsc, u8, 1; mpsc, u64, 8; mpsc, [u64; 7], 1024; mpsc, [u8; 4096], 65536;
        pipe, u8, 1; pipe, u64, 8; pipe, [u64; 7], 1024; pipe, [u8; 4096], 65536;
    }
}

/// A message that may go to another thread but not be shared.
type Sendable = std::cell::Cell<u8>;

// Lone producers and all consumers: to another thread, but never shared or cloned.
macro_rules! lone {
    ($($mode:ident: $($handle:ident)*;)*) => {
        $($(
            assert_impl_all!($mode::$handle<Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
            assert_not_impl_any!($mode::$handle<u8, 4>: Sync, Clone);
        )*)*
    };
}

lone! {
    spsc: Producer Consumer ProducerRef ConsumerRef QuietProducer QuietConsumer QuietProducerRef QuietConsumerRef;
    mpsc: Consumer ConsumerRef QuietConsumer QuietConsumerRef;
    pipe: Producer Consumer ProducerRef ConsumerRef QuietProducer QuietConsumer QuietProducerRef QuietConsumerRef;
}

// A producer of many: shared and cloned, quiet or not.
assert_impl_all!(mpsc::Producer<Sendable, 4>: Send, Sync, Clone, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(mpsc::ProducerRef<'static, Sendable, 4>: Send, Sync, Clone, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(mpsc::QuietProducer<Sendable, 4>: Send, Sync, Clone, Unpin, UnwindSafe, RefUnwindSafe);

// Channels: in a static if messages can be sent. Nothing of a channel whose messages are bound to a thread leaves it.
macro_rules! channels {
    ($($mode:ty)*) => {
        $(
            assert_impl_all!(Channel<Sendable, 4, $mode>: Send, Sync, UnwindSafe, RefUnwindSafe);
            assert_not_impl_any!(Channel<Rc<u8>, 4, $mode>: Send, Sync);
            assert_not_impl_any!(strait::Producer<'static, Rc<u8>, 4, $mode>: Send, Sync);
            assert_not_impl_any!(strait::Consumer<'static, Rc<u8>, 4, $mode>: Send, Sync);
        )*
    };
}

channels! { Spsc Mpsc Pipe Quiet<Spsc> Quiet<Mpsc> Quiet<Pipe> }

// Futures that own their value.
assert_impl_all!(SendFuture<'static, Sendable, 4, Spsc>: Send, Unpin);
assert_impl_all!(SendFuture<'static, Sendable, 4, Mpsc>: Send, Unpin);
assert_impl_all!(SendFuture<'static, Sendable, 4, Pipe>: Send, Unpin);
assert_impl_all!(SendArray<'static, Sendable, 2, 4, Mpsc>: Send, Unpin);
assert_not_impl_any!(SendFuture<'static, Rc<u8>, 4, Spsc>: Send);

// What a handle gives out.
assert_impl_all!(strait::Permit<'static, Sendable, 4, Spsc>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(strait::WriteChunk<'static, Sendable, 4, Pipe>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(strait::ReadChunk<'static, Sendable, 4, Pipe>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(strait::Drain<'static, Sendable, 4, Mpsc>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(strait::Iter<'static, Sendable, 4, Mpsc>: UnwindSafe, RefUnwindSafe);

/// Compiles if the future goes to any executor, and needs no pin.
fn any_executor_takes<F: Future + Send + Unpin>(_: F) {}

/// Each future fits in a struct, by its name.
#[test]
fn futures_have_names_and_are_send_and_unpin() {
    struct Named<'a, 'm> {
        many: future::SendMany<'a, std::array::IntoIter<u8, 1>, u8, 4, Pipe>,
        closed: future::ConsumerClosed<'m, u8, 4, Pipe>,
    }

    let (mut tx, mut rx) = pipe::channel::<u8, 4>();
    any_executor_takes::<future::Recv<'_, u8, 4, Pipe>>(rx.recv_async());
    any_executor_takes::<future::RecvMany<'_, '_, Vec<u8>, u8, 4, Pipe>>(rx.recv_many_async(&mut Vec::new(), 1));
    any_executor_takes::<future::RecvSlice<'_, '_, u8, 4, Pipe>>(rx.recv_slice_async(&mut []));
    any_executor_takes::<future::Reserve<'_, u8, 4, Pipe>>(tx.reserve_async());
    any_executor_takes::<future::SendSlice<'_, '_, u8, 4, Pipe>>(tx.send_slice_async(&[]));
    any_executor_takes::<future::ProducerClosed<'_, u8, 4, Pipe>>(tx.closed_async());
    any_executor_takes::<future::Flush<'_, u8, 4, Pipe>>(tx.flush_async());
    let named = Named { many: tx.send_many_async([1]), closed: rx.closed_async() };
    any_executor_takes(named.many);
    any_executor_takes(named.closed);
    let (tx, mut rx) = mpsc::channel::<Sendable, 4>();
    any_executor_takes::<future::SendDeque<'_, '_, Sendable, 4, Mpsc>>(tx.send_deque_async(&mut [].into()));
    any_executor_takes::<future::ProducerClosed<'_, Sendable, 4, Mpsc>>(tx.closed_async());
    any_executor_takes::<future::Recv<'_, Sendable, 4, Mpsc>>(rx.recv_async());
}

//! Sizes of handles and channels, and which threads may have them.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::future::Future;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use strait::{Mpsc, Pipe, Quiet, SendArrayAsync, SendAsync, Spsc, mpsc, pipe, spsc};

/// How many bytes one more place takes.
macro_rules! slot {
    ($mode:ident, $type:ty) => {
        (size_of::<$mode::Channel<$type, 2048>>() - size_of::<$mode::Channel<$type, 1024>>()) / 1024
    };
}

#[test]
fn handles_are_small() {
    const MOST: usize = 4 * size_of::<usize>();
    assert!(size_of::<spsc::Producer<[u8; 4096], 8>>() <= MOST);
    assert!(size_of::<spsc::Consumer<[u8; 4096], 8>>() <= MOST);
    assert!(size_of::<pipe::Producer<[u8; 4096], 8>>() <= MOST);
    assert!(size_of::<pipe::Consumer<[u8; 4096], 8>>() <= MOST);
    assert!(size_of::<mpsc::Consumer<[u8; 4096], 8>>() <= MOST);
    assert!(size_of::<spsc::ProducerRef<u8, 8>>() <= MOST);
    assert_eq!(size_of::<Quiet<spsc::Producer<u8, 8>>>(), size_of::<spsc::Producer<u8, 8>>());
}

#[test]
fn a_producer_of_many_is_one_pointer_and_an_option_of_it_no_more() {
    assert_eq!(size_of::<mpsc::Producer<[u8; 4096], 8>>(), size_of::<usize>());
    assert_eq!(size_of::<Option<mpsc::Producer<u8, 8>>>(), size_of::<usize>());
}

#[test]
fn a_message_of_56_bytes_fills_a_slot_of_64() {
    // 60 on 32-bit x86, which aligns a `u64` to 4 bytes.
    let size = (56 + size_of::<u32>()).next_multiple_of(align_of::<u64>());
    assert_eq!((slot!(spsc, [u64; 7]), slot!(mpsc, [u64; 7])), (64, size));
    assert_eq!((slot!(spsc, u64), slot!(mpsc, u64)), (16, 16.min(8 + align_of::<u64>())));
    assert_eq!((slot!(spsc, u32), slot!(mpsc, u32)), (12, 8), "a share of a line's tail, a mark");
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
assert_impl_all!(spsc::Producer<Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(pipe::Producer<Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(spsc::Consumer<Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(mpsc::Consumer<Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(pipe::Consumer<Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(spsc::ProducerRef<'static, Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(pipe::ConsumerRef<'static, Sendable, 4>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(spsc::Producer<u8, 4>: Sync, Clone);
assert_not_impl_any!(pipe::Producer<u8, 4>: Sync, Clone);
assert_not_impl_any!(spsc::Consumer<u8, 4>: Sync, Clone);
assert_not_impl_any!(mpsc::Consumer<u8, 4>: Sync, Clone);
assert_not_impl_any!(pipe::Consumer<u8, 4>: Sync, Clone);
assert_not_impl_any!(spsc::ProducerRef<'static, u8, 4>: Sync, Clone);
assert_not_impl_any!(mpsc::ConsumerRef<'static, u8, 4>: Sync, Clone);
assert_not_impl_any!(Quiet<spsc::Producer<u8, 4>>: Sync, Clone);

// A producer of many: shared and cloned, quiet or not.
assert_impl_all!(mpsc::Producer<Sendable, 4>: Send, Sync, Clone, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(mpsc::ProducerRef<'static, Sendable, 4>: Send, Sync, Clone, Unpin);
assert_impl_all!(Quiet<mpsc::Producer<Sendable, 4>>: Send, Sync, Clone, Unpin);

// Channels: in a static if messages can be sent.
assert_impl_all!(spsc::Channel<Sendable, 4>: Send, Sync);
assert_impl_all!(mpsc::Channel<Sendable, 4>: Send, Sync);
assert_impl_all!(pipe::Channel<Sendable, 4>: Send, Sync);

// Nothing of a channel whose messages are bound to a thread leaves the thread.
assert_not_impl_any!(spsc::Producer<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(mpsc::Producer<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(pipe::Producer<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(spsc::Consumer<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(mpsc::Consumer<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(pipe::Consumer<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(spsc::Channel<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(mpsc::Channel<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(pipe::Channel<Rc<u8>, 4>: Send, Sync);
assert_not_impl_any!(Quiet<mpsc::Producer<Rc<u8>, 4>>: Send, Sync);
assert_not_impl_any!(SendAsync<'static, Rc<u8>, 4, Spsc>: Send);

// Futures that own their value.
assert_impl_all!(SendAsync<'static, Sendable, 4, Spsc>: Send, Unpin);
assert_impl_all!(SendAsync<'static, Sendable, 4, Mpsc>: Send, Unpin);
assert_impl_all!(SendAsync<'static, Sendable, 4, Pipe>: Send, Unpin);
assert_impl_all!(SendArrayAsync<'static, Sendable, 2, 4, Mpsc>: Send, Unpin);

/// Compiles if the future goes to any executor, and needs no pin.
fn any_executor_takes(_: impl Future + Send + Unpin) {}

#[test]
fn futures_without_a_name_are_send_and_unpin() {
    let (mut tx, mut rx) = pipe::channel::<u8, 4>();
    any_executor_takes(rx.recv_async());
    any_executor_takes(rx.recv_many_async(&mut Vec::new(), 1));
    any_executor_takes(rx.recv_slice_async(&mut []));
    any_executor_takes(tx.reserve_async());
    any_executor_takes(tx.send_many_async([1]));
    any_executor_takes(tx.send_slice_async(&[]));
    let (tx, mut rx) = mpsc::channel::<Sendable, 4>();
    any_executor_takes(tx.send_many_async(&mut [].into()));
    any_executor_takes(rx.recv_async());
}

//! The futures of receiving. None of them ever holds a message: dropping one loses nothing.

use super::rx::Rx;
use crate::channel::Channel;
use crate::error::RecvError;
use crate::mode::{Mode, Slices};
use crate::wait::{Until, Waiting, named_future};

/// The future of [`recv_async`](crate::Consumer::recv_async).
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Recv<'a, T, const N: usize, M: Mode>(pub(super) Waiting<Rx<'a, Channel<T, N, M>>>);

named_future!(impl['a, T, const N: usize, M: Mode] Recv['a, T, N, M] -> Result<T, RecvError> {
    |this, context| this.0.poll(context, |rx| rx.attempt_recv())
});

/// The future of [`recv_many_async`](crate::Consumer::recv_many_async); what it has received is in the collection.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct RecvMany<'a, 'm, C: Extend<T>, T, const N: usize, M: Mode> {
    pub(super) waiting: Waiting<Rx<'a, Channel<T, N, M>>>,
    pub(super) messages: &'m mut C,
    pub(super) max: usize,
}

named_future!(impl['a, 'm, C: Extend<T>, T, const N: usize, M: Mode] RecvMany['a, 'm, C, T, N, M] -> Result<usize, RecvError> {
    |this, context| this.waiting.poll(context, |rx| rx.attempted(rx.try_recv_many(this.messages, this.max)))
});

/// The future of [`recv_slice_async`](crate::Consumer::recv_slice_async); what it has received is in the slice.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct RecvSlice<'a, 'm, T: Copy, const N: usize, M: Slices> {
    pub(super) waiting: Waiting<Rx<'a, Channel<T, N, M>>>,
    pub(super) messages: &'m mut [T],
    pub(super) filled: usize,
}

named_future!(impl['a, 'm, T: Copy, const N: usize, M: Slices] RecvSlice['a, 'm, T, N, M] -> usize {
    |this, context| this.waiting.poll(context, |rx| rx.attempt_slice(this.messages, &mut this.filled))
});

/// The future of a consumer's [`closed_async`](crate::Consumer::closed_async).
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct ConsumerClosed<'a, T, const N: usize, M: Mode>(pub(super) Waiting<Rx<'a, Channel<T, N, M>>>);

named_future!(impl['a, T, const N: usize, M: Mode] ConsumerClosed['a, T, N, M] -> () {
    |this, context| this.0.poll_for(Until::Closed, context, Rx::attempt_closed)
});

/// The future of [`ready_async`](crate::Consumer::ready_async); it takes nothing.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Ready<'a, T, const N: usize, M: Mode>(pub(super) Waiting<Rx<'a, Channel<T, N, M>>>);

named_future!(impl['a, T, const N: usize, M: Mode] Ready['a, T, N, M] -> Result<(), RecvError> {
    |this, context| this.0.poll(context, Rx::attempt_ready)
});

//! The consumer as a `Stream`.

use super::Consumer;
use crate::mode::Mode;
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use futures_core::Stream;

impl<T, const N: usize, M: Mode> Stream for Consumer<'_, T, N, M> {
    type Item = T;

    /// The next message; `None` once the channel is closed and drained. As [`poll_recv`](Consumer::poll_recv).
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll_recv(context).map(Result::ok)
    }
}

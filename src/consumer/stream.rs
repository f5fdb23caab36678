//! The consumer as a `Stream`.

use super::Consumer;
use crate::mode::Awaits;
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use futures_core::{FusedStream, Stream};

impl<T, const N: usize, M: Awaits> Stream for Consumer<'_, T, N, M> {
    type Item = T;

    /// The next message; `None` once the channel is closed and drained. As [`poll_recv`](Consumer::poll_recv).
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll_recv(context).map(Result::ok)
    }

    /// At least what is there now.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len(), None)
    }
}

impl<T, const N: usize, M: Awaits> FusedStream for Consumer<'_, T, N, M> {
    /// Whether the channel is closed and drained. That is final.
    fn is_terminated(&self) -> bool {
        self.rx().head().is_over()
    }
}

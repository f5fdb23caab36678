//! The consumer as a `Stream`.

use super::{Consumer, rx::Ticket};
use crate::link::Link;
use crate::mode::Mode;
use crate::wait::PollEnd as _;
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use futures_core::Stream;

impl<T, const N: usize, M: Mode, L: Link> Stream for Consumer<T, N, M, L> {
    type Item = T;

    /// The next message; `None` once the channel is closed and drained.
    ///
    /// A waker that was left stays until it is woken or another takes its place; nothing is lost if the stream is not
    /// polled again.
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let rx = self.rx();
        rx.poll(context, &mut Ticket::default(), || rx.look()).map(Result::ok)
    }
}

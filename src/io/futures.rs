//! Readers and writers of `futures-io`.

use crate::channel::{Channel, Core as _};
use crate::consumer::{Consumer, rx};
use crate::mode::{Slices, Waits};
use crate::producer::{Producer, tx};
use crate::wait::End as _;
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use futures_io::{AsyncRead, AsyncWrite};
use std::io;

/// Writes bytes into the pipe: ready when at least one fits,
/// [`BrokenPipe`](std::io::ErrorKind::BrokenPipe) once the channel is closed.
///
/// Flushing waits for nothing: what was written can be read at once. Closing closes the channel, as the handle's own
/// [`close`](Producer::close) does, which is the one that `tx.close()` calls.
///
/// # Examples
///
/// ```
/// use futures::io::{AsyncReadExt, AsyncWriteExt};
///
/// # futures::executor::block_on(async {
/// let (mut tx, mut rx) = strait::pipe::channel::<u8, 16>();
/// tx.write_all(b"hello").await?;
/// tx.close();
/// let mut text = String::new();
/// rx.read_to_string(&mut text).await?;
/// assert_eq!(text, "hello");
/// # Ok::<_, std::io::Error>(())
/// # }).unwrap();
/// ```
impl<const N: usize, M: Slices + Waits> AsyncWrite for Producer<'_, u8, N, M> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let tx = self.tx();
        let written = tx.poll(context, &mut tx::Ticket::<Channel<u8, N, M>>::default(), |tx| tx.attempt_write(bytes));
        written.map_err(io::Error::from)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.tx().channel().close();
        Poll::Ready(Ok(()))
    }
}

/// Reads bytes from the pipe: ready when there is one, and 0 only once the channel is closed and drained.
///
/// A waker that was left stays until it is woken or another takes its place; nothing is lost if the reader is not
/// polled again.
impl<const N: usize, M: Slices> AsyncRead for Consumer<'_, u8, N, M> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &mut [u8]) -> Poll<io::Result<usize>> {
        let rx = self.rx();
        rx.poll(context, &mut rx::Ticket::<Channel<u8, N, M>>::default(), |rx| rx.attempt_read(bytes)).map(Ok)
    }
}

//! Readers and writers of embedded Rust: those of `embedded-io`, which block, and those of `embedded-io-async`.

use super::BytesError;
use crate::consumer::Consumer;
use crate::mode::{Slices, Waits};
use crate::producer::Producer;
#[cfg(feature = "std")]
use crate::wait::End as _;
use crate::wait::Waiting;
use core::future::poll_fn;
use embedded_io::{Error, ErrorKind, ErrorType, ReadReady, WriteReady};

impl Error for BytesError {
    /// A broken pipe.
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Closed => ErrorKind::BrokenPipe,
        }
    }
}

impl<const N: usize, M: Slices + Waits> ErrorType for Producer<'_, u8, N, M> {
    type Error = BytesError;
}

/// Reading never fails.
impl<const N: usize, M: Slices> ErrorType for Consumer<'_, u8, N, M> {
    type Error = BytesError;
}

impl<const N: usize, M: Slices + Waits> WriteReady for Producer<'_, u8, N, M> {
    /// Whether a `write` would not wait: there is room, or the channel is closed.
    fn write_ready(&mut self) -> Result<bool, BytesError> {
        Ok(!self.is_full() || self.is_closed())
    }
}

impl<const N: usize, M: Slices> ReadReady for Consumer<'_, u8, N, M> {
    /// Whether a `read` would not wait: there are bytes, or the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use embedded_io::{ReadReady, WriteReady};
    /// use strait::pipe;
    ///
    /// let mut uart = pipe::Channel::<u8, 1>::new();
    /// let (mut tx, mut rx) = uart.split();
    /// assert_eq!((tx.write_ready(), rx.read_ready()), (Ok(true), Ok(false)));
    /// tx.try_send(b'!').unwrap();
    /// assert_eq!((tx.write_ready(), rx.read_ready()), (Ok(false), Ok(true)));
    /// ```
    fn read_ready(&mut self) -> Result<bool, BytesError> {
        Ok(!self.is_empty() || self.is_closed())
    }
}

/// Writes bytes into the pipe: waits for room, [`Closed`](BytesError::Closed) once the channel is closed.
///
/// # Examples
///
/// ```
/// use embedded_io_async::{Read, Write};
/// use strait::pipe;
///
/// static UART: pipe::Channel<u8, 64> = pipe::Channel::new();
///
/// # futures::executor::block_on(async {
/// let (mut tx, mut rx) = UART.try_split().unwrap();
/// tx.write_all(b"AT\r\n").await.unwrap();
/// let mut line = [0; 4];
/// rx.read_exact(&mut line).await.unwrap();
/// assert_eq!(&line, b"AT\r\n");
/// # });
/// ```
impl<const N: usize, M: Slices + Waits> embedded_io_async::Write for Producer<'_, u8, N, M> {
    /// Waits until at least one byte fits; returns how many.
    ///
    /// # Cancel safety
    ///
    /// Dropped before it is ready, the future has written nothing.
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, BytesError> {
        let mut waiting = Waiting::at(self.tx());
        poll_fn(|context| waiting.poll(context, |tx| tx.attempt_write(bytes))).await
    }

    /// Does nothing: what was written can be read at once.
    async fn flush(&mut self) -> Result<(), BytesError> {
        Ok(())
    }
}

/// Reads bytes from the pipe: waits for the first, and gives 0 only once the channel is closed and drained.
impl<const N: usize, M: Slices> embedded_io_async::Read for Consumer<'_, u8, N, M> {
    /// Waits until there is a byte; returns how many.
    ///
    /// # Cancel safety
    ///
    /// Dropped before it is ready, the future has read nothing.
    async fn read(&mut self, bytes: &mut [u8]) -> Result<usize, BytesError> {
        let mut waiting = Waiting::at(self.rx());
        Ok(poll_fn(|context| waiting.poll(context, |rx| rx.attempt_read(bytes))).await)
    }
}

/// As the `Write` of `std`, with an error of its own.
#[cfg(feature = "std")]
impl<const N: usize, M: Slices + Waits> embedded_io::Write for Producer<'_, u8, N, M> {
    /// Blocks until at least one byte fits; returns how many.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, BytesError> {
        let tx = self.tx();
        tx.wait(|| tx.attempt_write(bytes))
    }

    /// Does nothing: what was written can be read at once.
    fn flush(&mut self) -> Result<(), BytesError> {
        Ok(())
    }
}

/// As the `Read` of `std`.
#[cfg(feature = "std")]
impl<const N: usize, M: Slices> embedded_io::Read for Consumer<'_, u8, N, M> {
    /// Blocks until there is a byte; returns how many.
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, BytesError> {
        let rx = self.rx();
        Ok(rx.wait(|| rx.attempt_read(bytes)))
    }
}

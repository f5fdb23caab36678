//! Readers and writers of embedded Rust: those of `embedded-io`, which block, and those of `embedded-io-async`.

use super::BytesError;
use crate::consumer::Consumer;
use crate::link::Link;
use crate::mode::Pipe;
use crate::producer::Producer;
use crate::wait::Waiting;
use embedded_io::{Error, ErrorKind, ErrorType, ReadReady, WriteReady};

impl Error for BytesError {
    /// A broken pipe.
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Closed => ErrorKind::BrokenPipe,
        }
    }
}

impl<const N: usize, L: Link> ErrorType for Producer<u8, N, Pipe, L> {
    type Error = BytesError;
}

/// Reading never fails.
impl<const N: usize, L: Link> ErrorType for Consumer<u8, N, Pipe, L> {
    type Error = BytesError;
}

impl<const N: usize, L: Link> WriteReady for Producer<u8, N, Pipe, L> {
    /// Whether a `write` would not wait: there is room, or the channel is closed.
    fn write_ready(&mut self) -> Result<bool, BytesError> {
        Ok(!self.is_full() || self.is_closed())
    }
}

impl<const N: usize, L: Link> ReadReady for Consumer<u8, N, Pipe, L> {
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
impl<const N: usize, L: Link> embedded_io_async::Write for Producer<u8, N, Pipe, L> {
    /// Waits until at least one byte fits; gives how many went.
    ///
    /// # Cancel safety
    ///
    /// Dropped before it is ready, the future has written nothing.
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, BytesError> {
        Waiting::new(self.tx(), |tx| tx.look_write(bytes)).await
    }

    /// Does nothing: what was written can be read at once.
    async fn flush(&mut self) -> Result<(), BytesError> {
        Ok(())
    }
}

/// Reads bytes from the pipe: waits for the first, and gives 0 only once the channel is closed and drained.
impl<const N: usize, L: Link> embedded_io_async::Read for Consumer<u8, N, Pipe, L> {
    /// Waits until there is a byte; gives how many were read.
    ///
    /// # Cancel safety
    ///
    /// Dropped before it is ready, the future has read nothing.
    async fn read(&mut self, bytes: &mut [u8]) -> Result<usize, BytesError> {
        Ok(Waiting::new(self.rx(), |rx| rx.look_read(bytes)).await)
    }
}

/// As the `Write` of `std`, with an error of its own.
#[cfg(feature = "std")]
impl<const N: usize, L: Link> embedded_io::Write for Producer<u8, N, Pipe, L> {
    /// Blocks until at least one byte fits; says how many went.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, BytesError> {
        let tx = self.tx();
        tx.wait_for_ever(|| tx.look_write(bytes))
    }

    /// Does nothing: what was written can be read at once.
    fn flush(&mut self) -> Result<(), BytesError> {
        Ok(())
    }
}

/// As the `Read` of `std`.
#[cfg(feature = "std")]
impl<const N: usize, L: Link> embedded_io::Read for Consumer<u8, N, Pipe, L> {
    /// Blocks until there is a byte; says how many were read.
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, BytesError> {
        let rx = self.rx();
        Ok(rx.wait_for_ever(|| rx.look_read(bytes)))
    }
}

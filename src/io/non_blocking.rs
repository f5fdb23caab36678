//! Readers and writers of `std` that never wait.

use crate::consumer::Consumer;
use crate::mode::Slices;
use crate::producer::Producer;
use core::task::Poll;
use std::io::{self, ErrorKind, Read, Write};

/// An end of a `pipe` of bytes whose `Read` or `Write` never waits.
///
/// [`Producer::non_blocking`] and [`Consumer::non_blocking`] make one. Where the handle itself would wait, this returns
/// [`WouldBlock`](ErrorKind::WouldBlock). `read` returns 0 only once the channel is closed and drained; `write` fails
/// with [`BrokenPipe`](ErrorKind::BrokenPipe) once it is closed; `flush` does nothing.
///
/// `read_to_end` and `write_all` give `WouldBlock` up to their caller and do not say how far they came; loop over
/// `read` and `write` instead.
///
/// # Examples
///
/// ```
/// use std::io::{ErrorKind, Read, Write};
///
/// let (tx, rx) = strait::pipe::channel::<u8, 4>();
/// let (mut tx, mut rx) = (tx.non_blocking(), rx.non_blocking());
/// let mut bytes = [0; 8];
/// assert_eq!(rx.read(&mut bytes).unwrap_err().kind(), ErrorKind::WouldBlock);
///
/// assert_eq!(tx.write(b"hello")?, 4);
/// assert_eq!(tx.write(b"o").unwrap_err().kind(), ErrorKind::WouldBlock);
///
/// drop(tx);
/// assert_eq!(rx.read(&mut bytes)?, 4);
/// assert_eq!(&bytes[..4], b"hell");
/// assert_eq!(rx.read(&mut bytes)?, 0);
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "a handle that is dropped closes its channel"]
pub struct NonBlocking<H> {
    handle: H,
}

impl<H> NonBlocking<H> {
    /// Returns the ordinary handle.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::pipe::channel::<u8, 4>();
    /// let mut tx = tx.non_blocking();
    /// assert_eq!(tx.get_ref().capacity(), 4);
    /// tx.get_mut().send(1).unwrap();
    /// tx.into_inner().send(2).unwrap();
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2]);
    /// ```
    pub fn into_inner(self) -> H {
        self.handle
    }

    /// The ordinary handle, to look at.
    pub const fn get_ref(&self) -> &H {
        &self.handle
    }

    /// The ordinary handle, to wait or close with.
    pub const fn get_mut(&mut self) -> &mut H {
        &mut self.handle
    }
}

impl<'a, const N: usize, M: Slices> Producer<'a, u8, N, M> {
    /// Makes a writer that returns `WouldBlock` instead of waiting.
    ///
    /// Only on a `pipe` of bytes; see [`NonBlocking`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::Write;
    ///
    /// let (tx, _rx) = strait::pipe::channel::<u8, 4>();
    /// assert_eq!(tx.non_blocking().write(b"hello")?, 4);
    /// # Ok::<_, std::io::Error>(())
    /// ```
    pub const fn non_blocking(self) -> NonBlocking<Self> {
        NonBlocking { handle: self }
    }
}

impl<'a, const N: usize, M: Slices> Consumer<'a, u8, N, M> {
    /// Makes a reader that returns `WouldBlock` instead of waiting.
    ///
    /// Only on a `pipe` of bytes; see [`NonBlocking`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::{ErrorKind, Read};
    ///
    /// let (_tx, rx) = strait::pipe::channel::<u8, 4>();
    /// let nothing = rx.non_blocking().read(&mut [0; 4]);
    /// assert_eq!(nothing.unwrap_err().kind(), ErrorKind::WouldBlock);
    /// ```
    pub const fn non_blocking(self) -> NonBlocking<Self> {
        NonBlocking { handle: self }
    }
}

/// What was found at once, or `WouldBlock`.
fn at_once<R>(attempt: Poll<R>) -> io::Result<R> {
    match attempt {
        Poll::Ready(result) => Ok(result),
        Poll::Pending => Err(ErrorKind::WouldBlock.into()),
    }
}

impl<const N: usize, M: Slices> Write for NonBlocking<Producer<'_, u8, N, M>> {
    /// Writes what fits now; returns how many bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(at_once(self.handle.tx().attempt_write(bytes))??)
    }

    /// Does nothing: what was written can be read at once.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<const N: usize, M: Slices> Read for NonBlocking<Consumer<'_, u8, N, M>> {
    /// Reads what is there now; returns how many bytes.
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        at_once(self.handle.rx().attempt_read(bytes))
    }
}

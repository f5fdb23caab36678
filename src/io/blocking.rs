//! Readers and writers of `std` that block.

use super::BytesError;
use crate::consumer::Consumer;
use crate::mode::{Slices, Waits};
use crate::producer::Producer;
use crate::wait::End as _;
use std::io::{self, BufRead, ErrorKind, Read, Write};

impl From<BytesError> for io::Error {
    fn from(error: BytesError) -> Self {
        Self::new(ErrorKind::BrokenPipe, error)
    }
}

/// Writes bytes into the pipe: waits for room, [`BrokenPipe`](ErrorKind::BrokenPipe) once the channel is closed.
///
/// # Examples
///
/// ```
/// use std::io::{Read, Write};
///
/// let (mut tx, mut rx) = strait::pipe::channel::<u8, 4>();
/// let writer = std::thread::spawn(move || writeln!(tx, "{} by {}", 19, 84));
/// let mut text = String::new();
/// rx.read_to_string(&mut text)?; // ends when the producer is gone
/// assert_eq!(text, "19 by 84\n");
/// writer.join().unwrap()?;
/// # Ok::<_, std::io::Error>(())
/// ```
impl<const N: usize, M: Slices + Waits> Write for Producer<'_, u8, N, M> {
    /// Blocks until at least one byte fits; returns how many.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let tx = self.tx();
        Ok(tx.wait(|| tx.attempt_write(bytes))?)
    }

    /// Does nothing: what was written can be read at once.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads bytes from the pipe: waits for the first, and returns 0 only once the channel is closed and drained.
impl<const N: usize, M: Slices> Read for Consumer<'_, u8, N, M> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let rx = self.rx();
        Ok(rx.wait(|| rx.attempt_read(bytes)))
    }
}

/// Reads bytes where they lie in the pipe, without a buffer between.
///
/// # Examples
///
/// ```
/// use std::io::BufRead;
///
/// let (mut tx, rx) = strait::pipe::channel::<u8, 64>();
/// tx.send_slice(b"AT\nOK\n")?;
/// drop(tx);
/// assert_eq!(rx.lines().collect::<Result<Vec<_>, _>>()?, ["AT", "OK"]);
/// # Ok::<_, std::io::Error>(())
/// ```
impl<const N: usize, M: Slices> BufRead for Consumer<'_, u8, N, M> {
    /// Blocks until there is a byte; empty only once the channel is closed and drained.
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        _ = self.ready(); // What is closed and drained has nothing to show.
        Ok(self.peek_slice())
    }

    fn consume(&mut self, count: usize) {
        if let Ok(chunk) = self.read_chunk(count) {
            chunk.commit_all();
        }
    }
}

//! Readers and writers of `std` that block.

use super::BytesError;
use crate::consumer::Consumer;
use crate::link::Link;
use crate::mode::Pipe;
use crate::producer::Producer;
use std::io::{self, ErrorKind, Read, Write};

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
impl<const N: usize, L: Link> Write for Producer<u8, N, Pipe, L> {
    /// Blocks until at least one byte fits; says how many went.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let tx = self.tx();
        Ok(tx.wait_for_ever(|| tx.look_write(bytes))?)
    }

    /// Does nothing: what was written can be read at once.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads bytes from the pipe: waits for the first, and returns 0 only once the channel is closed and drained.
impl<const N: usize, L: Link> Read for Consumer<u8, N, Pipe, L> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let rx = self.rx();
        Ok(rx.wait_for_ever(|| rx.look_read(bytes)))
    }
}

//! Bytes: the ends of a `pipe` of `u8` as readers and writers, those of `std`, of `futures` and of embedded Rust.
//!
//! What a reader or a writer attempts stands here, once; each file adds a family of traits, and so a way to wait.

#[cfg(feature = "std")]
mod blocking;
#[cfg(feature = "embedded-io")]
mod embedded;
#[cfg(feature = "futures-io")]
mod futures;
#[cfg(feature = "std")]
mod non_blocking;

#[cfg(feature = "std")]
pub use non_blocking::NonBlocking;

use crate::channel::Channel;
use crate::consumer::rx::Rx;
use crate::error::TrySendError;
use crate::mode::Slices;
use crate::producer::tx::Tx;
use core::{error::Error, fmt, task::Poll};

/// Why bytes could not be written.
///
/// Reading never fails: a channel that is closed and drained is the end of the file. This is the error of the
/// `embedded-io` traits, and lies inside the `std::io::Error` of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BytesError {
    /// The channel is closed, or the consumer is gone: a broken pipe.
    Closed,
}

impl fmt::Display for BytesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the channel is closed")
    }
}

impl Error for BytesError {}

impl<const N: usize, M: Slices> Tx<'_, Channel<u8, N, M>> {
    /// Attempts to write what fits.
    #[inline]
    fn attempt_write(self, bytes: &[u8]) -> Poll<Result<usize, BytesError>> {
        match self.try_send_slice(bytes) {
            Ok(written) => Poll::Ready(Ok(written)),
            Err(TrySendError::Full(())) => Poll::Pending,
            Err(TrySendError::Closed(())) => Poll::Ready(Err(BytesError::Closed)),
        }
    }
}

impl<const N: usize, M: Slices> Rx<'_, Channel<u8, N, M>> {
    /// Attempts to read what is there; 0 is the end of the file, or of an empty slice.
    #[inline]
    fn attempt_read(self, bytes: &mut [u8]) -> Poll<usize> {
        match self.try_recv_slice(bytes) {
            Ok(read) => Poll::Ready(read),
            Err(missing) => self.attempt_failed(missing, 0),
        }
    }
}

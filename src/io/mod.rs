//! Bytes: the ends of a `pipe` of `u8` as readers and writers, those of `std`, of `futures` and of embedded Rust.
//!
//! What a reader or a writer attempts stands here, once; each file adds a family of traits, that is a way to wait.

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

use crate::consumer::rx::Rx;
use crate::mode::Pipe;
use crate::producer::tx::Tx;
use crate::ring::Refused;
use crate::wait::Look;
use core::{error::Error, fmt};

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

impl<const N: usize> Tx<'_, u8, N, Pipe> {
    /// Looks for room and writes what fits.
    #[inline]
    fn look_write(self, bytes: &[u8]) -> Look<Result<usize, BytesError>> {
        match self.try_send_slice(bytes) {
            Ok(written) => Look::Done(Ok(written)),
            Err(Refused::Full) => Look::Wait,
            Err(Refused::Closed) => Look::Done(Err(BytesError::Closed)),
        }
    }
}

impl<const N: usize> Rx<'_, u8, N, Pipe> {
    /// Looks for bytes and reads what is there; 0 is the end of the file, or of an empty slice.
    #[inline]
    fn look_read(self, bytes: &mut [u8]) -> Look<usize> {
        match self.try_recv_slice(bytes) {
            Ok(read) => Look::Done(read),
            Err(missing) => self.after_miss(missing, 0),
        }
    }
}

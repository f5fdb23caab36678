//! Every error, and what it says.
//!
//! A send that fails hands the value back inside its error. All errors are `Debug` without `T: Debug`, and none of them
//! prints a message's content.

use core::{error::Error, fmt};

/// Why a try-operation did not send; holds the value.
///
/// # Examples
///
/// ```
/// use strait::TrySendError;
///
/// let error = TrySendError::Full("tick");
/// assert_eq!(error.to_string(), "the channel is full");
/// assert!(error.is_full() && !error.is_closed());
/// assert_eq!(error.into_inner(), "tick");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TrySendError<T> {
    /// The channel was full at some moment of the call: `N` messages were sent, or being sent, and not yet received. Of
    /// an array: fewer slots were free than it has messages.
    Full(T),
    /// The channel is closed, or the other end is gone. Wins over `Full`.
    Closed(T),
}

/// The channel is closed, or the consumer is gone; holds the value that was not sent.
///
/// # Examples
///
/// ```
/// use strait::SendError;
///
/// assert_eq!(SendError("tick").to_string(), "the channel is closed");
/// assert_eq!(SendError("tick").into_inner(), "tick");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SendError<T>(pub T);

/// Why a timed send did not send; holds the value.
///
/// # Examples
///
/// ```
/// use strait::SendTimeoutError;
///
/// let error = SendTimeoutError::Timeout("tick");
/// assert_eq!(error.to_string(), "timed out");
/// assert!(error.is_timeout() && !error.is_closed());
/// assert_eq!(error.into_inner(), "tick");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SendTimeoutError<T> {
    /// The time was up and the channel still full.
    Timeout(T),
    /// The channel is closed, or the other end is gone. Wins over `Timeout`.
    Closed(T),
}

/// Why `try_recv` returned nothing.
///
/// # Examples
///
/// ```
/// assert_eq!(strait::TryRecvError::Empty.to_string(), "the channel is empty");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)] // Its number is not part of the contract.
// PERF: the error fills the four bytes before a message of 8-byte alignment in a `Result`, so that the compiler copies
// the message in the pieces in which it was stored.
pub enum TryRecvError {
    /// No message is there now.
    Empty,
    /// The channel is closed and everything that was sent has been received.
    Closed,
}

/// The channel is closed and everything that was sent has been received.
///
/// # Examples
///
/// ```
/// assert_eq!(strait::RecvError.to_string(), "the channel is closed and drained");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecvError;

/// Why a timed receive returned nothing.
///
/// # Examples
///
/// ```
/// assert_eq!(strait::RecvTimeoutError::Timeout.to_string(), "timed out");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)] // As that of `TryRecvError`.
pub enum RecvTimeoutError {
    /// The time was up and no message had come.
    Timeout,
    /// The channel is closed and everything that was sent has been received.
    Closed,
}

/// The channel closed before all of a batch or slice was sent; the rest is still with the caller.
///
/// # Examples
///
/// ```
/// let (mut tx, rx) = strait::pipe::channel::<u8, 4>();
/// drop(rx);
/// assert_eq!(tx.send_many([1, 2]).unwrap_err().sent, 0);
/// assert_eq!(tx.send_slice(b"ab").unwrap_err().sent, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialSendError {
    /// The number of messages that were sent: of a slice, `&slice[sent..]` was not.
    pub sent: usize,
}

const CLOSED: &str = "the channel is closed";
const FULL: &str = "the channel is full";
const EMPTY: &str = "the channel is empty";
const DRAINED: &str = "the channel is closed and drained";
const TIMED_OUT: &str = "timed out";

impl<T> TrySendError<T> {
    /// The value that was not sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::TrySendError;
    ///
    /// assert_eq!(TrySendError::Full("tick").into_inner(), "tick");
    /// ```
    pub fn into_inner(self) -> T {
        match self {
            Self::Full(value) | Self::Closed(value) => value,
        }
    }

    /// Whether the channel was full.
    pub const fn is_full(&self) -> bool {
        matches!(self, Self::Full(_))
    }

    /// Whether the channel was closed.
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

impl<T> SendError<T> {
    /// The value that was not sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::SendError;
    ///
    /// assert_eq!(SendError("tick").into_inner(), "tick");
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> SendTimeoutError<T> {
    /// The value that was not sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::SendTimeoutError;
    ///
    /// assert_eq!(SendTimeoutError::Timeout("tick").into_inner(), "tick");
    /// ```
    pub fn into_inner(self) -> T {
        match self {
            Self::Timeout(value) | Self::Closed(value) => value,
        }
    }

    /// Whether the time was up.
    pub const fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// Whether the channel was closed.
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

/// `Debug` shows the variant and leaves the value out; `Display` is one lower-case line; `Error` follows.
macro_rules! describe {
    ([$($generics:tt)*] $type:ty { $($variant:pat => $name:literal, $text:expr;)+ }) => {
        impl $($generics)* fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($variant => $name,)+ })
            }
        }
        describe!(display [$($generics)*] $type { $($variant => $text;)+ });
    };
    (display [$($generics:tt)*] $type:ty { $($variant:pat => $text:expr;)+ }) => {
        impl $($generics)* fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($variant => $text,)+ })
            }
        }
        impl $($generics)* Error for $type {}
    };
}

describe!([<T>] TrySendError<T> {
    Self::Full(_) => "Full(..)", FULL;
    Self::Closed(_) => "Closed(..)", CLOSED;
});
describe!([<T>] SendError<T> {
    Self(_) => "SendError(..)", CLOSED;
});
describe!([<T>] SendTimeoutError<T> {
    Self::Timeout(_) => "Timeout(..)", TIMED_OUT;
    Self::Closed(_) => "Closed(..)", CLOSED;
});
describe!(display [] TryRecvError {
    Self::Empty => EMPTY;
    Self::Closed => DRAINED;
});
describe!(display [] RecvError {
    Self => DRAINED;
});
describe!(display [] RecvTimeoutError {
    Self::Timeout => TIMED_OUT;
    Self::Closed => DRAINED;
});

impl fmt::Display for PartialSendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{CLOSED} after {} messages were sent", self.sent)
    }
}

impl Error for PartialSendError {}

impl<T> From<SendError<T>> for TrySendError<T> {
    fn from(error: SendError<T>) -> Self {
        Self::Closed(error.0)
    }
}

impl<T> From<SendError<T>> for SendTimeoutError<T> {
    fn from(error: SendError<T>) -> Self {
        Self::Closed(error.0)
    }
}

impl From<RecvError> for TryRecvError {
    fn from(RecvError: RecvError) -> Self {
        Self::Closed
    }
}

impl From<RecvError> for RecvTimeoutError {
    fn from(RecvError: RecvError) -> Self {
        Self::Closed
    }
}

#[cfg(feature = "std")]
impl From<PartialSendError> for std::io::Error {
    fn from(error: PartialSendError) -> Self {
        Self::new(std::io::ErrorKind::BrokenPipe, error)
    }
}

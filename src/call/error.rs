//! Why a call brought no answer. No error prints what was asked.

use core::{error::Error, fmt};

/// Why a call brought no answer.
///
/// # Examples
///
/// ```
/// use strait::call::CallError;
///
/// assert_eq!(CallError::Closed("query").to_string(), "the channel is closed");
/// assert_eq!(CallError::Closed("query").into_query(), Some("query"));
/// assert_eq!(CallError::<&str>::Dropped.to_string(), "the request was dropped unanswered");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CallError<Q> {
    /// The server is gone or closed; the query was not sent, and is here.
    Closed(Q),
    /// The query was sent, and its reply was dropped without an answer.
    Dropped,
}

/// Why a timed call brought no answer.
///
/// # Examples
///
/// ```
/// use strait::call::CallTimeoutError;
///
/// assert_eq!(CallTimeoutError::NotSent("query").into_query(), Some("query"));
/// assert_eq!(CallTimeoutError::<&str>::NoReply.into_query(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CallTimeoutError<Q> {
    /// The time was up before there was room for the query, which is here.
    NotSent(Q),
    /// The query was sent, and the time was up before the answer came. The server may still act on it.
    NoReply,
    /// As [`CallError::Closed`].
    Closed(Q),
    /// As [`CallError::Dropped`].
    Dropped,
}

impl<Q> CallError<Q> {
    /// The query, if it was not sent.
    pub fn into_query(self) -> Option<Q> {
        match self {
            Self::Closed(query) => Some(query),
            Self::Dropped => None,
        }
    }
}

impl<Q> CallTimeoutError<Q> {
    /// The query, if it was not sent.
    pub fn into_query(self) -> Option<Q> {
        match self {
            Self::NotSent(query) | Self::Closed(query) => Some(query),
            Self::NoReply | Self::Dropped => None,
        }
    }
}

impl<Q> From<CallError<Q>> for CallTimeoutError<Q> {
    fn from(error: CallError<Q>) -> Self {
        match error {
            CallError::Closed(query) => Self::Closed(query),
            CallError::Dropped => Self::Dropped,
        }
    }
}

impl<Q> fmt::Debug for CallError<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed(_) => "Closed(..)",
            Self::Dropped => "Dropped",
        })
    }
}

impl<Q> fmt::Display for CallError<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed(_) => "the channel is closed",
            Self::Dropped => "the request was dropped unanswered",
        })
    }
}

impl<Q> Error for CallError<Q> {}

impl<Q> fmt::Debug for CallTimeoutError<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent(_) => "NotSent(..)",
            Self::NoReply => "NoReply",
            Self::Closed(_) => "Closed(..)",
            Self::Dropped => "Dropped",
        })
    }
}

impl<Q> fmt::Display for CallTimeoutError<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent(_) => "timed out before the request was sent",
            Self::NoReply => "timed out before the answer came",
            Self::Closed(_) => "the channel is closed",
            Self::Dropped => "the request was dropped unanswered",
        })
    }
}

impl<Q> Error for CallTimeoutError<Q> {}

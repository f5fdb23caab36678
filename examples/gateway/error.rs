//! What can go wrong outside of a line: before the start, and on the way.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::UsageError;
use crate::counts::Mismatch;

/// Why the gateway does not end with exit code 0.
#[derive(Debug)]
pub(crate) enum Failure {
    Usage(UsageError),
    Setup(SetupError),
    Run(RunError),
}

/// Why the gateway could not start.
#[derive(Debug)]
pub(crate) enum SetupError {
    OpenFeed { path: PathBuf, error: io::Error },
    Listen { protocol: &'static str, address: SocketAddr, error: io::Error },
    Create { what: &'static str, path: PathBuf, error: io::Error },
    SameFile { what: &'static str, path: PathBuf },
    Signals(io::Error),
    Thread(io::Error),
    Latency(hdrhistogram::CreationError),
}

/// What failed while it ran. Whatever could still be drained has been, and the report covers it.
#[derive(Debug)]
pub(crate) enum RunError {
    Feed(io::Error),
    Journal(io::Error),
    Panicked(&'static str),
    Counts(Mismatch),
    Plot(io::Error),
    Report(io::Error),
}

impl Failure {
    /// 2 if nothing has run, 1 if something has.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) | Self::Setup(_) => ExitCode::from(2),
            Self::Run(_) => ExitCode::FAILURE,
        }
    }
}

impl From<UsageError> for Failure {
    fn from(error: UsageError) -> Self {
        Self::Usage(error)
    }
}

impl From<SetupError> for Failure {
    fn from(error: SetupError) -> Self {
        Self::Setup(error)
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) => write!(f, "{error}; --help shows what there is"),
            Self::Setup(error) => error.fmt(f),
            Self::Run(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OpenFeed { path, error } => write!(f, "cannot read the feed {}: {error}", path.display()),
            Self::Listen { protocol, address, error } => write!(f, "cannot listen on {protocol} {address}: {error}"),
            Self::Create { what, path, error } => write!(f, "cannot write the {what} {}: {error}", path.display()),
            Self::SameFile { what, path } => write!(f, "the {what} would overwrite the feed {}", path.display()),
            Self::Signals(error) => write!(f, "cannot handle Ctrl-C: {error}"),
            Self::Thread(error) => write!(f, "cannot start a thread: {error}"),
            Self::Latency(error) => write!(f, "cannot make a histogram: {error}"),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feed(error) => write!(f, "reading the feed failed: {error}"),
            Self::Journal(error) => write!(f, "writing the journal failed: {error}"),
            Self::Panicked(thread) => write!(f, "the {thread} thread panicked"),
            Self::Counts(mismatch) => write!(f, "the counts do not agree: {mismatch}"),
            Self::Plot(error) => write!(f, "writing the plot failed: {error}"),
            Self::Report(error) => write!(f, "printing the report failed: {error}"),
        }
    }
}

impl std::error::Error for Failure {}
impl std::error::Error for SetupError {}
impl std::error::Error for RunError {}

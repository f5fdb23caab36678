//! The command line.

use std::ffi::OsStr;
use std::fmt;
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::str::FromStr;

use lexopt::prelude::*;

/// How often the sample is run by default: about a second or two on a small machine.
const SAMPLE_LAPS: u32 = 3_000;
/// Rows of the table of symbols by default.
const TOP: usize = 10;

pub(crate) const HELP: &str = "\
A small market gateway: reads quotes, keeps statistics for each symbol, writes a journal.

    gateway [OPTIONS] [FILE]

Each line of the feed is SYMBOL,SIDE,PRICE,QTY, for instance ACME,B,101.25,300, with B to buy and S to sell.
Blank lines and lines that start with # are skipped; a malformed line is reported with its number and counted.

FEED (one of them; the sample that ships with the program when there is none)
    FILE                  read a file, or standard input if it is -
    --udp ADDR:PORT       listen for datagrams of one or more lines; a line #END ends the feed
                          (what the system drops before the gateway reads it is not counted)
    --tcp ADDR:PORT       listen for connections, one after another
    --once                with --tcp: end when the first client closes
    --repeat K            run the sample K times [3000]
    --rate LINES          read at most LINES per second [as fast as it goes]

OUTPUT
    --journal PATH        write the journal here, anew, and keep it [in the temporary folder, removed at the end]
    --async-journal       receive in a tokio task instead of a blocking thread
    --plot PATH           draw the latency curve as SVG
    --top N               rows in the table of symbols [10]
    --quiet               no progress on standard error
    -h, --help            this text

Ctrl-C stops the feed; what was read is processed, journaled and reported. A second Ctrl-C ends at once.
Exit code: 0 all counts agree, 1 something failed on the way, 2 it could not start.
";

/// What the command line asks for.
pub(crate) enum Command {
    Help,
    Run(Options),
}

pub(crate) struct Options {
    pub(crate) source: Source,
    /// Lines per second.
    pub(crate) rate: Option<NonZeroU32>,
    pub(crate) journal: PathBuf,
    /// Whether the journal is still wanted after the report.
    pub(crate) keep_journal: bool,
    pub(crate) async_journal: bool,
    pub(crate) plot: Option<PathBuf>,
    pub(crate) top: usize,
    pub(crate) quiet: bool,
}

#[derive(Clone)]
pub(crate) enum Source {
    Sample { repeat: u32 },
    Stdin,
    File(PathBuf),
    Udp(SocketAddr),
    Tcp { address: SocketAddr, once: bool },
}

/// Why the command line is wrong, in one sentence.
#[derive(Debug)]
pub(crate) enum UsageError {
    Arguments(lexopt::Error),
    NotNumber { flag: &'static str, given: String },
    NotAddress { flag: &'static str, given: String },
    TwoFeeds,
    Alone { flag: &'static str, needs: &'static str },
}

/// The options as they come, before it is clear which feed they describe.
#[derive(Default)]
struct Raw {
    sources: Vec<Source>,
    repeat: Option<NonZeroU32>,
    once: bool,
}

/// Reads the arguments of the process.
pub(crate) fn parse() -> Result<Command, UsageError> {
    let mut parser = lexopt::Parser::from_env();
    let mut raw = Raw::default();
    let mut options = Options {
        source: Source::Stdin,
        rate: None,
        journal: std::env::temp_dir().join(format!("strait-gateway-{}.journal", std::process::id())),
        keep_journal: false,
        async_journal: false,
        plot: None,
        top: TOP,
        quiet: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) if path == "-" => raw.sources.push(Source::Stdin),
            Value(path) => raw.sources.push(Source::File(path.into())),
            Long("udp") => raw.sources.push(Source::Udp(address("--udp", &parser.value()?)?)),
            Long("tcp") => {
                let address = address("--tcp", &parser.value()?)?;
                raw.sources.push(Source::Tcp { address, once: false });
            }
            Long("once") => raw.once = true,
            Long("repeat") => raw.repeat = Some(number("--repeat", &parser.value()?)?),
            Long("rate") => options.rate = Some(number("--rate", &parser.value()?)?),
            Long("journal") => {
                options.journal = parser.value()?.into();
                options.keep_journal = true;
            }
            Long("async-journal") => options.async_journal = true,
            Long("plot") => options.plot = Some(parser.value()?.into()),
            Long("top") => options.top = number::<NonZeroUsize>("--top", &parser.value()?)?.get(),
            Long("quiet") => options.quiet = true,
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    options.source = raw.source()?;
    Ok(Command::Run(options))
}

impl Raw {
    /// Chooses the feed, and rejects flags that would have no effect on it.
    fn source(self) -> Result<Source, UsageError> {
        let Self { mut sources, repeat, once } = self;
        let given = sources.pop();
        if !sources.is_empty() {
            return Err(UsageError::TwoFeeds);
        }
        match given {
            Some(_) if repeat.is_some() => Err(UsageError::Alone { flag: "--repeat", needs: "the sample" }),
            Some(Source::Tcp { address, .. }) => Ok(Source::Tcp { address, once }),
            _ if once => Err(UsageError::Alone { flag: "--once", needs: "--tcp" }),
            Some(source) => Ok(source),
            None => Ok(Source::Sample { repeat: repeat.map_or(SAMPLE_LAPS, NonZeroU32::get) }),
        }
    }
}

fn number<N: FromStr>(flag: &'static str, given: &OsStr) -> Result<N, UsageError> {
    let given = given.to_string_lossy();
    given.parse().map_err(|_| UsageError::NotNumber { flag, given: given.into() })
}

fn address(flag: &'static str, given: &OsStr) -> Result<SocketAddr, UsageError> {
    let given = given.to_string_lossy();
    given.parse().map_err(|_| UsageError::NotAddress { flag, given: given.into() })
}

impl From<lexopt::Error> for UsageError {
    fn from(error: lexopt::Error) -> Self {
        Self::Arguments(error)
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments(error) => write!(f, "{error}"),
            Self::NotNumber { flag, given } => {
                write!(f, "{flag} wants a whole number of at least 1, not `{given}`")
            }
            Self::NotAddress { flag, given } => {
                write!(f, "{flag} wants ADDR:PORT such as 127.0.0.1:9000, not `{given}`")
            }
            Self::TwoFeeds => f.write_str("one feed at a time: a FILE, -, --udp or --tcp"),
            Self::Alone { flag, needs } => write!(f, "{flag} goes with {needs} alone"),
        }
    }
}

impl std::error::Error for UsageError {}

/// Names the feed in the report.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sample { repeat } => write!(f, "the sample, {repeat} times"),
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Udp(address) => write!(f, "udp {address}"),
            Self::Tcp { address, .. } => write!(f, "tcp {address}"),
        }
    }
}

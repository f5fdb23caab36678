//! Where the lines come from: the shipped sample, a file, or standard input. The network is in `net`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::thread;

use strait::mpsc;

use crate::cli::Source;
use crate::console::Console;
use crate::error::SetupError;
use crate::net::{TcpFeed, UdpFeed};
use crate::quote::MAX_LINE;
use crate::stop::Stop;

/// The feed that runs when nothing else is asked for; part of the program, so it works from any directory.
const SAMPLE: &[u8] = include_bytes!("../data/feed.csv");
/// Bytes read at once from a file or a pipe.
const CHUNK: usize = 64 * 1024;
/// Chunks that may wait between standard input and the reader.
const CHUNKS: usize = 4;

/// A source of lines that ends by itself or soon after a stop request.
pub(crate) trait Feed: Send {
    /// The next line without its newline, `None` at the end. Blocks while there is none.
    ///
    /// # Errors
    /// The operating system's error; the feed has ended then.
    fn next_line(&mut self) -> io::Result<Option<&[u8]>>;
}

/// Opens what the command line asks for.
pub(crate) fn open(source: &Source, stop: &Stop, console: &Console) -> Result<Box<dyn Feed>, SetupError> {
    let stop = stop.clone();
    Ok(match source {
        Source::Sample { repeat } => Box::new(SampleFeed { rest: &[], laps: *repeat, stop }),
        Source::Stdin => Box::new(detached(io::stdin(), stop).map_err(SetupError::Thread)?),
        Source::File(path) => open_file(path, stop)?,
        Source::Udp(address) => Box::new(UdpFeed::bind(*address, stop, console)?),
        Source::Tcp { address, once } => Box::new(TcpFeed::listen(*address, *once, stop, console.clone())?),
    })
}

/// A regular file is read in place; anything else (a named pipe, a terminal) may block, so a thread of its own reads
/// it.
fn open_file(path: &Path, stop: Stop) -> Result<Box<dyn Feed>, SetupError> {
    let failed = |error| SetupError::OpenFeed { path: path.into(), error };
    let file = File::open(path).map_err(failed)?;
    let kind = file.metadata().map_err(failed)?.file_type();
    if kind.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    if kind.is_file() {
        return Ok(Box::new(LineFeed { input: BufReader::with_capacity(CHUNK, file), line: Vec::new(), stop }));
    }
    Ok(Box::new(detached(file, stop).map_err(SetupError::Thread)?))
}

/// The sample, `laps` times over.
struct SampleFeed {
    rest: &'static [u8],
    laps: u32,
    stop: Stop,
}

impl Feed for SampleFeed {
    fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        if self.stop.requested() {
            return Ok(None);
        }
        if self.rest.is_empty() {
            let Some(left) = self.laps.checked_sub(1) else { return Ok(None) };
            self.laps = left;
            self.rest = SAMPLE;
        }
        Ok(split_line(&mut self.rest))
    }
}

/// Takes the first line off `text`; `None` when nothing is left.
pub(crate) fn split_line<'a>(text: &mut &'a [u8]) -> Option<&'a [u8]> {
    if text.is_empty() {
        return None;
    }
    let end = text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len());
    let (line, rest) = text.split_at(end);
    *text = rest.get(1..).unwrap_or_default();
    Some(line)
}

/// Lines of anything that can be read.
struct LineFeed<R> {
    input: R,
    line: Vec<u8>,
    stop: Stop,
}

impl<R: BufRead + Send> Feed for LineFeed<R> {
    fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        // Checked after the read, since a request may have cut the last line short.
        let more = read_line(&mut self.input, &mut self.line)? && !self.stop.requested();
        Ok(more.then_some(self.line.as_slice()))
    }
}

/// Reads one line into `line`, without its newline; `false` at the end. Of a line that is too long it keeps one byte
/// more than allowed, enough for the parser to refuse it, and skips the rest.
pub(crate) fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    const LIMIT: usize = MAX_LINE + 2;
    line.clear();
    let read = input.by_ref().take(LIMIT as u64).read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if read == LIMIT {
        input.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

/// What the thread that reads a blocking input sends.
type Chunk = io::Result<Vec<u8>>;

/// Reads `input` on a thread of its own, because nothing portable ends a blocking read of standard input. A stop
/// request closes the channel instead, which wakes the reader; the thread stays in its read until the process ends.
fn detached(mut input: impl Read + Send + 'static, stop: Stop) -> io::Result<LineFeed<BufReader<Chunks>>> {
    let (chunks, receiver) = mpsc::channel::<Chunk, CHUNKS>();
    let closer = chunks.clone();
    stop.on_request(move || closer.close());
    thread::Builder::new().name("input".into()).spawn(move || {
        // A failed send means that the reader is gone.
        while let Some(chunk) = read_chunk(&mut input) {
            if chunks.send(chunk).is_err() {
                break;
            }
        }
        // Dropping `chunks` is not enough: the stop request's clone would keep the channel open.
        chunks.close();
    })?;
    let input = BufReader::with_capacity(CHUNK, Chunks { receiver, chunk: Vec::new(), taken: 0 });
    Ok(LineFeed { input, line: Vec::new(), stop })
}

/// One read; `None` at the end.
fn read_chunk(input: &mut impl Read) -> Option<Chunk> {
    let mut bytes = vec![0; CHUNK];
    loop {
        return match input.read(&mut bytes) {
            Ok(0) => None,
            Ok(read) => {
                bytes.truncate(read);
                Some(Ok(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Some(Err(error)),
        };
    }
}

/// The receiving end of [`detached`], as plain [`Read`].
struct Chunks {
    receiver: mpsc::Consumer<Chunk, CHUNKS>,
    chunk: Vec<u8>,
    taken: usize,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.chunk.len() {
            let Ok(chunk) = self.receiver.recv() else { return Ok(0) };
            self.chunk = chunk?;
            self.taken = 0;
        }
        let read = (&self.chunk[self.taken..]).read(buffer)?;
        self.taken += read;
        Ok(read)
    }
}

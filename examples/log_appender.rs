//! A logger that never makes its callers wait: many threads, one writer, and losses that appear in the log.
//!
//! By hand: `crossbeam` with an `is_lossy` flag, an `AtomicUsize` that counts drops and that nobody reads, a `Shutdown`
//! message, and a guard that sleeps at exit. Here a full channel refuses the newest line, the next line that gets
//! through carries the number refused before it, and the writer writes "n lines lost" in their place. To end, `close`
//! the channel and wait with a deadline.
//!
//! The same [`Appender`] stands behind the `log` facade and behind `tracing`.
//!
//! Run it: `cargo run --release --example log_appender`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use strait::{RecvTimeoutError, mpsc, spsc};
use tracing::field::{Field, Visit};
use tracing::span;

const LINES: usize = 256;
/// How many lines the writer takes at a time.
const BATCH: usize = 64;

/// A line of fixed size, so that logging allocates nothing; longer ones are cut off.
struct Line {
    /// How many lines were refused before this one.
    lost: usize,
    length: usize,
    text: [u8; 112],
}

impl Line {
    fn new(text: fmt::Arguments<'_>) -> Self {
        let mut line = Self { lost: 0, length: 0, text: [0; 112] };
        let _ = line.write_fmt(text); // Fails when the line is full, which is what cuts it off.
        line
    }
}

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut fits = text.len().min(self.text.len() - self.length);
        while !text.is_char_boundary(fits) {
            fits -= 1;
        }
        self.text[self.length..][..fits].copy_from_slice(&text.as_bytes()[..fits]);
        self.length += fits;
        if fits == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

/// The sending end. One of these serves all threads, since an `mpsc` producer is `Sync`; clones share their counts.
#[derive(Clone)]
struct Appender {
    lines: mpsc::Producer<Line, LINES>,
    lost: Arc<AtomicUsize>,
}

impl Appender {
    /// Never waits. A line that finds no room is counted, together with those that it was to report.
    fn append(&self, text: fmt::Arguments<'_>) {
        let mut line = Line::new(text);
        line.lost = self.lost.swap(0, Ordering::Relaxed);
        if let Err(refused) = self.lines.try_send(line) {
            self.lost.fetch_add(refused.into_inner().lost + 1, Ordering::Relaxed);
        }
    }
}

impl log::Log for Appender {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.append(format_args!("{} {}: {}", record.level(), record.target(), record.args()));
    }

    /// Waits until the writer has taken all lines.
    fn flush(&self) {
        let _ = self.lines.flush_timeout(Duration::from_secs(1)); // The trait has no way to report a timeout.
    }
}

/// Records events only; spans are ignored.
impl tracing::Subscriber for Appender {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Line::new(format_args!(""));
        event.record(&mut fields);
        let text = String::from_utf8_lossy(&fields.text[..fields.length]);
        self.append(format_args!("{} {}:{text}", event.metadata().level(), event.metadata().target()));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self, " {value:?}"),
            name => write!(self, " {name}={value:?}"),
        };
    }
}

/// The receiving end. Returns the file when the appender is closed and drained.
fn write_lines<W: Write>(mut lines: mpsc::Consumer<Line, LINES>, lost: &AtomicUsize, mut file: W) -> io::Result<W> {
    let mut batch = Vec::with_capacity(BATCH);
    while lines.recv_many(&mut batch, BATCH).is_ok() {
        for line in batch.drain(..) {
            report_loss(&mut file, line.lost)?;
            file.write_all(&line.text[..line.length])?;
            file.write_all(b"\n")?;
        }
        file.flush()?;
    }
    report_loss(&mut file, lost.swap(0, Ordering::Relaxed))?;
    Ok(file)
}

fn report_loss(file: &mut impl Write, lost: usize) -> io::Result<()> {
    if lost == 0 { Ok(()) } else { writeln!(file, "{lost} lines lost") }
}

/// The running writer, and how to end it.
struct Writer {
    lines: mpsc::Producer<Line, LINES>,
    done: spsc::Consumer<io::Result<Vec<u8>>, 1>,
}

impl Writer {
    fn start(appender: &Appender, lines: mpsc::Consumer<Line, LINES>) -> Self {
        let (done, finished) = spsc::channel();
        let lost = Arc::clone(&appender.lost);
        thread::spawn(move || done.send(write_lines(lines, &lost, Vec::new())));
        Self { lines: appender.lines.clone(), done: finished }
    }

    /// Accepts no more lines and waits until the last is written, for `patience` at most.
    fn finish(self, patience: Duration) -> Result<io::Result<Vec<u8>>, RecvTimeoutError> {
        self.lines.close();
        self.done.recv_timeout(patience)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const THREADS: usize = 4;
    const EACH: usize = 1000;
    let (lines_tx, lines_rx) = mpsc::channel();
    let appender = Appender { lines: lines_tx, lost: Arc::default() };
    log::set_boxed_logger(Box::new(appender.clone()))?;
    log::set_max_level(log::LevelFilter::Info);
    tracing::subscriber::set_global_default(appender.clone())?;

    // A burst while the disk is stalled: the first 256 lines fit, nobody waits, the rest is counted.
    let burst = || (0..EACH).for_each(|n| log::info!("burst {n}"));
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(burst))));

    // The disk works again. Lines from both facades, in order.
    let writer = Writer::start(&appender, lines_rx);
    log::logger().flush();
    log::info!("log speaks again");
    tracing::warn!(threads = THREADS, "tracing too");
    let written = String::from_utf8(writer.finish(Duration::from_secs(5))??)?;

    let losses: Vec<_> = written.lines().filter_map(|line| line.strip_suffix(" lines lost")).collect();
    let lost = losses.iter().map(|lost| lost.parse::<usize>()).sum::<Result<usize, _>>()?;
    let kept = written.lines().count() - losses.len();
    println!("{} lines logged = {kept} written + {lost} lost", THREADS * EACH + 2);
    print!("{}", written.lines().skip(LINES).map(|line| format!("  {line}\n")).collect::<String>());
    assert_eq!(kept + lost, THREADS * EACH + 2);
    assert_eq!(losses, [(THREADS * EACH - LINES).to_string()], "reported once, where it happened");
    let end = "INFO log_appender: log speaks again\nWARN log_appender: tracing too threads=4\n";
    assert!(written.ends_with(&format!(" lines lost\n{end}")), "{written}");
    Ok(())
}

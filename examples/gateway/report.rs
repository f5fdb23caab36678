//! The report at the end, as text.

use std::fmt;
use std::time::Duration;

use crate::book::Stats;
use crate::cli::Options;
use crate::message::{OrDash, RING};
use crate::pressure::Pressure;
use crate::service::Outcome;

/// The percentiles of the latency line.
const PERCENTILES: [(&str, f64); 4] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];
/// The rows of the latency table, each with the fewest quotes that can tell it apart.
const ROWS: [(&str, f64, u64); 10] = [
    ("min", 0.0, 1),
    ("50 %", 0.5, 1),
    ("75 %", 0.75, 4),
    ("90 %", 0.9, 10),
    ("95 %", 0.95, 20),
    ("99 %", 0.99, 100),
    ("99.9 %", 0.999, 1_000),
    ("99.99 %", 0.9999, 10_000),
    ("99.999 %", 0.99999, 100_000),
    ("max", 1.0, 1),
];

/// Shows an outcome with `{}`.
pub(crate) struct Report<'a> {
    pub(crate) options: &'a Options,
    pub(crate) outcome: &'a Outcome,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.headline(f)?;
        self.counts(f)?;
        self.latency(f)?;
        self.pressure(f)?;
        self.latencies(f)?;
        self.symbols(f)?;
        let (path, bytes) = (self.options.journal.display(), grouped(self.outcome.journaled.bytes));
        let kept = if self.options.keep_journal { "" } else { ", removed; --journal PATH keeps it" };
        writeln!(f, "\njournal    {path} ({bytes} bytes{kept})")
    }
}

impl Report<'_> {
    fn headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lines, seconds) = (self.outcome.read.counts.lines, self.outcome.elapsed.as_secs_f64());
        let rate = grouped(per_second(lines, self.outcome.elapsed));
        writeln!(f, "feed       {}", self.options.source)?;
        writeln!(f, "throughput {} lines in {seconds:.3} s = {rate} lines/s", grouped(lines))
    }

    fn counts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.outcome.counts();
        let [lines, parsed, malformed, skipped] =
            [counts.lines, counts.parsed, counts.malformed, counts.skipped].map(grouped);
        writeln!(f, "lines      read {lines} = parsed {parsed} + malformed {malformed} + skipped {skipped}")?;
        let [processed, journaled] = [counts.processed, counts.journaled].map(grouped);
        writeln!(f, "quotes     parsed {parsed} = processed {processed} = journaled {journaled}")?;
        let [sent, written] = [counts.notes_sent, counts.notes_journaled].map(grouped);
        writeln!(f, "notes      sent {sent} = journaled {written}")?;
        match counts.check() {
            Ok(()) => writeln!(f, "counts     all agree"),
            Err(mismatch) => writeln!(f, "counts     DO NOT AGREE: {mismatch}"),
        }
    }

    fn latency(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let latency = &self.outcome.journaled.latency;
        if latency.is_empty() {
            return writeln!(f, "latency    no quotes");
        }
        f.write_str("latency   ")?;
        for (name, quantile) in PERCENTILES {
            write!(f, " {name} {} ", Time(latency.value_at_quantile(quantile)))?;
        }
        writeln!(f, " max {}", Time(latency.max()))?;
        f.write_str("           from the line read to its batch written to the journal")?;
        match self.options.rate {
            Some(rate) => writeln!(f, ", at {} lines/s or less", grouped(rate.get().into())),
            None => writeln!(f, "; at full speed most of it is queueing, see --rate"),
        }
    }

    /// How many quotes took longer than each percentile.
    fn latencies(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let latency = &self.outcome.journaled.latency;
        if latency.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nlatencies  of {} quotes", grouped(latency.len()))?;
        writeln!(f, "  {:<12} {:>12} {:>12}", "percentile", "time", "quotes above")?;
        for (name, quantile, fewest) in ROWS {
            if latency.len() >= fewest {
                let time = latency.value_at_quantile(quantile);
                let above = latency.len() - latency.count_between(0, time);
                writeln!(f, "  {name:<12} {:>12} {:>12}", Time(time).to_string(), grouped(above))?;
            }
        }
        Ok(())
    }

    fn pressure(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outcome { read, processed, .. } = self.outcome;
        for (name, pressure) in [("reader to processor", read.pressure), ("processor to journal", processed.pressure)] {
            let Pressure { sends, full, high_water } = pressure;
            let [sends, full] = [sends, full].map(grouped);
            writeln!(f, "pressure   {name:<20} found full {full} times of {sends}, high-water {high_water} of {RING}")?;
        }
        Ok(())
    }

    fn symbols(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let book = &self.outcome.processed.book;
        let top = book.top(self.options.top);
        writeln!(f, "\nsymbols    {} of {}, by volume", top.len(), book.len())?;
        row(f, "symbol", ["quotes", "volume", "low", "mean", "high", "bid", "ask"].map(String::from))?;
        top.iter().try_for_each(|(symbol, stats)| row(f, symbol, cells(stats)))
    }
}

fn cells(stats: &Stats) -> [String; 7] {
    let [count, volume] = [stats.count, stats.volume].map(grouped);
    let [low, mean, high] = [stats.low, stats.mean(), stats.high].map(|price| price.to_string());
    let [bid, ask] = [stats.bid, stats.ask].map(|price| OrDash(price).to_string());
    [count, volume, low, mean, high, bid, ask]
}

fn row(f: &mut fmt::Formatter<'_>, symbol: impl fmt::Display, cells: [String; 7]) -> fmt::Result {
    write!(f, "  {symbol:<12}")?;
    cells.iter().try_for_each(|cell| write!(f, " {cell:>12}"))?;
    writeln!(f)
}

fn per_second(count: u64, elapsed: Duration) -> u64 {
    let rate = u128::from(count) * 1_000_000_000 / elapsed.as_nanos().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}

/// 1234567 as 1,234,567.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Nanoseconds in the unit that reads best.
pub(crate) struct Time(pub(crate) u64);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.0 as f64;
        match self.0 {
            0..1_000 => write!(f, "{time} ns"),
            1_000..1_000_000 => write!(f, "{:.1} µs", time / 1e3),
            1_000_000..1_000_000_000 => write!(f, "{:.2} ms", time / 1e6),
            _ => write!(f, "{:.2} s", time / 1e9),
        }
    }
}

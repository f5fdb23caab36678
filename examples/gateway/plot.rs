//! The latency curve as an SVG picture: percentiles to the right, each nine as wide as the last; time upwards.

use std::fmt;

use hdrhistogram::Histogram;

use crate::report::Time;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
/// Room for labels around the curve.
const LEFT: f64 = 80.0;
const RIGHT: f64 = 30.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 60.0;
/// Points of the curve.
const POINTS: u32 = 240;
const INK: &str = "#1f2933";
const GRID: &str = "#d9e2ec";
const CURVE: &str = "#0967d2";

/// Shows a histogram of nanoseconds as SVG with `{}`.
pub(crate) struct Plot<'a> {
    latency: &'a Histogram<u64>,
    title: String,
    /// How many nines the axis has: as many as the number of messages can tell apart.
    nines: u32,
    /// The decades of the time axis, as powers of ten of a nanosecond.
    decades: (u32, u32),
}

impl<'a> Plot<'a> {
    pub(crate) fn new(latency: &'a Histogram<u64>, title: String) -> Self {
        let nines = latency.len().max(10).ilog10();
        let lowest = latency.min().max(1).ilog10();
        let highest = latency.max().max(1).ilog10() + 1;
        Self { latency, title, nines, decades: (lowest, highest) }
    }

    /// Where a percentile lies, given as its number of nines: 1 is 90 %, 2 is 99 %.
    fn x(&self, nines: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * nines / f64::from(self.nines)
    }

    /// Where a time lies, given as the logarithm of its nanoseconds.
    fn y(&self, decade: f64) -> f64 {
        let (lowest, highest) = self.decades;
        let share = (decade - f64::from(lowest)) / f64::from(highest - lowest);
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share
    }

    fn percentiles(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (top, bottom) = (TOP, HEIGHT - BOTTOM);
        for nines in 0..=self.nines {
            let x = self.x(nines.into());
            let label = percentile(nines);
            writeln!(f, r#"<path d="M{x:.1} {top}V{bottom}" stroke="{GRID}"/>"#)?;
            writeln!(f, r#"<text x="{x:.1}" y="{}" text-anchor="middle">{label}</text>"#, bottom + 20.0)?;
        }
        let (x, y) = (f64::midpoint(LEFT, WIDTH - RIGHT), HEIGHT - 14.0);
        writeln!(f, r#"<text x="{x:.1}" y="{y}" text-anchor="middle">percentile of quotes</text>"#)
    }

    fn times(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = (LEFT, WIDTH - RIGHT);
        for decade in self.decades.0..=self.decades.1 {
            let y = self.y(decade.into());
            let label = time(decade);
            writeln!(f, r#"<path d="M{left} {y:.1}H{right}" stroke="{GRID}"/>"#)?;
            writeln!(f, r#"<text x="{}" y="{:.1}" text-anchor="end">{label}</text>"#, left - 8.0, y + 4.0)?;
        }
        Ok(())
    }

    fn curve(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<path fill="none" stroke="{CURVE}" stroke-width="2" d=""#)?;
        for point in 0..=POINTS {
            let (x, y, _) = self.point(f64::from(self.nines) * f64::from(point) / f64::from(POINTS));
            let command = if point == 0 { 'M' } else { 'L' };
            write!(f, "{command}{x:.1} {y:.1}")?;
        }
        writeln!(f, r#""/>"#)
    }

    /// The times at each labelled percentile, written on the curve.
    fn labels(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for nines in 1..=self.nines {
            let (x, y, time) = self.point(nines.into());
            writeln!(f, r#"<circle cx="{x:.1}" cy="{y:.1}" r="3.5" fill="{CURVE}"/>"#)?;
            writeln!(f, r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{time}</text>"#, x - 6.0, y - 8.0)?;
        }
        Ok(())
    }

    /// The position of a percentile on the curve, and its time.
    fn point(&self, nines: f64) -> (f64, f64, Time) {
        let time = self.latency.value_at_quantile(1.0 - 10_f64.powf(-nines));
        (self.x(nines), self.y((time.max(1) as f64).log10()), Time(time))
    }
}

/// 0 nines is the smallest, 1 is 90 %, 2 is 99 %, 3 is 99.9 %.
fn percentile(nines: u32) -> String {
    match nines {
        0 => "0 %".into(),
        1 => "90 %".into(),
        2 => "99 %".into(),
        more => format!("99.{} %", "9".repeat(more as usize - 2)),
    }
}

/// 0 is 1 ns, 4 is 10 µs.
fn time(decade: u32) -> String {
    let unit = ["ns", "µs", "ms", "s"].get(decade as usize / 3).unwrap_or(&"ks");
    format!("{} {unit}", 10_u32.pow(decade % 3))
}

impl fmt::Display for Plot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13" fill="{INK}">"#
        )?;
        writeln!(f, r#"<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>"#)?;
        writeln!(f, r#"<text x="{LEFT}" y="28" font-size="16">{}</text>"#, self.title)?;
        self.percentiles(f)?;
        self.times(f)?;
        self.curve(f)?;
        self.labels(f)?;
        writeln!(f, "</svg>")
    }
}

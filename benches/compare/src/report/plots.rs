//! The plots: bars for each work, and lines over capacity, producers, message size and percentiles.

use std::io;
use std::path::Path;

use super::svg::{Anchor, FAINT, GREY, INK, Svg};
use super::table::figure;
use super::{Cell, Results, Row};
use crate::works::{PERCENTILES, RATE, Work};

/// The colours of the bars: ours, the peers', and the raw rows'.
const OURS: &str = "#0969da";
const PEER: &str = "#8c959f";
const RAW: &str = "#e3b341";
const FAULT: &str = "#cf222e";

/// Line colours of ours, and of peers in turn.
const OUR_LINES: [&str; 3] = ["#0969da", "#54aeff", "#0a3069"];
const LINES: [&str; 10] =
    ["#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#9a6700", "#57606a", "#2da44e", "#a40e26", "#7d4e00", "#6639ba"];

/// Writes every plot for which there are results, and returns the names of the files.
pub fn write(results: &Results, folder: &Path) -> io::Result<Vec<String>> {
    let mut plots: Vec<(String, String)> = Vec::new();
    for (work, cells) in &results.works {
        plots.push((format!("bars-{}.svg", work.name), bars(work, cells)));
    }
    let cells_of =
        |name: &str| results.works.iter().find(|(work, _)| work.name == name).map(|(_, cells)| cells.as_slice());
    let mut over = |file: &str, title: &str, axis: &[(&str, &str, &str)]| {
        let found = axis.iter().filter_map(|(work, cell, label)| {
            let cell = cells_of(work)?.iter().find(|each| each.name == *cell)?;
            Some((label.to_string(), cell))
        });
        let found: Vec<(String, &Cell)> = found.collect();
        if found.len() > 1 {
            plots.push((file.into(), costs(title, &found)));
        }
    };
    let capacity = [("spsc-try", "N=64", "64"), ("spsc-try", "N=1024", "1024"), ("spsc-try", "N=65536", "65536")];
    over("cost-over-capacity.svg", "ns a message over capacity: one producer, u64, try-operations", &capacity);
    let sizes = [
        ("spsc-try", "N=1024", "8 B"),
        ("sizes", "56 B, N=1024", "56 B"),
        ("sizes", "64 B, N=1024", "64 B"),
        ("sizes", "256 B, N=1024", "256 B"),
    ];
    over("cost-over-size.svg", "ns a message over its size: one producer, N=1024, try-operations", &sizes);
    for (work, how) in [("mpsc-try", "try-operations"), ("mpsc-blocking", "blocking operations")] {
        let producers = [(work, "P=1", "1"), (work, "P=2", "2"), (work, "P=4", "4"), (work, "P=8", "8")];
        over(
            &format!("cost-over-producers-{work}.svg"),
            &format!("ns a message over producers: N=1024, {how}"),
            &producers,
        );
    }
    let curves = [("pingpong", "u64"), ("blocking-pingpong", "u64"), ("async-pingpong", "u64"), ("interval", "1 ms")];
    for (work, cell) in curves {
        if let Some(cell) = cells_of(work).and_then(|cells| cells.iter().find(|each| each.name == cell)) {
            plots.push((format!("percentiles-{work}.svg"), percentiles(work, cell)));
        }
    }
    plots.into_iter().map(|(name, svg)| std::fs::write(folder.join(&name), svg).map(|()| name)).collect()
}

/// A panel of bars for each cell, the spread as a thin line, faults in words.
fn bars(work: &Work, cells: &[Cell]) -> String {
    const PANEL: f64 = 540.0;
    const LABELS: f64 = 180.0;
    const BAR: f64 = 18.0;
    let across = cells.len().min(3);
    let height = |cell: &Cell| 44.0 + BAR * cell.rows.len() as f64;
    let tallest = cells.iter().map(height).fold(0.0, f64::max);
    let down = cells.len().div_ceil(across);
    let mut svg = Svg::new(PANEL * across as f64, 40.0 + tallest * down as f64);
    svg.text(
        (14.0, 24.0),
        15.0,
        Anchor::Start,
        INK,
        true,
        &format!("{} ({})", work.title.replace('`', ""), work.metrics[0]),
    );
    for (number, cell) in cells.iter().enumerate() {
        let (left, top) = (PANEL * (number % across) as f64, 40.0 + tallest * (number / across) as f64);
        let medians = || cell.rows.iter().filter_map(|row| row.head(work)).map(|stat| stat.median.max(1e-3));
        let (least, most) = (medians().fold(f64::INFINITY, f64::min) / 2.0, medians().fold(1e-3, f64::max));
        // Latencies differ by powers of ten, so that a linear bar would show the slowest alone.
        let logarithmic = !work.more_is_better;
        let scale = |value: f64| {
            let share = if logarithmic { (value / least).max(1.0).ln() / (most / least).ln() } else { value / most };
            share.min(1.08) * (PANEL - LABELS - 90.0)
        };
        let note = if logarithmic { ", logarithmic" } else { "" };
        svg.text((left + LABELS, top + 14.0), 12.0, Anchor::Start, GREY, true, &format!("{}{note}", cell.name));
        for (place, row) in cell.rows.iter().enumerate() {
            let y = top + 24.0 + BAR * place as f64;
            let zero = left + LABELS;
            svg.text(
                (zero - 6.0, y + 12.0),
                11.0,
                Anchor::End,
                INK,
                row.ours(),
                &format!("{}{}", row.name, row.mark(work)),
            );
            let mut end = zero + 4.0;
            if let Some(stat) = row.head(work) {
                let fill = if row.ours() {
                    OURS
                } else if row.raw() {
                    RAW
                } else {
                    PEER
                };
                svg.bar(zero, y + 2.0, scale(stat.median).max(1.0), BAR - 5.0, fill);
                svg.line((zero + scale(stat.min), y + 8.5), (zero + scale(stat.max), y + 8.5), INK, 1.0);
                end = zero + scale(stat.max).max(scale(stat.median)) + 5.0;
                let ours = row.ours();
                svg.text((end, y + 12.0), 11.0, Anchor::Start, INK, ours, &figure(stat.median));
                end += 9.0 * figure(stat.median).len() as f64;
            }
            if let Some(fault) = row.faults.keys().next() {
                let word = fault.split([',', ':']).next().unwrap_or_default();
                svg.text((end, y + 12.0), 11.0, Anchor::Start, FAULT, true, word);
            }
        }
    }
    svg.finish()
}

/// A named line: one value or none at each place of the axis.
struct Series {
    name: String,
    ours: bool,
    values: Vec<Option<f64>>,
}

/// Nanoseconds a message at each of the cells.
fn costs(title: &str, cells: &[(String, &Cell)]) -> String {
    let labels: Vec<String> = cells.iter().map(|(label, _)| label.clone()).collect();
    let mut names: Vec<&Row> = Vec::new();
    for row in cells.iter().flat_map(|(_, cell)| &cell.rows).filter(|row| !row.raw()) {
        if !names.iter().any(|seen| seen.name == row.name) {
            names.push(row);
        }
    }
    let value = |cell: &Cell, name: &str| {
        let row = cell.rows.iter().find(|row| row.name == name)?;
        Some(1000.0 / row.stats.get(RATE)?.median)
    };
    let series = |row: &&Row| Series {
        name: row.name.clone(),
        ours: row.ours(),
        values: cells.iter().map(|(_, cell)| value(cell, &row.name)).collect(),
    };
    lines(title, "ns", &labels, &names.iter().map(series).collect::<Vec<_>>())
}

/// The percentiles of each contender of a cell.
fn percentiles(work: &str, cell: &Cell) -> String {
    let labels: Vec<String> = PERCENTILES.iter().map(|(name, _)| name.trim_end_matches(" ns").to_string()).collect();
    let series = |row: &Row| Series {
        name: row.name.clone(),
        ours: row.ours(),
        values: PERCENTILES.iter().map(|(name, _)| row.stats.get(*name).map(|stat| stat.median)).collect(),
    };
    let series: Vec<Series> = cell.rows.iter().map(series).collect();
    lines(&format!("{work}, {}: latency by percentile", cell.name), "ns", &labels, &series)
}

/// Lines over a few points, with the values on a logarithmic axis and each line named at its right end.
fn lines(title: &str, unit: &str, labels: &[String], series: &[Series]) -> String {
    const WIDTH: f64 = 760.0;
    const LEFT: f64 = 64.0;
    const RIGHT: f64 = 200.0;
    const TOP: f64 = 46.0;
    // A single point is no line, and the table has it.
    let series: Vec<&Series> = series.iter().filter(|each| each.values.iter().flatten().count() > 1).collect();
    let height = 340.0_f64.max(15.0 * series.len() as f64);
    let mut svg = Svg::new(WIDTH, TOP + height + 40.0);
    svg.text((14.0, 24.0), 15.0, Anchor::Start, INK, true, title);
    let values = || series.iter().flat_map(|each| &each.values).flatten().map(|value| value.max(0.1));
    let (low, high) = (values().fold(f64::INFINITY, f64::min) * 0.9, values().fold(0.1, f64::max) * 1.1);
    let y = |value: f64| TOP + height * (1.0 - (value.max(0.1) / low).ln() / (high / low).ln());
    let x =
        |place: usize| LEFT + 20.0 + (WIDTH - LEFT - RIGHT - 40.0) * place as f64 / (labels.len() - 1).max(1) as f64;
    for power in -1..=10 {
        for step in [1.0, 2.0, 5.0] {
            let value = step * 10_f64.powi(power);
            if (low..=high).contains(&value) {
                svg.line((LEFT, y(value)), (WIDTH - RIGHT, y(value)), FAINT, 0.7);
                svg.text((LEFT - 6.0, y(value) + 4.0), 11.0, Anchor::End, GREY, false, &figure(value));
            }
        }
    }
    svg.text((LEFT - 6.0, TOP - 6.0), 11.0, Anchor::End, GREY, false, unit);
    for (place, label) in labels.iter().enumerate() {
        svg.line((x(place), TOP), (x(place), TOP + height), FAINT, 0.7);
        svg.text((x(place), TOP + height + 18.0), 11.0, Anchor::Middle, GREY, false, label);
    }
    let mut ends: Vec<((f64, f64), &str, &str, bool)> = Vec::new();
    let (mut ours, mut theirs) = (0, 0);
    // Ours are drawn last, so that they lie on top.
    for each in series.iter().filter(|each| !each.ours).chain(series.iter().filter(|each| each.ours)) {
        let points: Vec<(f64, f64)> =
            each.values.iter().enumerate().filter_map(|(place, value)| Some((x(place), y((*value)?)))).collect();
        let end = points[points.len() - 1];
        let number = if each.ours { &mut ours } else { &mut theirs };
        let colour = if each.ours { OUR_LINES[*number % OUR_LINES.len()] } else { LINES[*number % LINES.len()] };
        let dashed = !each.ours && *number >= LINES.len();
        *number += 1;
        svg.path(&points, colour, if each.ours { 2.6 } else { 1.1 }, dashed);
        ends.push((end, &each.name, colour, each.ours));
    }
    ends.sort_by(|one, other| one.0.1.total_cmp(&other.0.1));
    let mut last = TOP - 14.0;
    let count = ends.len();
    for (place, (end, name, colour, ours)) in ends.into_iter().enumerate() {
        // No name on top of another, and room below for those to come.
        let lowest = TOP + height - 14.0 * (count - 1 - place) as f64;
        last = end.1.min(lowest).max(last + 14.0);
        svg.line((end.0 + 4.0, end.1), (WIDTH - RIGHT + 14.0, last), colour, 0.5);
        svg.text((WIDTH - RIGHT + 18.0, last + 4.0), 11.0, Anchor::Start, colour, ours, name);
    }
    svg.finish()
}

//! The tables, as Markdown that reads well as plain text.

use std::fmt::Write;

use super::{Cell, Results, Row};
use crate::works::Work;

/// The whole report; `plots` are the names of the plots that go with it.
pub fn text(results: &Results, plots: &[String]) -> String {
    let mut text = String::from("# strait and its peers\n\n");
    let mut shown: Vec<String> = Vec::new();
    for run in &results.runs {
        let (rounds, sample) = run.rounds;
        let how = format!(
            "- {}; cores {:?}; {}; {rounds} rounds of {sample} ms; {}",
            run.machine,
            run.cores,
            run.rustc,
            run.date.split(' ').next().unwrap_or_default()
        );
        if !shown.contains(&how) {
            shown.push(how);
        }
    }
    shown.iter().for_each(|how| line(&mut text, how));
    line(&mut text, "- command: `cargo run --release --` with the options in `results.jsonl`\n");
    line(
        &mut text,
        "The program's README explains the columns. Not counted as best peer: what went wrong here, raw rows,",
    );
    line(
        &mut text,
        "and where waiting is part of the work \u{2020} what is known to lose wake-ups and \u{2021} what never sleeps.",
    );
    for (work, cells) in &results.works {
        line(&mut text, &format!("\n## {}\n\n{}", work.name, work.title));
        cells.iter().for_each(|cell| table(&mut text, work, cell));
    }
    if !plots.is_empty() {
        line(&mut text, "\n## Plots\n");
        plots.iter().for_each(|plot| line(&mut text, &format!("![{plot}]({plot})")));
    }
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn table(text: &mut String, work: &Work, cell: &Cell) {
    let usual = if work.distance { format!(", usual class {}", cell.class) } else { String::new() };
    line(text, &format!("\n### {}: {}{usual}\n", work.name, cell.name));
    let mut head = vec!["contender".to_string(), work.metrics[0].into(), "[min..max]".into(), "x best peer".into()];
    head.extend(work.metrics[1..].iter().map(|metric| metric.to_string()));
    head.extend(["classes".into(), "remarks".into()]);
    let best = cell.best_peer(work);
    let mut rows = vec![head];
    rows.extend(cell.rows.iter().map(|row| fields(work, row, best)));
    let columns = rows[0].len();
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for (number, row) in rows.iter().enumerate() {
        let mut out = String::from("|");
        for (column, field) in row.iter().enumerate() {
            let width = widths[column];
            let words = column == 0 || column == columns - 1;
            let _ = if words { write!(out, " {field:<width$} |") } else { write!(out, " {field:>width$} |") };
        }
        line(text, &out);
        if number == 0 {
            let rule = |(column, width): (usize, &usize)| {
                let words = column == 0 || column == columns - 1;
                format!("{}{}|", "-".repeat(width + 1), if words { '-' } else { ':' })
            };
            line(text, &format!("|{}", widths.iter().enumerate().map(rule).collect::<String>()));
        }
    }
}

fn fields(work: &Work, row: &Row, best: Option<f64>) -> Vec<String> {
    let version = if row.version.is_empty() { String::new() } else { format!(" {}", row.version) };
    let mut fields = vec![format!("{}{version}{}", row.name, row.mark(work))];
    match row.head(work) {
        Some(stat) => {
            fields.push(figure(stat.median));
            fields.push(format!("[{}..{}]", figure(stat.min), figure(stat.max)));
            fields.push(best.map_or("".into(), |best| format!("{:.2}", stat.median / best)));
        }
        None => fields.extend(["-".into(), "".into(), "".into()]),
    }
    fields.extend(
        work.metrics[1..].iter().map(|metric| row.stats.get(*metric).map_or("".into(), |stat| figure(stat.median))),
    );
    fields.push(row.classes.iter().map(|(class, count)| format!("{class}{count}")).collect::<Vec<_>>().join(" "));
    let mut remarks: Vec<String> =
        row.faults.iter().map(|(fault, count)| format!("{count} of {}: {fault}", row.samples)).collect();
    if row.other_class && work.distance && !row.stats.is_empty() {
        remarks.push("no sample of the usual class".into());
    }
    fields.push(remarks.join("; "));
    fields
}

/// Three significant digits or so, thousands set apart.
pub fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 10_000.0 => {
            let digits = format!("{value:.0}");
            let groups: Vec<&str> =
                digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
            groups.join(",")
        }
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 || size == 0.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

//! A pipeline of three threads on one stack frame: borrowed handles, borrowed messages, no allocation at all.
//!
//! By hand: an `Arc` around every queue and a `String` in every message, because a thread must be `'static`. With
//! `thread::scope` the channels live in the caller's frame, `split` lends their ends, and messages may borrow from a
//! text that the caller owns.
//!
//! ```text
//! lines --spsc &str--> parse --spsc Entry<'_>--> sum (the calling thread)
//! ```
//!
//! Run it: `cargo run --release --example scoped`
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

#[path = "support/heap.rs"]
mod heap;

use heap::heap_calls;
use std::thread;
use strait::spsc;

/// One line of the access log. The name is borrowed from the text.
#[derive(Clone, Copy)]
struct Entry<'a> {
    user: &'a str,
    bytes: u64,
}

/// What each user fetched in total.
#[derive(Debug, PartialEq, Eq)]
struct Totals([(&'static str, u64); 3]);

impl Totals {
    const NONE: Self = Self([("ada", 0), ("bob", 0), ("eve", 0)]);

    fn add(&mut self, entry: Entry<'_>) {
        if let Some((_, total)) = self.0.iter_mut().find(|(user, _)| *user == entry.user) {
            *total += entry.bytes;
        }
    }
}

fn parse(line: &str) -> Option<Entry<'_>> {
    let (user, bytes) = line.split_once(' ')?;
    Some(Entry { user, bytes: bytes.parse().ok()? })
}

/// Sums the log in three threads; also returns how often they called the allocator.
fn totals_in_a_pipeline(log: &str) -> (Totals, usize) {
    let mut lines = spsc::Channel::<&str, 64>::new();
    let mut entries = spsc::Channel::<Entry<'_>, 64>::new();
    let (mut lines_tx, mut lines_rx) = lines.split();
    let (mut entries_tx, mut entries_rx) = entries.split();

    thread::scope(|scope| {
        // Each handle moves into its stage, so its drop at the end of the stage closes the next stage's input.
        let reader = scope.spawn(move || {
            heap_calls(|| {
                lines_tx.send_many(log.lines()).expect("the parser reads until the end");
                drop(lines_tx);
            })
        });
        let parser = scope.spawn(move || {
            heap_calls(|| {
                entries_tx.send_many(lines_rx.iter().filter_map(parse)).expect("the sum is taken until the end");
                drop(entries_tx);
            })
        });
        let mut totals = Totals::NONE;
        let own = heap_calls(|| entries_rx.iter().for_each(|entry| totals.add(entry)));
        let others: usize = [reader, parser].map(|stage| stage.join().expect("no stage panics")).iter().sum();
        (totals, own + others)
    })
}

fn main() {
    const LINES: usize = 100_000;
    let log: String = (0..LINES).map(|n| format!("{} {}\n", ["ada", "bob", "eve", "-"][n % 4], n)).collect();

    let mut expected = Totals::NONE;
    log.lines().filter_map(parse).for_each(|entry| expected.add(entry));
    let (totals, heap_calls_in_stages) = totals_in_a_pipeline(&log);

    println!("{LINES} lines through three threads: {totals:?}");
    println!("{heap_calls_in_stages} calls to the allocator in the stages");
    assert_eq!(totals, expected);
    assert_eq!(heap_calls_in_stages, 0);
    assert!(heap_calls(|| drop(Box::new(1))) == 2, "the counter itself works");
}

//! Everything at once, at full rate, for as long as you like: threads and tasks, quiet channels, timeouts, cancelled
//! futures, closes and splits in every mode.
//!
//! `scripts/soak MINUTES` runs it for that long; `cargo test` for a moment, so that it is known to work. A lane that
//! stands still, and memory that grows, end it with the lane's name or the figures.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../support/polling.rs"]
mod polling;

mod lanes;

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, io, process, thread};

/// How long a lane may stand still, however busy the machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much memory may be added once all lanes have run for a while: stacks and arenas, not messages.
const GROWTH: u64 = 16 << 20;

/// One kind of traffic, which goes on until it is stopped.
struct Lane {
    name: &'static str,
    /// Moves some messages and returns how many.
    round: fn() -> u64,
    moved: AtomicU64,
}

/// Memory in use, where the system tells.
fn resident() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}

/// Not `eprintln`, which the test harness would capture and lose.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "soak: {text}");
}

#[test]
fn everything_goes_on_and_memory_does_not_grow() {
    let seconds = env::var("STRAIT_SOAK").map_or(2, |seconds| seconds.parse().expect("STRAIT_SOAK is in seconds"));
    let (start, lasts) = (Instant::now(), Duration::from_secs(seconds));
    let (lanes, is_over) = (lanes::all(), AtomicBool::new(false));
    let mut warm = None;
    thread::scope(|scope| {
        for lane in &lanes {
            let is_over = &is_over;
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    lane.moved.fetch_add((lane.round)(), Ordering::Relaxed);
                }
                lane.moved.fetch_or(1 << 63, Ordering::Relaxed); // It has ended.
            });
        }
        let mut seen: Vec<_> = lanes.iter().map(|_| (0, start)).collect();
        let mut next_word = start + Duration::from_secs(30);
        while lanes.iter().any(|lane| lane.moved.load(Ordering::Relaxed) >> 63 == 0) {
            thread::sleep(Duration::from_millis(50));
            let now = Instant::now();
            is_over.store(now - start >= lasts, Ordering::Relaxed);
            for (lane, (moved, since)) in lanes.iter().zip(&mut seen) {
                let moves = lane.moved.load(Ordering::Relaxed);
                if moves != *moved || moves >> 63 == 1 {
                    (*moved, *since) = (moves, now);
                } else if now - *since > PATIENCE {
                    say(&format!("{} stands still after {moves} messages", lane.name));
                    process::abort();
                }
            }
            if warm.is_none() && now - start >= lasts / 4 {
                warm = resident();
            }
            if now >= next_word {
                next_word += Duration::from_secs(30);
                say(&format!("{} s, {} KiB resident", (now - start).as_secs(), resident().unwrap_or(0) >> 10));
            }
        }
    });
    let total: u64 = lanes.iter().map(|lane| lane.moved.load(Ordering::Relaxed) & !(1 << 63)).sum();
    for lane in &lanes {
        let moved = lane.moved.load(Ordering::Relaxed) & !(1 << 63);
        assert!(moved > 0, "{} has moved nothing", lane.name);
        say(&format!("{:<28} {moved:>12} messages", lane.name));
    }
    let (warm, now) = (warm.unwrap_or(0), resident().unwrap_or(0));
    say(&format!(
        "{total} messages in {:?}; resident {} KiB, {} KiB when warm",
        start.elapsed(),
        now >> 10,
        warm >> 10
    ));
    assert!(now <= warm + GROWTH, "memory grew from {warm} to {now} bytes");
}

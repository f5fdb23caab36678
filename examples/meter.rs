//! A level meter: the audio callback publishes peaks, the screen and the log look at the newest, each at its own pace.
//!
//! By hand: a mutex, which the callback must not wait for, or an atomic for each number, which tear apart. A queue
//! would fill up while the window is hidden. `watch` keeps the latest peaks whole: the callback writes them in place,
//! without a lock, an allocation or a system call, and readers count what they missed.
//!
//! ```text
//! callback --watch Peaks--> screen (looks 60 times a second)
//!                      \--> log (sleeps until something changes)
//! ```
//!
//! Run it: `cargo run --release --example meter`
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

#[path = "support/heap.rs"]
mod heap;

use heap::heap_calls;
use std::thread;
use std::time::Duration;
use strait::watch;

const BLOCKS: u32 = 2_000;
const CHANNELS: usize = 8;

/// What one block of samples brought.
#[derive(Debug, Clone, Copy)]
struct Peaks {
    block: u32,
    levels: [f32; CHANNELS],
}

static METER: watch::QuietChannel<Peaks, 2> = watch::QuietChannel::new();

fn level(block: u32) -> f32 {
    (block % 100) as f32 / 100.0
}

/// All levels are of one block.
fn assert_whole(peaks: &Peaks) {
    assert!(peaks.levels.iter().all(|&it| it == level(peaks.block)), "levels of different blocks");
}

fn main() {
    let silence = Peaks { block: 0, levels: [level(0); CHANNELS] };
    let (mut meter, mut screen) = METER.try_split(silence).expect("the meter is split once");
    let mut log = screen.try_clone().expect("there are two seats");

    let callback = thread::spawn(move || {
        heap_calls(|| {
            for block in 1..=BLOCKS {
                let mut peaks = meter.write();
                peaks.block = block;
                peaks.levels.fill(level(block));
                peaks.publish().expect("nobody closes the meter");
                if block % 50 == 0 {
                    meter.notify(); // now and then: for those who sleep
                }
                thread::sleep(Duration::from_micros(20));
            }
        })
    });
    let logger = thread::spawn(move || {
        let mut lines = 0;
        while let Ok(peaks) = log.changed() {
            assert_whole(&peaks);
            lines += 1;
        }
        (lines, log.skipped() as u32)
    });

    let mut frames = 0;
    while !screen.is_closed() {
        if screen.has_changed() {
            assert_whole(&screen.get());
            frames += 1;
        }
        thread::sleep(Duration::from_millis(1));
    }
    let last = screen.get().block;
    let (lines, skipped) = logger.join().expect("the log does not panic");
    assert_eq!(last, BLOCKS, "the newest value stays after the producer is gone");
    assert_eq!(lines + skipped, BLOCKS, "seen and skipped are all that was published");
    assert_eq!(callback.join().expect("the callback does not panic"), 0, "the callback never allocates");
    println!("{BLOCKS} blocks; {frames} frames drawn; {lines} lines logged and {skipped} blocks passed over");
}

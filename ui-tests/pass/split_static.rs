//! A static channel is split by `try_split`.

use strait::{mpsc, pipe, spsc};

static FRAMES: spsc::Channel<u8, 8> = spsc::Channel::new();
static EVENTS: mpsc::Channel<u8, 8> = mpsc::Channel::new();
static SAMPLES: pipe::Channel<f32, 8> = pipe::Channel::new();

fn main() {
    let (_tx, _rx) = FRAMES.try_split().unwrap();
    assert!(FRAMES.try_split().is_none());
    let (_tx, _rx) = EVENTS.try_split().unwrap();
    assert!(EVENTS.try_split().is_none());
    let (_tx, _rx) = SAMPLES.try_split().unwrap();
    assert!(SAMPLES.try_split().is_none());
}

//! `split` of a static channel, which is never borrowed alone.

use strait::{mpsc, pipe, spsc};

static FRAMES: spsc::Channel<u8, 8> = spsc::Channel::new();
static EVENTS: mpsc::Channel<u8, 8> = mpsc::Channel::new();
static SAMPLES: pipe::Channel<f32, 8> = pipe::Channel::new();

fn main() {
    let (_tx, _rx) = FRAMES.split(); //~ E0596
    let (_tx, _rx) = EVENTS.split(); //~ E0596
    let (_tx, _rx) = SAMPLES.split(); //~ E0596
}

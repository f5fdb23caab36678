//! Static channels.

use strait::{mpsc, pipe, spsc};

static ONE: spsc::Channel<u8, 1> = spsc::Channel::new();
static MANY: mpsc::Channel<u8, 1024> = mpsc::Channel::new();
static SAMPLES: pipe::Channel<f32, 4> = pipe::Channel::new();

fn main() {
    assert!(ONE.try_split().is_some());
    assert!(MANY.try_split().is_some());
    assert!(SAMPLES.try_split().is_some());
}

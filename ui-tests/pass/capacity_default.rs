//! `Default` of a channel.

use strait::{mpsc, pipe, spsc};

#[derive(Default)]
struct Port {
    ring: spsc::Channel<u8, 1>,
}

fn main() {
    let events: mpsc::Channel<u8, 1024> = Default::default();
    assert_eq!(events.capacity(), 1024);
    let samples: pipe::Channel<u8, 4> = Default::default();
    assert_eq!(samples.capacity(), 4);
    assert_eq!(Port::default().ring.capacity(), 1);
}

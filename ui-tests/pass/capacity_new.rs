//! Channels in place.

use strait::{mpsc, pipe, spsc};

fn main() {
    assert_eq!(spsc::Channel::<u8, 1>::new().capacity(), 1);
    assert_eq!(mpsc::Channel::<u8, 1024>::new().capacity(), 1024);
    let samples: pipe::Channel<u8, 4> = pipe::Channel::new();
    assert_eq!(samples.capacity(), 4);
}

//! `try_split` of a channel that is no static: a local, and a constant.

use strait::{mpsc, pipe, spsc};

const EVENTS: mpsc::Channel<u8, 8> = mpsc::Channel::new();

fn main() {
    let ring = spsc::Channel::<u8, 8>::new();
    let _ = ring.try_split(); //~ E0597

    let ring = pipe::Channel::<u8, 8>::new();
    let _ = ring.try_split(); //~ E0597

    let _ = EVENTS.try_split(); //~ E0716
}

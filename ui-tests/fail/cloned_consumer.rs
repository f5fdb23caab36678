//! Cloning a consumer, of any mode.
//! Shows: doesn't satisfy `strait::wait::single::Single: Shared`

use strait::{mpsc, pipe, spsc};

fn main() {
    let (_tx, rx) = spsc::channel::<u8, 8>();
    let _ = rx.clone();

    let (_tx, rx) = mpsc::channel::<u8, 8>();
    let _ = rx.clone();

    let (_tx, rx) = pipe::channel::<u8, 8>();
    let _ = rx.clone();

    let mut ring = mpsc::Channel::<u8, 8>::new();
    let (_tx, rx) = ring.split();
    let _ = rx.clone();
}

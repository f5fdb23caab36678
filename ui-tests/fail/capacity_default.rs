//! `Default` of a channel whose capacity is not a power of two.
//! Says: the capacity of a channel must be a power of two from 1 to 2^31

use strait::{mpsc, pipe, spsc};

#[derive(Default)]
struct Port {
    ring: spsc::Channel<u8, 0>,
}

fn main() {
    let _: mpsc::Channel<u8, 1000> = Default::default();
    let _: pipe::Channel<u8, 3> = Default::default();
    let _ = Port::default().ring;
}

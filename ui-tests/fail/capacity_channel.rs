//! A channel in the heap with a capacity that is not a power of two from 1 to 2^31.
//! Says: the capacity of a channel must be a power of two from 1 to 2^31

use strait::{mpsc, pipe, spsc};

fn main() {
    let (_tx, _rx) = spsc::channel::<u8, 0>();
    let (_tx, _rx) = mpsc::channel::<u8, 1000>();
    let (_tx, _rx) = pipe::channel::<u8, { 1 << 32 }>();
    let (_tx, _rx): (spsc::Producer<u8, 3>, _) = spsc::channel();
}

//! A channel in place with a capacity that is not a power of two.
//! Says: the capacity of a channel must be a power of two from 1 to 2^31

use strait::{mpsc, pipe, spsc};

fn main() {
    let _ = spsc::Channel::<u8, 0>::new();
    let _ = mpsc::Channel::<u8, 1000>::new();
    let _: pipe::Channel<u8, 3> = pipe::Channel::new();
}

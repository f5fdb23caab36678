//! `default` called on a channel whose capacity is not a power of two.

use strait::{mpsc, spsc};

fn main() {
    let _ = mpsc::Channel::<u8, 1000>::default(); //~ E0599
    let _ = spsc::QuietChannel::<u8, 0>::default(); //~ E0599
}

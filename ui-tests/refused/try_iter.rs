//! What is there now is drained; `iter`, which the compiler would suggest, blocks.

use strait::{mpsc, spsc};

fn main() {
    let (_tx, rx) = spsc::channel::<u8, 8>();
    for _message in rx.try_iter() {} //~ E0599

    let mut channel = mpsc::Channel::<u8, 8>::new();
    let (_tx, rx) = channel.split();
    assert_eq!(rx.try_iter().count(), 0); //~ E0599
}

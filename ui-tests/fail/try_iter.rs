//! What is there now is drained; `iter`, which the compiler would suggest, blocks.
//! Says: `try_iter` is called `drain` here, and ends with what was there when it was called

use strait::{mpsc, spsc};

fn main() {
    let (_tx, mut rx) = spsc::channel::<u8, 8>();
    for _message in rx.try_iter() {}

    let mut channel = mpsc::Channel::<u8, 8>::new();
    let (_tx, mut rx) = channel.split();
    assert_eq!(rx.try_iter().count(), 0);
}

//! What is there now is drained.

use strait::{mpsc, spsc};

fn main() {
    let (tx, mut rx) = spsc::channel::<u8, 8>();
    tx.try_send(1).unwrap();
    for message in rx.drain() {
        assert_eq!(message, 1);
    }

    let mut channel = mpsc::Channel::<u8, 8>::new();
    let (_tx, mut rx) = channel.split();
    assert_eq!(rx.drain().count(), 0);
}

//! A producer of `mpsc` can be cloned, an owned and a borrowed one.

use strait::mpsc;

fn main() {
    let (tx, _rx) = mpsc::channel::<u8, 8>();
    assert!(tx.clone().same_channel(&tx));

    let mut ring = mpsc::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split();
    assert!(tx.clone().same_channel(&tx));
}

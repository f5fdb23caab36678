//! A producer of `mpsc` can be cloned: of a channel on the heap, of a borrowed one, of a quiet one.

use strait::mpsc;

fn main() {
    let (tx, _rx) = mpsc::channel::<u8, 8>();
    assert!(tx.clone().same_channel(&tx));

    let mut channel = mpsc::Channel::<u8, 8>::new();
    let (tx, _rx) = channel.split();
    assert!(tx.clone().same_channel(&tx));

    let (tx, rx) = mpsc::quiet_channel::<u8, 8>();
    assert!(tx.clone().same_channel(&rx));
}

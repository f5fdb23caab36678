//! A channel moved away while it is split.

use strait::spsc;

fn main() {
    let mut ring = spsc::Channel::<u8, 8>::new();
    let (mut tx, _rx) = ring.split();
    let _boxed = Box::new(ring);
    let _ = tx.try_send(1);
}

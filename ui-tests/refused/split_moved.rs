//! A channel moved away while it is split.

use strait::spsc;

fn main() {
    let mut ring = spsc::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split();
    let _boxed = Box::new(ring); //~ E0505
    let _ = tx.try_send(1);
}

//! A channel is moved to its place first and split there.

use strait::spsc;

fn main() {
    let ring = spsc::Channel::<u8, 8>::new();
    let mut boxed = Box::new(ring);
    let (tx, _rx) = boxed.split();
    tx.try_send(1).unwrap();
}

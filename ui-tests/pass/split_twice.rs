//! A channel is split again once its first handles are gone.

use strait::{mpsc, pipe, spsc};

fn main() {
    let mut ring = spsc::Channel::<u8, 8>::new();
    drop(ring.split());
    let (tx, _rx) = ring.split();
    tx.try_send(1).unwrap();

    let mut ring = mpsc::Channel::<u8, 8>::new();
    drop(ring.split());
    let (tx, _rx) = ring.split();
    tx.clone().try_send(1).unwrap();

    let mut ring = pipe::Channel::<u8, 8>::new();
    drop(ring.split());
    let (tx, rx) = ring.split();
    tx.try_send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1));
}

//! A channel split again while its first handles live.

use strait::{mpsc, pipe, spsc};

fn main() {
    let mut ring = spsc::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split();
    let (_tx, _rx) = ring.split(); //~ E0499
    let _ = tx.try_send(1);

    let mut ring = mpsc::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split();
    let second = tx.clone();
    drop(tx);
    let (_tx, _rx) = ring.split(); //~ E0499
    let _ = second.try_send(1);

    let mut ring = pipe::Channel::<u8, 8>::new();
    let (_tx, rx) = ring.split();
    let (_tx, _rx) = ring.split(); //~ E0499
    let _ = rx.try_recv();
}

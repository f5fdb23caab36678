//! A producer of `mpsc` in two threads at once.

use std::thread;
use strait::mpsc;

fn main() {
    let (tx, mut rx) = mpsc::channel::<u8, 8>();
    thread::scope(|scope| {
        scope.spawn(|| tx.send(1).unwrap());
        scope.spawn(|| tx.send(2).unwrap());
    });
    assert_eq!(rx.drain().map(u32::from).sum::<u32>(), 3);
}

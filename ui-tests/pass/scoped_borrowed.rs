//! Lone ends are moved into a scoped thread; a producer of `mpsc` may be borrowed.

use std::thread;
use strait::{mpsc, spsc};

fn main() {
    let (tx, rx) = spsc::channel::<u8, 8>();
    thread::scope(|scope| {
        scope.spawn(move || tx.send(1).unwrap());
        scope.spawn(move || assert_eq!(rx.recv(), Ok(1)));
    });

    let (tx, rx) = mpsc::channel::<u8, 8>();
    thread::scope(|scope| {
        scope.spawn(|| tx.send(1).unwrap());
        scope.spawn(move || assert_eq!(rx.recv(), Ok(1)));
    });
}

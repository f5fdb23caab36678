//! Each thread has a producer of its own: a clone of `mpsc`.

use std::thread;
use strait::mpsc;

fn main() {
    let (tx, mut rx) = mpsc::channel::<u8, 8>();
    let other = tx.clone();
    thread::spawn(move || tx.send(1));
    thread::spawn(move || other.send(2));
    assert_eq!(rx.iter().map(u32::from).sum::<u32>(), 3);
}

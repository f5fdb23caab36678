//! Lone ends that a scoped thread borrows, because `move` is missing.
//! Says: a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`

use std::thread;
use strait::{mpsc, spsc};

fn producer() {
    let (tx, _rx) = spsc::channel::<u8, 8>();
    thread::scope(|scope| {
        scope.spawn(|| tx.send(1).unwrap());
    });
}

fn consumer() {
    let (_tx, rx) = spsc::channel::<u8, 8>();
    thread::scope(|scope| {
        scope.spawn(|| rx.recv().unwrap());
    });
}

fn consumer_of_many() {
    let (_tx, rx) = mpsc::channel::<u8, 8>();
    thread::scope(|scope| {
        scope.spawn(|| rx.recv().unwrap());
    });
}

fn main() {
    producer();
    consumer();
    consumer_of_many();
}

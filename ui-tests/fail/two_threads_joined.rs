//! A lone producer in two threads at once.

use strait::{pipe, spsc};

fn join<A: FnOnce() + Send, B: FnOnce() + Send>(_: A, _: B) {}

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    join(|| tx.send(1).unwrap(), || tx.send(2).unwrap());

    let (mut tx, _rx) = pipe::channel::<u8, 8>();
    join(|| tx.send(1).unwrap(), || tx.send(2).unwrap());
}

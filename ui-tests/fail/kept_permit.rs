//! A permit kept while its producer goes on.

use strait::{pipe, spsc};

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    let permit = tx.try_reserve().unwrap();
    let _ = tx.try_send(1);
    permit.send(2);

    let (mut tx, _rx) = pipe::channel::<u8, 8>();
    let first = tx.reserve().unwrap();
    let second = tx.reserve().unwrap();
    first.send(1);
    second.send(2);

    let mut tx = spsc::channel::<u8, 8>().0.quiet();
    let permit = tx.try_reserve().unwrap();
    tx.notify();
    permit.send(3);
}

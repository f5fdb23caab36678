//! A permit is used before its producer goes on.

use strait::{pipe, spsc};

fn main() {
    let (mut tx, rx) = spsc::channel::<u8, 8>();
    tx.try_reserve().unwrap().send(2);
    tx.send(1).unwrap();
    assert_eq!(rx.len(), 2);

    let (mut tx, rx) = pipe::channel::<u8, 8>();
    tx.reserve().unwrap().send(1);
    tx.reserve().unwrap().send(2);
    tx.close();
    assert_eq!(rx.len(), 2);

    let (mut tx, rx) = spsc::quiet_channel::<u8, 8>();
    tx.try_reserve().unwrap().send(3);
    tx.notify();
    let shared = &tx;
    shared.try_send(1).unwrap();
    assert_eq!(rx.len(), 2);
}

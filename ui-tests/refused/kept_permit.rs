//! A permit kept while its producer goes on, be it through `&self`.

use strait::{pipe, spsc};

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    let permit = tx.try_reserve().unwrap();
    let _ = tx.send(1); //~ E0502
    permit.send(2);

    let (mut tx, _rx) = pipe::channel::<u8, 8>();
    let permit = tx.reserve().unwrap();
    tx.close(); //~ E0502
    permit.send(1);

    let (mut tx, _rx) = pipe::channel::<u8, 8>();
    let first = tx.reserve().unwrap();
    let second = tx.reserve().unwrap(); //~ E0499
    first.send(1);
    second.send(2);

    let (mut tx, _rx) = spsc::quiet_channel::<u8, 8>();
    let shared = &tx;
    let permit = tx.try_reserve().unwrap(); //~ E0502
    let _ = shared.try_send(1);
    permit.send(3);

    let (mut tx, _rx) = spsc::quiet_channel::<u8, 8>();
    let permit = tx.try_reserve().unwrap();
    tx.notify(); //~ E0502
    permit.send(3);
}

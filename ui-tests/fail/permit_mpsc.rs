//! Permits with many producers.
//! Says: an `mpsc` producer reserves no place: build the message first, then `try_send`, `send` or `send_async` it

use strait::mpsc;

fn main() {
    let (tx, _rx) = mpsc::channel::<u8, 8>();
    tx.try_reserve().unwrap().send(1);
    tx.reserve().unwrap().send(1);
    let _ = tx.reserve_async();

    let tx = tx.quiet();
    tx.try_reserve().unwrap().send(1);
}

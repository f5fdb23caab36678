//! Permits with many producers.

use strait::mpsc;

fn main() {
    let (tx, _rx) = mpsc::channel::<u8, 8>();
    tx.try_reserve().unwrap().send(1);
    tx.reserve().unwrap().send(1);
    let _ = tx.reserve_async();

    let tx = tx.quiet();
    tx.try_reserve().unwrap().send(1);
}

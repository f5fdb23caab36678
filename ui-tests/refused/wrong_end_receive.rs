//! Receiving with a producer.

use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    let _ = tx.try_recv(); //~ E0599
    let _ = tx.recv(); //~ E0599
    let _ = tx.recv_async(); //~ E0599
    let _ = tx.try_recv_many(&mut vec![0], 8); //~ E0599
    let _ = tx.peek(); //~ E0599
    let _ = tx.drain(); //~ E0599
    let _ = tx.iter(); //~ E0599
    for _ in &mut tx {} //~ E0277

    let (tx, _rx) = mpsc::channel::<u8, 8>();
    let _ = tx.recv(); //~ E0599

    let (tx, _rx) = pipe::channel::<u8, 8>();
    let _ = tx.recv(); //~ E0599
    let _ = tx.try_recv_slice(&mut [0]); //~ E0599
    let _ = tx.read_chunk(1); //~ E0599

    let (tx, _rx) = spsc::quiet_channel::<u8, 8>();
    let _ = tx.try_recv(); //~ E0599
    for _ in tx {} //~ E0277
}

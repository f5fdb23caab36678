//! Waiting with a quiet producer.
//! Says: a `Quiet` producer never waits: use its try-operations, or get the ordinary producer back with `into_inner()`

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let mut tx = spsc::channel::<u8, 8>().0.quiet();
    tx.send(1).unwrap();
    tx.send_timeout(1, Duration::from_secs(1)).unwrap();
    tx.send_deadline(1, Instant::now()).unwrap();
    let _ = tx.send_async(1);
    tx.send_array([1, 2]).unwrap();
    let _ = tx.send_array_async([1, 2]);
    let _: usize = tx.send_many(0..8).unwrap();
    let _ = tx.send_many_async(0..8);
    tx.reserve().unwrap().send(1);
    let _ = tx.reserve_async();
    tx.flush_timeout(Duration::from_secs(1)).unwrap();

    let tx = mpsc::channel::<u8, 8>().0.quiet();
    tx.send(1).unwrap();
    let _: usize = tx.send_many(&mut [1, 2].into()).unwrap();

    let mut tx = pipe::channel::<u8, 8>().0.quiet();
    tx.send(1).unwrap();
    tx.send_slice(&[1, 2]).unwrap();
    let _ = tx.send_slice_async(&[1, 2]);
}

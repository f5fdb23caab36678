//! Sending with a producer, in every way.

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, mut rx) = spsc::channel::<u8, 32>();
    tx.try_send(1).unwrap();
    tx.send(1).unwrap();
    tx.send_timeout(1, Duration::from_secs(1)).unwrap();
    tx.send_deadline(1, Instant::now()).unwrap();
    drop(tx.send_async(1));
    tx.try_send_array([1, 2]).unwrap();
    tx.send_array([1, 2]).unwrap();
    drop(tx.send_array_async([1, 2]));
    assert_eq!(tx.try_send_many(&mut (0..8)), 8);
    assert_eq!(tx.send_many(0..8), Ok(8));
    drop(tx.send_many_async(0..8));
    tx.try_reserve().unwrap().send(1);
    tx.reserve().unwrap().send(1);
    drop(tx.reserve_async());
    assert_eq!(rx.drain().count(), 26);
    tx.flush().unwrap();

    let (tx, rx) = mpsc::channel::<u8, 8>();
    tx.send(1).unwrap();
    assert_eq!(rx.len(), 1);

    let (mut tx, rx) = pipe::channel::<u8, 8>();
    tx.send(1).unwrap();
    assert_eq!(tx.try_send_slice(&[1]), Ok(1));
    tx.send_slice(&[1]).unwrap();
    drop(tx.send_slice_async(&[1]));
    drop(tx.write_chunk(1).unwrap());
    assert_eq!(rx.len(), 3);

    let (tx, rx) = spsc::quiet_channel::<u8, 8>();
    tx.try_send(1).unwrap();
    tx.notify();
    assert_eq!(rx.len(), 1);
}

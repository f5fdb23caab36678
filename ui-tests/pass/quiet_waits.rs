//! A quiet producer tries; the ordinary one, got back, waits.

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (tx, mut rx) = spsc::channel::<u8, 32>();
    let mut tx = tx.quiet();
    tx.try_send(1).unwrap();
    tx.try_send_array([1, 2]).unwrap();
    assert_eq!(tx.try_send_many(&mut (0..8)), 8);
    tx.try_reserve().unwrap().send(1);
    tx.notify();
    let mut tx = tx.into_inner();
    tx.send(1).unwrap();
    tx.send_timeout(1, Duration::from_secs(1)).unwrap();
    tx.send_deadline(1, Instant::now()).unwrap();
    assert_eq!(rx.drain().count(), 15);
    tx.flush_timeout(Duration::from_secs(1)).unwrap();

    let (tx, rx) = mpsc::channel::<u8, 8>();
    let tx = tx.quiet();
    tx.try_send(1).unwrap();
    assert_eq!(tx.try_send_many(&mut [1, 2].into()), 2);
    assert_eq!(rx.len(), 3);

    let (tx, rx) = pipe::channel::<u8, 8>();
    let mut tx = tx.quiet();
    assert_eq!(tx.try_send_slice(&[1, 2]), 2);
    assert_eq!(rx.len(), 2);
}

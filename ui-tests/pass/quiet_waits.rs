//! The producer of a quiet channel tries, notifies and closes; that of an ordinary one also waits.

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, rx) = spsc::quiet_channel::<u8, 32>();
    tx.try_send(1).unwrap();
    tx.try_send_array([1, 2]).unwrap();
    assert_eq!(tx.try_send_many(&mut (0..8)), 8);
    tx.try_reserve().unwrap().send(1);
    tx.notify();
    tx.close();
    assert_eq!(rx.len(), 12);
    rx.closed();

    let (tx, rx) = mpsc::quiet_channel::<u8, 8>();
    tx.try_send(1).unwrap();
    assert_eq!(tx.try_send_deque(&mut [1, 2].into()), 2);
    assert_eq!(rx.len(), 3);

    let (mut tx, rx) = pipe::quiet_channel::<u8, 8>();
    assert_eq!(tx.try_send_slice(&[1, 2]), Ok(2));
    assert_eq!(rx.len(), 2);

    let (tx, mut rx) = spsc::channel::<u8, 8>();
    tx.send(1).unwrap();
    tx.send_timeout(1, Duration::from_secs(1)).unwrap();
    tx.send_deadline(1, Instant::now()).unwrap();
    assert_eq!(rx.drain().count(), 3);
    tx.flush().unwrap();
    tx.flush_timeout(Duration::from_secs(1)).unwrap();
    drop(rx);
    tx.closed();
}

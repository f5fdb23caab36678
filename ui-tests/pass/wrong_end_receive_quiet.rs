//! A quiet producer sends, and its consumer receives: at once, or by waiting until it is notified.

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (tx, mut rx) = spsc::channel::<u8, 8>();
    let mut tx = tx.quiet();
    assert_eq!(tx.try_send_many(&mut (0..8)), 8);
    tx.notify();
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(rx.recv(), Ok(1));
    assert_eq!(rx.recv_timeout(Duration::from_secs(1)), Ok(2));
    assert_eq!(rx.recv_deadline(Instant::now()), Ok(3));
    drop(rx.recv_async());
    assert_eq!(rx.peek(), Some(&4));
    assert_eq!(rx.drain().count(), 4);
    drop(tx);
    assert_eq!(rx.iter().next(), None);

    let (tx, rx) = mpsc::channel::<u8, 8>();
    let tx = tx.quiet();
    tx.try_send(1).unwrap();
    drop(tx);
    assert_eq!(rx.into_iter().next(), Some(1));

    let (tx, mut rx) = pipe::channel::<u8, 8>();
    let mut tx = tx.quiet();
    assert_eq!(tx.try_send_slice(&[1, 2, 3]), 3);
    let mut block = [0; 2];
    assert_eq!(rx.try_recv_slice(&mut block), 2);
    assert_eq!(rx.read_chunk(1).unwrap().as_slices().0, [3]);
}

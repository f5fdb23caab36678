//! Receiving with a consumer, in every way.

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, mut rx) = spsc::channel::<u8, 16>();
    tx.send_many(0..9).unwrap();
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(rx.recv(), Ok(1));
    assert_eq!(rx.recv_timeout(Duration::from_secs(1)), Ok(2));
    assert_eq!(rx.recv_deadline(Instant::now()), Ok(3));
    drop(rx.recv_async());
    let mut batch = Vec::new();
    assert_eq!(rx.try_recv_many(&mut batch, 1), 1);
    assert_eq!(rx.recv_many(&mut batch, 1), Ok(1));
    assert_eq!(rx.recv_many_timeout(&mut batch, 1, Duration::from_secs(1)), Ok(1));
    assert_eq!(rx.recv_many_deadline(&mut batch, 1, Instant::now()), Ok(1));
    drop(rx.recv_many_async(&mut batch, 1));
    assert_eq!(rx.peek(), Some(&8));
    assert_eq!(rx.peek_mut(), Some(&mut 8));
    assert_eq!(rx.drain().count(), 1);
    drop(tx);
    assert_eq!(rx.iter().next(), None);

    let (tx, rx) = mpsc::channel::<u8, 8>();
    tx.send(1).unwrap();
    assert_eq!(rx.recv(), Ok(1));

    let (mut tx, mut rx) = pipe::channel::<u8, 8>();
    tx.send_slice(&[1, 2, 3]).unwrap();
    assert_eq!(rx.recv(), Ok(1));
    let mut block = [0];
    assert_eq!(rx.try_recv_slice(&mut block), Ok(1));
    assert_eq!(rx.recv_slice(&mut block), 1);
    drop(rx.recv_slice_async(&mut block));
    assert!(rx.read_chunk(1).is_err());

    let (tx, rx) = spsc::quiet_channel::<u8, 8>();
    tx.try_send(1).unwrap();
    drop(tx);
    assert_eq!(rx.into_iter().next(), Some(1));
}

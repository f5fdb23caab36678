//! The next message, looked at before it is received.

use strait::{mpsc, pipe, spsc};

fn main() {
    let (tx, mut rx) = spsc::channel::<u8, 8>();
    tx.try_send(1).unwrap();
    assert_eq!(rx.peek(), Some(&1));
    assert_eq!(rx.try_recv(), Ok(1));

    let (tx, mut rx) = mpsc::channel::<u8, 8>();
    tx.try_send(1).unwrap();
    let first = rx.peek().copied();
    rx.close();
    assert_eq!(first, Some(1));
    assert_eq!(rx.drain().count(), 1);

    let (tx, mut rx) = pipe::channel::<u8, 8>();
    tx.try_send(1).unwrap();
    *rx.peek_mut().unwrap() += 1;
    assert_eq!(rx.recv(), Ok(2));
}

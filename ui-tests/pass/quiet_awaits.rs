//! The producer of a quiet channel tries; its consumer may await, until it is notified.

use strait::{mpsc, spsc};

fn main() {
    let (tx, mut rx) = spsc::quiet_channel::<u8, 8>();
    drop(rx.recv_async());
    tx.try_send(1).unwrap();
    tx.notify();
    assert_eq!(rx.recv(), Ok(1));

    let (tx, mut rx) = mpsc::channel::<u8, 8>();
    drop(tx.send_async(1));
    drop(rx.recv_async());
}

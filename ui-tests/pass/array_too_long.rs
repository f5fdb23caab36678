//! An array that fits, and many messages that are sent in parts.

use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, rx) = spsc::channel::<u8, 4>();
    tx.try_send_array([0; 4]).unwrap();
    assert_eq!((tx.try_send_many(&mut (0..5)), rx.len()), (0, 4));

    let (tx, rx) = mpsc::channel::<u8, 2>();
    tx.send_array([0; 2]).unwrap();
    assert!(rx.is_full());

    let (mut tx, _rx) = pipe::channel::<u8, 2>();
    drop(tx.send_array_async([0; 2]));
    tx.try_send_array([]).unwrap();

    let (tx, rx) = pipe::quiet_channel::<u8, 1>();
    tx.try_send_array([0]).unwrap();
    assert_eq!(rx.len(), 1);
}

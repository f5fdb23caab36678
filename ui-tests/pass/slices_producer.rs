//! Many messages at once: from iterators and deques in slots, from slices in a pipe.

use std::collections::VecDeque;
use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, rx) = spsc::channel::<u8, 8>();
    assert_eq!(tx.try_send_many(&mut [1, 2].into_iter()), 2);
    assert_eq!(tx.send_many([1, 2]), Ok(2));
    drop(tx.send_many_async([1, 2]));
    assert_eq!(rx.len(), 4);

    let (tx, rx) = mpsc::channel::<u8, 8>();
    let mut batch = VecDeque::from([1, 2, 3, 4]);
    assert_eq!(tx.try_send_many(&mut batch), 4);
    assert_eq!(tx.send_many(&mut batch), Ok(0));
    drop(tx.send_many_async(&mut batch));
    let tx = tx.quiet();
    assert_eq!(tx.try_send_many(&mut [5].into()), 1);
    assert_eq!(rx.len(), 5);

    let (mut tx, rx) = pipe::channel::<u8, 8>();
    assert_eq!(tx.try_send_slice(&[1, 2]), 2);
    tx.send_slice(&[1, 2]).unwrap();
    drop(tx.send_slice_async(&[1, 2]));
    assert_eq!(tx.write_chunk(2).unwrap().fill_from_iter([1, 2]), 2);
    let mut tx = tx.quiet();
    assert_eq!(tx.try_send_slice(&[1, 2]), 2);
    assert!(tx.write_chunk(2).is_err());
    assert_eq!(rx.len(), 8);
}

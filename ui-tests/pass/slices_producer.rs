//! Many messages at once: from iterators with `spsc`, from deques with `mpsc`, from slices with `pipe`.

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
    assert_eq!(tx.try_send_deque(&mut batch), 4);
    assert_eq!(tx.send_deque(&mut batch), Ok(0));
    drop(tx.send_deque_async(&mut batch));
    assert_eq!(rx.len(), 4);

    let (mut tx, rx) = pipe::channel::<u8, 8>();
    assert_eq!(tx.try_send_slice(&[1, 2]), Ok(2));
    tx.send_slice(&[1, 2]).unwrap();
    drop(tx.send_slice_async(&[1, 2]));
    assert_eq!(tx.write_chunk(2).unwrap().fill_from_iter([1, 2]), 2);
    assert_eq!(rx.len(), 6);

    let (mut tx, rx) = pipe::quiet_channel::<u8, 8>();
    assert_eq!(tx.try_send_slice(&[1, 2]), Ok(2));
    drop(tx.write_chunk(2));
    assert_eq!(rx.len(), 2);
}

//! Many messages at once: into collections from every mode, into slices from a pipe.

use strait::{mpsc, pipe, spsc};

fn main() {
    let mut batch = Vec::new();

    let (tx, mut rx) = spsc::channel::<u8, 8>();
    tx.try_send_array([1, 2]).unwrap();
    assert_eq!(rx.try_recv_many(&mut batch, 1), 1);
    assert_eq!(rx.recv_many(&mut batch, 4), Ok(1));

    let (tx, mut rx) = mpsc::channel::<u8, 8>();
    tx.try_send_array([3, 4]).unwrap();
    assert_eq!(rx.try_recv_many(&mut batch, 1), 1);
    assert_eq!(rx.recv_many(&mut batch, 4), Ok(1));
    assert_eq!(batch, [1, 2, 3, 4]);

    let (tx, mut rx) = pipe::channel::<u8, 8>();
    tx.try_send_array([1, 2, 3, 4]).unwrap();
    let mut block = [0];
    assert_eq!(rx.try_recv_slice(&mut block), Ok(1));
    assert_eq!(rx.recv_slice(&mut block), 1);
    drop(rx.recv_slice_async(&mut block));
    assert_eq!(rx.read_chunk(4).unwrap().as_slices().0, [3, 4]);

    let (tx, mut rx) = pipe::quiet_channel::<u8, 8>();
    tx.try_send(5).unwrap();
    assert_eq!(rx.try_recv_slice(&mut block), Ok(1));
    assert!(rx.read_chunk(4).is_err());
}

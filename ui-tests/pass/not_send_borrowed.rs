//! Handles, permits, futures, chunks and statics of messages that may leave their thread.

use std::sync::Arc;
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

static ORDERS: mpsc::Channel<Arc<u8>, 8> = mpsc::Channel::new();

fn main() {
    assert!(ORDERS.try_split().is_some());

    let mut ring = spsc::Channel::<Arc<u8>, 8>::new();
    to_another_thread(&ring);
    let (mut tx, rx) = ring.split();
    to_another_thread(tx.try_reserve().unwrap());
    to_another_thread(tx);
    to_another_thread(rx);

    let (mut tx, mut rx) = pipe::channel::<Arc<u8>, 8>();
    to_another_thread(tx.send_async(Arc::new(1)));
    to_another_thread(tx.write_chunk(1).unwrap());
    tx.try_send(Arc::new(1)).unwrap();
    to_another_thread(rx.read_chunk(1).unwrap());
    to_another_thread(rx.drain());
}

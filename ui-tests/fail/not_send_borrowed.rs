//! Messages that stay in their thread, in what borrows a channel or a handle, and in a static.

use std::rc::Rc;
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

static ORDERS: mpsc::Channel<Rc<u8>, 8> = mpsc::Channel::new();

fn main() {
    let _ = ORDERS.try_split();

    let mut ring = spsc::Channel::<Rc<u8>, 8>::new();
    to_another_thread(&ring);
    let (mut tx, rx) = ring.split();
    to_another_thread(tx.try_reserve().unwrap());
    to_another_thread(tx);
    to_another_thread(rx);

    let (mut tx, mut rx) = pipe::channel::<Rc<u8>, 8>();
    to_another_thread(tx.send_async(Rc::new(1)));
    to_another_thread(tx.write_chunk(1).unwrap());
    to_another_thread(rx.read_chunk(1).unwrap());
    to_another_thread(rx.drain());
}

//! Messages that stay in their thread, in what borrows a channel or a handle, and in a static.

use std::rc::Rc;
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

static ORDERS: mpsc::Channel<Rc<u8>, 8> = mpsc::Channel::new(); //~ E0277

fn main() {
    let _ = ORDERS.try_split();

    let mut ring = spsc::Channel::<Rc<u8>, 8>::new();
    to_another_thread(&ring); //~ E0277
    let (mut tx, rx) = ring.split();
    to_another_thread(tx.try_reserve().unwrap()); //~ E0277
    to_another_thread(tx); //~ E0277
    to_another_thread(rx); //~ E0277

    let (mut tx, mut rx) = pipe::channel::<Rc<u8>, 8>();
    to_another_thread(tx.send_async(Rc::new(1))); //~ E0277
    to_another_thread(tx.write_chunk(1).unwrap()); //~ E0277
    to_another_thread(rx.read_chunk(1).unwrap()); //~ E0277
    to_another_thread(rx.drain()); //~ E0277
}

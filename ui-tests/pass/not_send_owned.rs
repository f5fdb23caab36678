//! Handles of messages that may leave their thread; a message that stays travels within its thread.

use std::{rc::Rc, sync::Arc};
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    let (tx, rx) = spsc::channel::<Arc<u8>, 8>();
    to_another_thread(tx);
    to_another_thread(rx);

    let (tx, rx) = mpsc::channel::<Arc<u8>, 8>();
    to_another_thread(&tx);
    to_another_thread(tx);
    to_another_thread(rx);

    let (tx, rx) = pipe::channel::<Arc<u8>, 8>();
    to_another_thread(tx);
    to_another_thread(rx);

    let (tx, rx) = spsc::channel::<Rc<u8>, 8>();
    tx.try_send(Rc::new(1)).unwrap();
    assert_eq!(rx.try_recv(), Ok(Rc::new(1)));
}

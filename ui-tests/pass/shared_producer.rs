//! A producer of `mpsc` is shared by threads; a lone one belongs to a closure in one thread.

use std::sync::Arc;
use strait::{mpsc, pipe};

fn on_every_event<F: Fn(u8) + Sync>(handle: F) {
    handle(1);
}

fn in_the_callback<F: Fn(u8) + Send>(handle: F) {
    handle(1);
}

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    let (tx, rx) = mpsc::channel::<u8, 8>();
    on_every_event(|event| tx.try_send(event).unwrap());
    assert_eq!(rx.try_recv(), Ok(1));
    to_another_thread(&tx);
    to_another_thread(Arc::new(tx));

    let (tx, rx) = pipe::channel::<u8, 8>();
    in_the_callback(move |event| tx.try_send(event).unwrap());
    assert_eq!(rx.try_recv(), Ok(1));
}

//! A lone producer shared by threads: in a closure that several may call, in an `Arc`, by reference.
//! Says: a lone producer is neither cloned nor shared: for many producers use `strait::mpsc`

use std::sync::Arc;
use strait::{pipe, spsc};

fn on_every_event<F: Fn(u8) + Sync>(_: F) {}

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    let (mut tx, _rx) = pipe::channel::<u8, 8>();
    on_every_event(move |event| drop(tx.try_send(event)));

    to_another_thread(Arc::new(spsc::channel::<u8, 8>().0));
    to_another_thread(&pipe::channel::<u8, 8>().0);
    to_another_thread(&spsc::channel::<u8, 8>().0.quiet());
}

//! A lone producer shared by threads: in a closure that several may call, in an `Arc`, by reference.
//! Says: a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`

use std::sync::Arc;
use strait::{pipe, spsc};

fn on_every_event<F: Fn(u8) + Sync>(_: F) {}

fn to_another_thread<H: Send>(_: H) {}

fn in_a_closure() {
    let (tx, _rx) = pipe::channel::<u8, 8>();
    on_every_event(move |event| drop(tx.try_send(event)));
}

fn main() {
    in_a_closure();
    to_another_thread(Arc::new(spsc::channel::<u8, 8>().0));
    to_another_thread(&pipe::channel::<u8, 8>().0);
    to_another_thread(&spsc::quiet_channel::<u8, 8>().0);
}

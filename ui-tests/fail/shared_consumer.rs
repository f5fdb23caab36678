//! A consumer shared by threads: in a closure that several may call, in an `Arc`, by reference.
//! Says: a lone producer or consumer is neither cloned nor shared between threads: for many producers use `strait::mpsc`, to spread work over consumers `strait::spmc` or `strait::mpmc`

use std::sync::Arc;
use strait::{mpsc, pipe, spsc};

fn on_every_event<F: Fn() + Sync>(_: F) {}

fn to_another_thread<H: Send>(_: H) {}

fn in_a_closure() {
    let (_tx, rx) = mpsc::channel::<u8, 8>();
    on_every_event(move || drop(rx.try_recv()));
}

fn main() {
    in_a_closure();
    to_another_thread(Arc::new(spsc::channel::<u8, 8>().1));
    to_another_thread(Arc::new(mpsc::channel::<u8, 8>().1));
    to_another_thread(&pipe::channel::<u8, 8>().1);
    to_another_thread(&mpsc::quiet_channel::<u8, 8>().1);
}

//! A consumer shared by threads: in an `Arc`, by reference.
//! Says: a consumer is neither cloned nor shared: to spread work, give each thread a channel of its own

use std::sync::Arc;
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    to_another_thread(Arc::new(spsc::channel::<u8, 8>().1));
    to_another_thread(Arc::new(mpsc::channel::<u8, 8>().1));
    to_another_thread(&pipe::channel::<u8, 8>().1);
}

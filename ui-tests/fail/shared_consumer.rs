//! A consumer shared by threads: in an `Arc`, by reference.

use std::sync::Arc;
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    to_another_thread(Arc::new(spsc::channel::<u8, 8>().1));
    to_another_thread(Arc::new(mpsc::channel::<u8, 8>().1));
    to_another_thread(&pipe::channel::<u8, 8>().1);
}

//! Cloning a lone producer.
//! Says: a lone producer is neither cloned nor shared: for many producers use `strait::mpsc`

use strait::{pipe, spsc};

fn main() {
    let (tx, _rx) = spsc::channel::<u8, 8>();
    let _ = tx.clone();

    let (tx, _rx) = pipe::channel::<u8, 8>();
    let _ = tx.clone();

    let mut ring = spsc::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split();
    let _ = tx.clone();
}

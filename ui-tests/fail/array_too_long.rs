//! An array of more messages than the channel has slots: refused by `cargo build`.
//! Says: evaluation panicked: an array of more messages than the channel has slots is never sent: send it in parts

use strait::{mpsc, pipe, spsc};

fn main() {
    let (tx, _rx) = spsc::channel::<u8, 4>();
    let _ = tx.try_send_array([0; 5]);

    let (tx, _rx) = mpsc::channel::<u8, 2>();
    let _ = tx.send_array([0; 3]);

    let (mut tx, _rx) = pipe::channel::<u8, 2>();
    let _ = tx.send_array_async([0; 4]);

    let (tx, _rx) = pipe::quiet_channel::<u8, 1>();
    let _ = tx.try_send_array([0; 2]);
}

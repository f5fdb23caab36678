//! Awaiting with the producer of a quiet channel.

use strait::{mpsc, spsc};

fn main() {
    let (mut tx, _rx) = spsc::quiet_channel::<u8, 8>();
    let _ = tx.send_async(1); //~ E0599
    let _ = tx.send_array_async([1, 2]); //~ E0599
    let _ = tx.flush_async(); //~ E0599
    let _ = tx.closed_async(); //~ E0599

    let (tx, _rx) = mpsc::quiet_channel::<u8, 8>();
    let _ = tx.send_async(1); //~ E0599
    let _ = tx.send_deque_async(&mut [1, 2].into()); //~ E0599
}

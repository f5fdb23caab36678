//! Awaiting with one of many producers of a quiet channel. (With a lone one: `quiet_waits`.)

use strait::mpsc;

fn main() {
    let (tx, _rx) = mpsc::quiet_channel::<u8, 8>();
    let _ = tx.send_async(1); //~ E0599
    let _ = tx.send_deque_async(&mut [1, 2].into()); //~ E0599
}

//! Iterators with many producers.
//! Says: one of many producers reserves no slot and sends no iterator: build the message first, then `try_send`, `send` or `send_async` it

use strait::mpsc;

fn main() {
    let (mut tx, _rx) = mpsc::channel::<u8, 8>();
    let _ = tx.try_send_many(&mut (0..4));
    let _ = tx.send_many(0..4);
    let _ = tx.send_many_async(0..4);

    let (mut tx, _rx) = mpsc::quiet_channel::<u8, 8>();
    let _ = tx.try_send_many(&mut (0..4));
}

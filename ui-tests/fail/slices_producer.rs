//! Slices and chunks at the sending end of a channel that is no `pipe`.
//! Says: slices and chunks exist on `pipe` alone: use `strait::pipe`, or `try_send_many` and `try_recv_many`

use strait::{mpsc, spsc};

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    let _ = tx.try_send_slice(&[1, 2]);
    let _ = tx.send_slice(&[1, 2]);
    let _ = tx.send_slice_async(&[1, 2]);
    let _ = tx.write_chunk(2);

    let (mut tx, _rx) = mpsc::channel::<u8, 8>();
    let _ = tx.try_send_slice(&[1, 2]);
    let _ = tx.send_slice(&[1, 2]);
    let _ = tx.send_slice_async(&[1, 2]);
    let _ = tx.write_chunk(2);

    let (mut tx, _rx) = mpsc::quiet_channel::<u8, 8>();
    let _ = tx.try_send_slice(&[1, 2]);
    let _ = tx.write_chunk(2);
}

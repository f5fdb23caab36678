//! Slices and chunks at the sending end of a channel that is no `pipe`.
//! Says: slices and chunks exist on `pipe` alone: use `strait::pipe`, or `try_send_many` and `try_recv_many`

use strait::{mpsc, spsc};

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    let _: usize = tx.try_send_slice(&[1, 2]);
    tx.send_slice(&[1, 2]).unwrap();
    let _ = tx.send_slice_async(&[1, 2]);
    let _ = tx.write_chunk(2).unwrap();

    let (tx, _rx) = mpsc::channel::<u8, 8>();
    let _: usize = tx.try_send_slice(&[1, 2]);
    tx.send_slice(&[1, 2]).unwrap();
    let _ = tx.send_slice_async(&[1, 2]);
    let _ = tx.write_chunk(2).unwrap();

    let tx = tx.quiet();
    let _: usize = tx.try_send_slice(&[1, 2]);
    let _ = tx.write_chunk(2).unwrap();
}

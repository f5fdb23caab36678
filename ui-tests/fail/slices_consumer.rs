//! Slices and chunks at the receiving end of a channel that is no `pipe`.
//! Says: slices and chunks exist on `pipe` alone: use `strait::pipe`, or `try_send_many` and `try_recv_many`

use strait::{mpsc, spsc};

fn main() {
    let mut block = [0; 4];

    let (_tx, mut rx) = spsc::channel::<u8, 8>();
    let _ = rx.try_recv_slice(&mut block);
    let _ = rx.recv_slice(&mut block);
    let _ = rx.recv_slice_async(&mut block);
    let _ = rx.read_chunk(4);

    let (_tx, mut rx) = mpsc::channel::<u8, 8>();
    let _ = rx.try_recv_slice(&mut block);
    let _ = rx.recv_slice(&mut block);
    let _ = rx.recv_slice_async(&mut block);
    let _ = rx.read_chunk(4);

    let (_tx, mut rx) = spsc::quiet_channel::<u8, 8>();
    let _ = rx.try_recv_slice(&mut block);
    let _ = rx.read_chunk(4);
}

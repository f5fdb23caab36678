//! Evicting from a channel that refuses.
//! Says: this channel refuses a message when it is full, and evicts none: `force_send` is for `strait::evict`

use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, _rx) = spsc::channel::<u8, 8>();
    let _ = tx.force_send(1);
    let _ = tx.force_send_many(&mut (0..3), &mut Vec::new());

    let (tx, _rx) = mpsc::channel::<u8, 8>();
    let _ = tx.force_send(1);

    let (tx, _rx) = pipe::quiet_channel::<u8, 8>();
    let _ = tx.force_send(1);
}

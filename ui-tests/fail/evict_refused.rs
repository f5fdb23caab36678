//! Sending what could be refused, to a channel that never refuses.
//! Says: the producer of `evict` never waits and is never refused: `force_send` is its only send

use strait::evict;

fn main() {
    let (tx, _rx) = evict::channel::<u8, 8>();
    let _ = tx.try_send(1);
    let _ = tx.try_send_array([1, 2]);
    let _ = tx.lossy();

    let (tx, _rx) = evict::quiet_channel::<u8, 8>();
    let _ = tx.try_send(1);
}

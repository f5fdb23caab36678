//! Waiting for room with a producer that makes room.
//! Says: the producers of this channel never wait: use `try_send` and the other try-operations, or `force_send` of `evict`

use std::time::{Duration, Instant};
use strait::evict;

fn main() {
    let (tx, _rx) = evict::channel::<u8, 8>();
    let _ = tx.send(1);
    let _ = tx.send_timeout(1, Duration::from_secs(1));
    let _ = tx.send_deadline(1, Instant::now());
    let _ = tx.send_array([1, 2]);
    let _ = tx.flush();
    let _ = tx.flush_timeout(Duration::from_secs(1));

    let (tx, _rx) = evict::quiet_channel::<u8, 8>();
    let _ = tx.send(1);
}

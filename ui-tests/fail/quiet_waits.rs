//! Waiting with the producer of a quiet channel.
//! Says: the producers of this channel never wait: use `try_send` and the other try-operations, or `force_send` of `evict`

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (mut tx, _rx) = spsc::quiet_channel::<u8, 8>();
    let _ = tx.send(1);
    let _ = tx.send_timeout(1, Duration::from_secs(1));
    let _ = tx.send_deadline(1, Instant::now());
    let _ = tx.send_async(1);
    let _ = tx.send_array([1, 2]);
    let _ = tx.send_array_async([1, 2]);
    let _ = tx.send_many(0..8);
    let _ = tx.send_many_async(0..8);
    let _ = tx.reserve();
    let _ = tx.reserve_async();
    let _ = tx.flush();
    let _ = tx.flush_timeout(Duration::from_secs(1));
    let _ = tx.flush_deadline(Instant::now());
    let _ = tx.flush_async();
    tx.closed();
    let _ = tx.closed_timeout(Duration::from_secs(1));
    let _ = tx.closed_async();

    let (tx, _rx) = mpsc::quiet_channel::<u8, 8>();
    let _ = tx.send(1);
    let _ = tx.send_deque(&mut [1, 2].into());

    let (mut tx, _rx) = pipe::quiet_channel::<u8, 8>();
    let _ = tx.send(1);
    let _ = tx.send_slice(&[1, 2]);
    let _ = tx.send_slice_async(&[1, 2]);
}

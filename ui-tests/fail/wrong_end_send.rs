//! Sending with a consumer.
//! Says: a consumer receives and cannot send: send with the producer that was made beside it

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let (_tx, mut rx) = spsc::channel::<u8, 8>();
    rx.try_send(1).unwrap();
    rx.send(1).unwrap();
    rx.send_timeout(1, Duration::from_secs(1)).unwrap();
    rx.send_deadline(1, Instant::now()).unwrap();
    let _ = rx.send_async(1);
    rx.try_send_array([1, 2]).unwrap();
    rx.send_array([1, 2]).unwrap();
    let _ = rx.send_array_async([1, 2]);
    let _: usize = rx.try_send_many(&mut (0..8));
    let _: usize = rx.send_many(0..8).unwrap();
    let _ = rx.send_many_async(0..8);
    rx.try_reserve().unwrap().send(1);
    rx.reserve().unwrap().send(1);
    let _ = rx.reserve_async();
    rx.flush_timeout(Duration::from_secs(1)).unwrap();
    rx.notify();
    let _ = rx.quiet();

    let (_tx, rx) = mpsc::channel::<u8, 8>();
    rx.send(1).unwrap();
    let _ = rx.into_sink();

    let (_tx, mut rx) = pipe::channel::<u8, 8>();
    rx.send(1).unwrap();
    let _: usize = rx.try_send_slice(&[1]);
    rx.send_slice(&[1]).unwrap();
    let _ = rx.send_slice_async(&[1]);
    let _ = rx.write_chunk(1).unwrap();
}

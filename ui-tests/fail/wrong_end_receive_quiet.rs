//! Receiving with a quiet producer.
//! Says: a producer sends and cannot receive: receive with the consumer that was made beside it

use std::time::{Duration, Instant};
use strait::{mpsc, pipe, spsc};

fn main() {
    let mut tx = spsc::channel::<u8, 8>().0.quiet();
    let _: u8 = tx.try_recv().unwrap();
    let _: u8 = tx.recv().unwrap();
    let _: u8 = tx.recv_timeout(Duration::from_secs(1)).unwrap();
    let _: u8 = tx.recv_deadline(Instant::now()).unwrap();
    let _ = tx.recv_async();
    let _: usize = tx.try_recv_many(&mut vec![0], 8);
    let _: usize = tx.recv_many(&mut vec![0], 8).unwrap();
    let _: usize = tx.recv_batch(&mut vec![0], 8, Instant::now()).unwrap();
    let _ = tx.recv_many_async(&mut vec![0], 8);
    let _: Option<&u8> = tx.peek();
    let _: Option<&mut u8> = tx.peek_mut();
    for _ in tx.drain() {}
    for _ in tx.iter() {}

    let tx = mpsc::channel::<u8, 8>().0.quiet();
    let _: u8 = tx.recv().unwrap();
    for _ in tx.into_iter() {}

    let mut tx = pipe::channel::<u8, 8>().0.quiet();
    let _: u8 = tx.recv().unwrap();
    let _: usize = tx.try_recv_slice(&mut [0]);
    let _: usize = tx.recv_slice(&mut [0]);
    let _ = tx.recv_slice_async(&mut [0]);
    let _ = tx.read_chunk(1).unwrap();
}

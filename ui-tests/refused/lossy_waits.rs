//! Waiting with a producer that loses instead.

use std::time::Duration;
use strait::{mpsc, spsc};

fn main() {
    let (tx, _rx) = spsc::channel::<u8, 8>();
    let mut tx = tx.lossy();
    let _ = tx.send_timeout(1, Duration::ZERO); //~ E0599
    let _ = tx.send_async(1); //~ E0599
    let _ = tx.reserve(); //~ E0599
    let _ = tx.flush(); //~ E0599

    let (tx, _rx) = mpsc::channel::<u8, 8>();
    let _ = tx.lossy().send_deque(&mut [1].into()); //~ E0599
}

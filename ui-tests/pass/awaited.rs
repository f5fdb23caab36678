//! Awaiting what is a future.

use strait::{mpsc, spsc};

async fn forward(tx: &mut spsc::Producer<u8, 8>, rx: &mut mpsc::Consumer<u8, 8>) {
    tx.send_async(1).await.unwrap();
    rx.recv_async().await.unwrap();
}

fn main() {
    let (mut tx, _rx) = spsc::channel();
    let (_tx, mut rx) = mpsc::channel();
    drop(forward(&mut tx, &mut rx));
}

//! Awaiting what blocks.

use strait::{mpsc, spsc};

async fn forward(tx: &spsc::Producer<u8, 8>, rx: &mpsc::Consumer<u8, 8>) {
    tx.send(1).await.unwrap(); //~ E0277
    rx.recv().await.unwrap(); //~ E0277
}

fn main() {
    let (tx, _rx) = spsc::channel();
    let (_tx, rx) = mpsc::channel();
    drop(forward(&tx, &rx));
}

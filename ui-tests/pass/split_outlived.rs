//! Handles that live as long as they like own their channel, or borrow a static one.

use strait::{mpsc, pipe, spsc};

fn returned() -> (spsc::Producer<u8, 8>, spsc::Consumer<u8, 8>) {
    spsc::channel()
}

fn run_detached<W: FnOnce() + 'static>(work: W) {
    work();
}

fn main() {
    let mut ring = mpsc::Channel::<u8, 8>::new();
    let tx = {
        let (tx, _rx) = ring.split();
        tx
    };
    assert!(tx.is_closed());

    static SAMPLES: pipe::Channel<u8, 8> = pipe::Channel::new();
    let (tx, _rx) = SAMPLES.try_split().unwrap();
    run_detached(move || tx.close());

    assert!(!returned().0.is_closed());
}

//! Borrowed handles that would outlive their channel.

use strait::{mpsc, pipe, spsc};

fn returned<'a>() -> (spsc::ProducerRef<'a, u8, 8>, spsc::ConsumerRef<'a, u8, 8>) {
    let mut ring = spsc::Channel::new();
    ring.split() //~ E0515
}

fn run_detached<W: FnOnce() + 'static>(_: W) {}

fn main() {
    let tx;
    {
        let mut ring = mpsc::Channel::<u8, 8>::new();
        (tx, _) = ring.split(); //~ E0597
    }
    let _ = tx.try_send(1);

    let mut ring = pipe::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split(); //~ E0597
    run_detached(move || tx.close());

    let _ = returned();
}

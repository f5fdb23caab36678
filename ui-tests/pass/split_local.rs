//! A local channel is split by `split`, one that is never dropped by `try_split`.

use strait::{mpsc, pipe, spsc};

static EVENTS: mpsc::Channel<u8, 8> = mpsc::Channel::new();

fn main() {
    let mut ring = spsc::Channel::<u8, 8>::new();
    let (tx, _rx) = ring.split();
    tx.try_send(1).unwrap();

    let leaked = Box::leak(Box::new(pipe::Channel::<u8, 8>::new()));
    assert!(leaked.try_split().is_some());

    assert!(EVENTS.try_split().is_some());
}

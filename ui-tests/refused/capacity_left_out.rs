//! The capacity is part of the type, and nothing that is done with a channel tells it.

use strait::{mpsc, pipe, spsc};

struct Service {
    _requests: mpsc::Consumer<u32>, //~ E0107
}

fn inferred() {
    let (tx, mut rx) = mpsc::channel(); //~ E0284
    std::thread::spawn(move || tx.send(1_u32));
    for message in rx.iter() {
        assert_eq!(message, 1);
    }
}

fn message_alone() {
    let (_tx, _rx) = spsc::channel::<u32>(); //~ E0107
    let _channel = pipe::Channel::<u32>::new(); //~ E0107
}

fn main() {
    inferred();
    message_alone();
}

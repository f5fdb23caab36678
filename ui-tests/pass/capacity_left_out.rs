//! The capacity is written out once, where the channel is made; the message may be inferred.

use strait::{mpsc, pipe, spsc};

struct Service {
    _requests: mpsc::Consumer<u32, 8>,
}

fn main() {
    let (tx, mut rx) = mpsc::channel::<_, 8>();
    std::thread::spawn(move || tx.send(1_u32));
    for message in rx.iter() {
        assert_eq!(message, 1);
    }
    let _service = Service { _requests: rx };

    let (_tx, _rx) = spsc::channel::<u32, 8>();
    let _channel = pipe::Channel::<u32, 8>::new();
}

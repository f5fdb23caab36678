//! Two consumers are those of two channels.

use strait::{mpsc, pipe, spsc};

fn main() {
    let [(_, rx), (_, other)] = [spsc::channel::<u8, 8>(), spsc::channel()];
    assert!(!rx.same_channel(&other));

    let [(_, rx), (_, other)] = [mpsc::channel::<u8, 8>(), mpsc::channel()];
    assert!(!rx.same_channel(&other));

    let [(_, rx), (_, other)] = [pipe::channel::<u8, 8>(), pipe::channel()];
    assert!(!rx.same_channel(&other));
}

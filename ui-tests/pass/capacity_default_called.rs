//! `default` called on a channel.

use strait::{mpsc, spsc};

fn main() {
    assert_eq!(mpsc::Channel::<u8, 1024>::default().capacity(), 1024);
    assert_eq!(spsc::QuietChannel::<u8, 1>::default().capacity(), 1);
}

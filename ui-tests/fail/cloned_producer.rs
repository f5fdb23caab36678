//! Cloning a lone producer, an ordinary and a quiet one.
//! Shows: doesn't satisfy `strait::wait::single::Single: Shared`

use strait::{pipe, spsc};

fn main() {
    let (tx, _rx) = spsc::channel::<u8, 8>();
    let _ = tx.clone();

    let (tx, _rx) = pipe::channel::<u8, 8>();
    let _ = tx.clone();

    let mut channel = spsc::Channel::<u8, 8>::new();
    let (tx, _rx) = channel.split();
    let _ = tx.clone();

    let (tx, _rx) = spsc::quiet_channel::<u8, 8>();
    let _ = tx.clone();
}

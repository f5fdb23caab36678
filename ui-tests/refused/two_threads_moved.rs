//! A lone producer moved into two threads.

use std::thread;
use strait::{pipe, spsc};

fn main() {
    let (tx, _rx) = spsc::channel::<u8, 8>();
    thread::spawn(move || tx.send(1));
    thread::spawn(move || tx.send(2)); //~ E0382

    let (tx, _rx) = pipe::channel::<u8, 8>();
    thread::spawn(move || tx.send(1));
    thread::spawn(move || tx.send(2)); //~ E0382
}

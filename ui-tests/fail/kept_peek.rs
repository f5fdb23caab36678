//! The next message, looked at after it was received.

use strait::{mpsc, pipe, spsc};

fn main() {
    let (_tx, mut rx) = spsc::channel::<u8, 8>();
    let first = rx.peek().unwrap();
    let _ = rx.try_recv();
    println!("{first}");

    let (_tx, mut rx) = mpsc::channel::<u8, 8>();
    let first = rx.peek().unwrap();
    rx.close();
    println!("{first}");

    let (_tx, mut rx) = pipe::channel::<u8, 8>();
    let first = rx.peek_mut().unwrap();
    let _ = rx.recv();
    *first += 1;
}

//! The next message, looked at after it was received, be it through `&self`.

use strait::{mpsc, pipe, spsc};

fn main() {
    let (_tx, mut rx) = spsc::channel::<u8, 8>();
    let first = rx.peek().unwrap();
    let _ = rx.try_recv(); //~ E0502
    println!("{first}");

    let (_tx, mut rx) = mpsc::channel::<u8, 8>();
    let first = rx.peek().unwrap();
    rx.close(); //~ E0502
    println!("{first}");

    let (_tx, mut rx) = mpsc::channel::<u8, 8>();
    let first = rx.peek().unwrap();
    drop(rx.drain()); //~ E0499
    println!("{first}");

    let (_tx, mut rx) = pipe::channel::<u8, 8>();
    let first = rx.peek_mut().unwrap();
    let _ = rx.recv(); //~ E0502
    *first += 1;
}

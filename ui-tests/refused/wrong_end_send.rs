//! Sending with a consumer.

use strait::{mpsc, pipe, spsc};

fn main() {
    let (_tx, rx) = spsc::channel::<u8, 8>();
    let _ = rx.try_send(1); //~ E0599
    let _ = rx.send(1); //~ E0599
    let _ = rx.send_async(1); //~ E0599
    let _ = rx.try_send_array([1, 2]); //~ E0599
    let _ = rx.try_send_many(&mut (0..8)); //~ E0599
    let _ = rx.try_reserve(); //~ E0599
    rx.flush(); //~ E0599

    let (_tx, rx) = mpsc::channel::<u8, 8>();
    let _ = rx.send(1); //~ E0599

    let (_tx, rx) = pipe::channel::<u8, 8>();
    let _ = rx.send(1); //~ E0599
    let _ = rx.try_send_slice(&[1]); //~ E0599
    let _ = rx.write_chunk(1); //~ E0599

    let (_tx, rx) = spsc::quiet_channel::<u8, 8>();
    let _ = rx.try_send(1); //~ E0599
    rx.notify(); //~ E0599
}

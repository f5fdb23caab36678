//! The wrong end of a oneshot channel, and an end that is shared or cloned.

use std::thread;
use strait::oneshot;

fn main() {
    let (tx, rx) = oneshot::channel::<u8>();
    let _ = rx.send(1); //~ E0599
    let _ = tx.recv(); //~ E0599
    let _ = tx.clone(); //~ E0599
    shared();
}

fn shared() {
    let (_tx, rx) = oneshot::channel::<u8>();
    thread::scope(|scope| {
        scope.spawn(|| rx.try_recv()); //~ E0277
        scope.spawn(|| rx.try_recv());
    });
}

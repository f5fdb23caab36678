//! A value that threads cannot share, published to readers in other threads.

use std::{cell::Cell, thread};
use strait::watch;

fn main() {
    let (mut tx, _rx) = watch::channel::<_, 2>(Cell::new(0));
    thread::spawn(move || tx.send(Cell::new(1)).is_ok()); //~ E0277
    two_writers();
}

fn two_writers() {
    let (tx, _rx) = watch::channel::<_, 2>(0);
    let _ = tx.clone(); //~ E0599
}

//! A value that threads can share, published to readers in other threads.

use std::{sync::atomic::AtomicU32, thread};
use strait::watch;

fn main() {
    let (mut tx, rx) = watch::channel::<_, 2>(AtomicU32::new(0));
    thread::spawn(move || tx.send(AtomicU32::new(1)).is_ok());
    let _second = rx.try_clone().unwrap();
}

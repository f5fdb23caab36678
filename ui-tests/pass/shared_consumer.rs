//! A consumer goes to one thread, or stands behind a lock.

use std::sync::{Arc, Mutex};
use strait::{mpsc, pipe, spsc};

fn to_another_thread<H: Send>(_: H) {}

fn main() {
    to_another_thread(spsc::channel::<u8, 8>().1);
    to_another_thread(&mut pipe::channel::<u8, 8>().1);

    let (tx, rx) = mpsc::channel::<u8, 8>();
    let rx = Arc::new(Mutex::new(rx));
    to_another_thread(rx.clone());
    tx.try_send(1).unwrap();
    assert_eq!(rx.lock().unwrap().try_recv(), Ok(1));
}

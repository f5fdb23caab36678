//! Each end of a oneshot channel in a thread of its own.

use std::thread;
use strait::oneshot;

fn main() {
    let (tx, rx) = oneshot::channel::<u8>();
    thread::scope(|scope| {
        scope.spawn(move || tx.send(1));
        scope.spawn(move || assert_eq!(rx.recv(), Ok(1)));
    });
}

//! The one message, sent twice and waited for twice.

use strait::oneshot;

fn main() {
    let (tx, rx) = oneshot::channel::<u8>();
    let _ = tx.send(1);
    let _ = tx.send(2); //~ E0382
    let _ = rx.recv();
    let _ = rx.recv(); //~ E0382
}

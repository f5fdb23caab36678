//! The quiet producer of `mpsc` can be cloned.

use strait::mpsc;

fn main() {
    let (tx, rx) = mpsc::channel::<u8, 8>();
    let tx = tx.quiet();
    assert!(tx.clone().same_channel(&rx));
}

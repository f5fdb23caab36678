//! The one message, sent once and waited for once; a slot serves the next one.

use strait::oneshot;

fn main() {
    let mut slot = oneshot::Slot::new();
    for n in 0..2 {
        let (tx, rx) = slot.split();
        tx.send(n).unwrap();
        assert_eq!(rx.recv(), Ok(n));
    }
}

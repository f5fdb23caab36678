//! What evicts, and what refuses and counts.

use strait::{evict, spsc};

fn main() {
    let (mut tx, rx) = evict::channel::<u8, 1>();
    assert_eq!(tx.force_send_many(&mut (0..3), &mut Vec::new()), Ok(2));
    assert_eq!((rx.try_recv(), rx.lost()), (Ok(2), 2));

    let (tx, rx) = spsc::channel::<u8, 1>();
    let tx = tx.lossy();
    assert_eq!((tx.send(1), tx.send(2)), (Ok(None), Ok(Some(2))));
    assert_eq!((rx.try_recv(), rx.lost()), (Ok(1), 1));
}

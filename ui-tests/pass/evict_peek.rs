//! A message that was taken is evicted no more; other channels show theirs.

use strait::{evict, spsc};

fn main() {
    let (tx, rx) = evict::channel::<u8, 1>();
    tx.force_send(1).unwrap();
    let taken = rx.try_recv();
    assert_eq!(tx.force_send(2), Ok(None));
    assert_eq!(taken, Ok(1));

    let (tx, mut rx) = spsc::channel::<u8, 1>();
    tx.try_send(1).unwrap();
    assert_eq!(rx.peek(), Some(&1));
}

//! A producer that loses sends at once or not at all; as it was before, it waits.

use std::time::Duration;
use strait::spsc;

fn main() {
    let (tx, rx) = spsc::channel::<u8, 8>();
    let mut tx = tx.lossy();
    assert_eq!(tx.send(1), Ok(None));
    assert_eq!(tx.send_many(&mut (0..8), &mut Vec::new()), Ok(1));
    assert_eq!(tx.lost(), 1);
    let tx = tx.into_inner();
    assert!(tx.send_timeout(1, Duration::ZERO).is_err());
    assert_eq!(rx.len(), 8);
}

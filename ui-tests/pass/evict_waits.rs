//! A producer that makes room sends at once; it waits for the close alone.

use strait::evict;

fn main() {
    let (tx, rx) = evict::channel::<u8, 1>();
    assert_eq!(tx.force_send(1), Ok(None));
    assert_eq!(tx.force_send(2), Ok(Some(1)));
    assert_eq!(rx.recv(), Ok(2));
    drop(rx);
    tx.closed();

    let (tx, rx) = evict::quiet_channel::<u8, 1>();
    tx.force_send(1).unwrap();
    tx.notify();
    assert_eq!(rx.try_recv(), Ok(1));
}

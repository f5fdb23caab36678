//! Many producers build a message first and send it then.

use strait::{SendError, TrySendError, mpsc};

fn main() {
    let (tx, rx) = mpsc::channel::<u8, 1>();
    tx.try_send(1).unwrap();
    assert_eq!(tx.try_send(2), Err(TrySendError::Full(2)));
    assert_eq!(tx.send_async(3).into_inner(), Some(3));
    assert_eq!(rx.try_recv(), Ok(1));
    drop(rx);
    assert_eq!(tx.send(4), Err(SendError(4)));
}

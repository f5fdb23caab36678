//! The channel that evicts.

use strait::evict;

fn main() {
    let (mut tx, mut rx) = evict::channel::<u8, 2>();
    assert_eq!(tx.force_send(1), Ok(None));
    assert_eq!(tx.force_send_many(&mut (2..4), &mut Vec::new()), Ok(1));
    assert_eq!(rx.drain().collect::<Vec<_>>(), [2, 3]);
}

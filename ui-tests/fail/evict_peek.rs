//! Looking at a message that might be evicted meanwhile.
//! Says: a message in `evict` may be evicted while it is looked at: take it with `try_recv` or `recv`

use strait::evict;

fn main() {
    let (_tx, mut rx) = evict::channel::<u8, 8>();
    let _ = rx.peek();
    let _ = rx.peek_mut();

    let (_tx, mut rx) = evict::quiet_channel::<u8, 8>();
    let _ = rx.peek();
}

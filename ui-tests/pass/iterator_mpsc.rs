//! Many producers collect their messages first and send them from a deque.

use std::collections::VecDeque;
use strait::mpsc;

fn main() {
    let mut messages = VecDeque::from_iter(0..4);

    let (tx, rx) = mpsc::channel::<u8, 2>();
    assert_eq!(tx.try_send_deque(&mut messages), 2);
    drop(rx);
    assert_eq!(tx.send_deque(&mut messages).unwrap_err().sent, 0);
    drop(tx.send_deque_async(&mut messages));
    assert_eq!(messages, [2, 3]);

    let (tx, rx) = mpsc::quiet_channel::<u8, 2>();
    assert_eq!(tx.try_send_deque(&mut messages), 2);
    assert_eq!(rx.len(), 2);
}

//! A waker of one that waits panics when the channel is closed.

use crate::panicking::panics;
use crate::polling::poll;
use crate::waking::counting;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::task::{Wake, Waker};

struct Bomb;

impl Wake for Bomb {
    fn wake(self: Arc<Self>) {
        resume_unwind(Box::new("a waker that panics"));
    }
}

#[test]
fn a_close_whose_first_wake_panics_wakes_the_other_producers() {
    let (tx, rx) = strait::mpsc::channel::<u8, 1>();
    tx.try_send(0).unwrap();
    let (waker, wakes) = counting();
    let mut first = tx.send_async(1);
    assert!(poll(&mut first, &Waker::from(Arc::new(Bomb))).is_pending());
    let mut others = [2, 3, 4].map(|number| tx.send_async(number));
    assert!(others.iter_mut().all(|sending| poll(sending, &waker).is_pending()));
    assert!(panics(|| rx.close()));
    assert_eq!(wakes.count(), 3);
    assert!(others.iter_mut().all(|sending| poll(sending, &waker).is_ready()));
}

/// Each of them panics: one panic goes on, and nothing aborts.
#[test]
fn a_close_whose_wakes_all_panic_closes() {
    for by_drop in [false, true] {
        let (tx, rx) = strait::mpsc::channel::<u8, 1>();
        tx.try_send(0).unwrap();
        let bomb = Waker::from(Arc::new(Bomb));
        let (waker, wakes) = counting();
        let mut waiting = [1, 2, 3].map(|number| tx.send_async(number));
        for (sending, waker) in waiting.iter_mut().zip([&bomb, &bomb, &waker]) {
            assert!(poll(sending, waker).is_pending());
        }
        if by_drop {
            assert!(panics(|| drop(rx)));
        } else {
            assert!(panics(|| rx.close()));
        }
        assert_eq!(wakes.count(), 1);
        assert!(tx.is_closed() && waiting.iter_mut().all(|sending| poll(sending, &bomb).is_ready()));
    }
}

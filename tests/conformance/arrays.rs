//! Arrays: whole or not at all, unbroken in order, blocking and async.

use crate::harness::{Receives, Sends, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::task::Poll;
use std::thread;
use strait::{SendError, TrySendError, mpsc};

mod of_any_capacity {
    tests! { on every channel:
        an_array_of_none_is_sent_at_once_even_on_a_full_or_closed_channel(u32);
    }

    use super::{Receives, Sends, fill};
    use futures::executor::block_on;

    fn an_array_of_none_is_sent_at_once_even_on_a_full_or_closed_channel(
        mut tx: impl Sends<u32>,
        mut rx: impl Receives<u32>,
    ) {
        let capacity = tx.capacity();
        fill(&mut tx, capacity);
        for _ in 0..2 {
            assert_eq!(tx.try_send_array([]), Ok(()));
            assert_eq!(tx.send_array([]), Ok(()));
            assert_eq!(block_on(tx.send_array_async([])), Ok(()));
            rx.close();
        }
        assert_eq!(rx.len(), capacity);
    }
}

tests! { on [spsc mpsc pipe] with [2 8 1024]:
    an_array_is_sent_whole_or_handed_back(u32) at_every_fill;
    arrays_wrap_round_the_rings_end(u32);
    send_array_waits_until_all_of_it_has_room(u32);
    a_close_hands_a_waiting_array_back(u32);
    send_array_async_waits_until_all_of_it_has_room(u32);
    an_unfinished_array_future_gives_its_array_back(u32);
}

fn an_array_is_sent_whole_or_handed_back(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>, count: usize) {
    fill(&mut tx, count);
    let fits = count + 2 <= tx.capacity();
    let expected = if fits { Ok(()) } else { Err(TrySendError::Full([1000, 1001])) };
    assert_eq!(tx.try_send_array([1000, 1001]), expected);
    let sent = if fits { vec![1000, 1001] } else { Vec::new() };
    assert!(rx.drain().eq((0..count as u32).chain(sent)));
}

fn arrays_wrap_round_the_rings_end(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    tx.try_send(0).unwrap();
    for n in 0..tx.capacity() as u32 {
        // One message stays ahead, so every second array lies across the end of a ring whose capacity is even.
        rx.try_recv().unwrap();
        assert_eq!(tx.try_send_array([n, n + 1]), Ok(()));
        assert_eq!(rx.try_recv(), Ok(n));
        assert_eq!(rx.peek(), Some(&(n + 1)));
    }
}

fn send_array_waits_until_all_of_it_has_room(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    thread::scope(|scope| {
        let sender = scope.spawn(move || (tx.send_array([1000, 1001]), tx));
        let_it_park();
        assert_eq!(rx.try_recv(), Ok(0));
        let_it_park();
        assert!(rx.len() < capacity, "one free place is not enough");
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(sender.join().unwrap().0, Ok(()));
    });
    assert!(rx.drain().eq((2..capacity as u32).chain([1000, 1001])));
}

fn a_close_hands_a_waiting_array_back(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_array([1000, 1001]));
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(SendError([1000, 1001])));
    });
}

fn send_array_async_waits_until_all_of_it_has_room(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    let (waker, wakes) = counting();
    let mut sending = tx.send_array_async([1000, 1001]);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(rx.try_recv(), Ok(0));
    assert!(poll(&mut sending, &waker).is_pending(), "one free place is not enough");
    assert_eq!(rx.try_recv(), Ok(1));
    assert!(wakes.count() >= 1, "the room wakes the task");
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    drop(sending);
    assert!(rx.drain().eq((2..capacity as u32).chain([1000, 1001])));
}

fn an_unfinished_array_future_gives_its_array_back(mut tx: impl Sends<u32>, _rx: impl Receives<u32>) {
    use crate::harness::Unsent as _;

    let capacity = tx.capacity();
    fill(&mut tx, capacity);
    let (waker, _) = counting();
    let mut sending = tx.send_array_async([1000, 1001]);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(sending.into_inner(), Some([1000, 1001]));
    assert_eq!(tx.send_array_async([1002]).into_inner(), Some([1002]), "not polled at all");
}

/// No other producer's message comes between those of an array.
#[test]
fn arrays_of_racing_producers_stay_unbroken() {
    const EACH: u32 = 2000;
    let (tx, mut rx) = mpsc::channel::<[u32; 2], 8>();
    for producer in 0..3 {
        let tx = tx.clone();
        thread::spawn(move || {
            for n in 0..EACH {
                tx.send_array([[producer, n * 3], [producer, n * 3 + 1], [producer, n * 3 + 2]]).unwrap();
            }
        });
    }
    drop(tx);
    for _ in 0..3 * EACH {
        let [producer, first] = rx.recv().unwrap();
        assert_eq!((rx.recv(), rx.recv()), (Ok([producer, first + 1]), Ok([producer, first + 2])));
    }
    assert!(rx.recv().is_err());
}

//! Arrays: whole or not at all, unbroken in order, blocking and async.

use crate::harness::{Receives, Receiving as _, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::task::Poll;
use std::thread;
use strait::{Refuses, SendError, TrySendError, Waits, mpsc};

tests! { on every channel that waits:
    an_array_of_none_is_sent_at_once_even_on_a_full_or_closed_channel;
}

tests! { in on_every_channel_with_room_for_two: [spsc mpsc pipe quiet_spsc quiet_mpsc quiet_pipe] [2 8 1024]
    an_array_is_sent_whole_or_handed_back at_every_fill;
    arrays_wrap_round_the_rings_end;
}

tests! { in on_every_channel_with_room_for_two_that_waits: [spsc mpsc pipe] [2 8 1024]
    send_array_waits_until_all_of_it_has_room;
    a_close_hands_a_waiting_array_back;
    send_array_async_waits_until_all_of_it_has_room;
    an_unfinished_array_future_gives_its_array_back;
}

fn an_array_of_none_is_sent_at_once_even_on_a_full_or_closed_channel<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    fill(&tx, N);
    for _ in 0..2 {
        assert_eq!(tx.try_send_array([]), Ok(()));
        assert_eq!(tx.send_array([]), Ok(()));
        assert_eq!(block_on(M::send_array_async(&mut tx, [])), Ok(()));
        rx.close();
    }
    assert_eq!(rx.len(), N);
}

fn an_array_is_sent_whole_or_handed_back<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    let fits = count + 2 <= N;
    let expected = if fits { Ok(()) } else { Err(TrySendError::Full([1000, 1001])) };
    assert_eq!(tx.try_send_array([1000, 1001]), expected);
    let sent = if fits { vec![1000, 1001] } else { Vec::new() };
    assert!(rx.drain().eq((0..count as u32).chain(sent)));
}

fn arrays_wrap_round_the_rings_end<M: Refuses + Receives, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    tx.try_send(0).unwrap();
    for n in 0..N as u32 {
        // One message stays ahead, so every second array lies across the end of a ring whose capacity is even.
        rx.try_recv().unwrap();
        assert_eq!(tx.try_send_array([n, n + 1]), Ok(()));
        assert_eq!(rx.try_recv(), Ok(n));
        rx.peeked(|next| assert_eq!(next, Some(&(n + 1))));
    }
}

fn send_array_waits_until_all_of_it_has_room<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let sender = scope.spawn(move || (tx.send_array([1000, 1001]), tx));
        let_it_park();
        assert_eq!(rx.try_recv(), Ok(0));
        let_it_park();
        assert!(rx.len() < N, "one free place is not enough");
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(sender.join().unwrap().0, Ok(()));
    });
    assert!(rx.drain().eq((2..N as u32).chain([1000, 1001])));
}

fn a_close_hands_a_waiting_array_back<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_array([1000, 1001]));
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(SendError([1000, 1001])));
    });
}

fn send_array_async_waits_until_all_of_it_has_room<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    fill(&tx, N);
    let (waker, wakes) = counting();
    let mut sending = M::send_array_async(&mut tx, [1000, 1001]);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(rx.try_recv(), Ok(0));
    assert!(poll(&mut sending, &waker).is_pending(), "one free place is not enough");
    assert_eq!(rx.try_recv(), Ok(1));
    assert!(wakes.count() >= 1, "the room wakes the task");
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    drop(sending);
    assert!(rx.drain().eq((2..N as u32).chain([1000, 1001])));
}

fn an_unfinished_array_future_gives_its_array_back<M: Sends, const N: usize>(mut tx: Tx<N, M>, _rx: Rx<N, M>) {
    fill(&tx, N);
    let (waker, _) = counting();
    let mut sending = M::send_array_async(&mut tx, [1000, 1001]);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(sending.into_inner(), Some([1000, 1001]));
    assert_eq!(M::send_array_async(&mut tx, [1002]).into_inner(), Some([1002]), "not polled at all");
}

/// No other producer's message comes between those of an array.
#[test]
fn arrays_of_racing_producers_stay_unbroken() {
    const EACH: u32 = 2000;
    let (tx, rx) = mpsc::channel::<[u32; 2], 8>();
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

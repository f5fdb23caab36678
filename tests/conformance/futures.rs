//! Futures: they do nothing before their first poll, hold nothing that was received, and give back what was not sent.

use crate::harness::{Receives, Receiving as _, Rx, Sends, Tx, fill};
use crate::polling::poll;
use crate::waking::counting;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use strait::{Refuses, SendError};

tests! { on every channel:
    a_receive_that_was_not_polled_has_taken_nothing;
    a_pending_receive_that_is_dropped_loses_nothing;
}

tests! { on every channel that waits:
    a_send_that_was_not_polled_has_sent_nothing;
    a_woken_receive_that_is_dropped_loses_nothing;
    a_pending_send_that_is_dropped_sends_nothing;
    a_woken_send_that_is_dropped_sends_nothing;
    an_unfinished_send_gives_its_value_back;
    a_finished_send_has_nothing_to_give_back;
    a_send_that_was_refused_hands_its_value_back;
    a_send_that_is_polled_again_after_it_was_ready_does_not_say_that_it_sent;
    room_wakes_a_pending_send;
    a_message_wakes_a_pending_receive;
    the_waker_of_the_last_poll_is_the_one_that_is_woken;
}

fn a_send_that_was_not_polled_has_sent_nothing<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    drop(M::send_async(&mut tx, 7));
    drop(M::send_array_async(&mut tx, [7]));
    drop(M::send_batch_async(&mut tx, &mut [7].into()));
    assert_eq!(rx.drain().count(), 0);
}

fn a_receive_that_was_not_polled_has_taken_nothing<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    tx.try_send(7).unwrap();
    drop(rx.recv_async());
    drop(rx.recv_many_async(&mut Vec::new(), 1));
    assert_eq!(rx.try_recv(), Ok(7));
}

fn a_pending_receive_that_is_dropped_loses_nothing<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    assert!(poll(&mut rx.recv_async(), &waker).is_pending());
    tx.try_send(7).unwrap();
    assert_eq!(wakes.count(), 0, "who is gone is not woken");
    assert_eq!(rx.try_recv(), Ok(7));
}

fn a_woken_receive_that_is_dropped_loses_nothing<M: Sends, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    tx.try_send(7).unwrap();
    drop(receiving);
    assert_eq!((wakes.count(), rx.try_recv()), (1, Ok(7)));
}

fn a_pending_send_that_is_dropped_sends_nothing<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    fill(&tx, N);
    assert!(poll(&mut M::send_async(&mut tx, 7), &waker).is_pending());
    assert!(rx.drain().eq(0..N as u32));
    assert_eq!(wakes.count(), 0, "who is gone is not woken");
}

fn a_woken_send_that_is_dropped_sends_nothing<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    fill(&tx, N);
    let mut sending = M::send_async(&mut tx, 7);
    assert!(poll(&mut sending, &waker).is_pending());
    assert!(rx.drain().eq(0..N as u32));
    assert_eq!(wakes.count(), 1);
    drop(sending);
    assert!(rx.is_empty());
    assert_eq!(tx.try_send(8), Ok(()));
}

fn an_unfinished_send_gives_its_value_back<M: Sends, const N: usize>(mut tx: Tx<N, M>, _rx: Rx<N, M>) {
    let (waker, _) = counting();
    assert_eq!(M::send_async(&mut tx, 7).into_inner(), Some(7), "not polled at all");
    fill(&tx, N);
    let mut sending = M::send_async(&mut tx, 8);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(sending.into_inner(), Some(8));
}

fn a_finished_send_has_nothing_to_give_back<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, _) = counting();
    let mut sending = M::send_async(&mut tx, 7);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    assert_eq!(sending.into_inner(), None);
    assert_eq!(rx.try_recv(), Ok(7));
}

fn a_send_that_was_refused_hands_its_value_back<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, _) = counting();
    rx.close();
    let mut sending = M::send_async(&mut tx, 7);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(SendError(7))));
    assert_eq!(sending.into_inner(), None, "it is in the error, and not twice");
}

fn a_send_that_is_polled_again_after_it_was_ready_does_not_say_that_it_sent<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    rx.close();
    let (waker, _) = counting();
    let mut sending = M::send_async(&mut tx, 7);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(SendError(7))));
    assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut sending, &waker))).is_err());
}

fn room_wakes_a_pending_send<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    fill(&tx, N);
    for n in 0..5 {
        let mut sending = M::send_async(&mut tx, N as u32 + n);
        assert!(poll(&mut sending, &waker).is_pending());
        assert_eq!(rx.try_recv(), Ok(n));
        assert_eq!(wakes.count(), n as usize + 1);
        assert_eq!(poll(&mut sending, &waker), Poll::Ready(Ok(())));
    }
}

fn a_message_wakes_a_pending_receive<M: Sends, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    for n in 0..5 {
        let mut receiving = rx.recv_async();
        assert!(poll(&mut receiving, &waker).is_pending());
        tx.try_send(n).unwrap();
        assert_eq!(wakes.count(), n as usize + 1);
        assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(n)));
    }
}

fn the_waker_of_the_last_poll_is_the_one_that_is_woken<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let ((old, old_wakes), (new, new_wakes)) = (counting(), counting());
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &old).is_pending());
    assert!(poll(&mut receiving, &new).is_pending());
    fill(&tx, N);
    assert_eq!((old_wakes.count(), new_wakes.count()), (0, 1));
    drop(receiving);

    let mut sending = M::send_async(&mut tx, 7);
    assert!(poll(&mut sending, &old).is_pending());
    assert!(poll(&mut sending, &new).is_pending());
    assert_eq!(rx.drain().count(), N);
    assert_eq!((old_wakes.count(), new_wakes.count()), (0, 2));
}

//! Sending many: what was not sent is still the caller's, in the iterator or in the deque.

use crate::harness::{Batches, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::collections::VecDeque;
use std::task::{Context, Poll};
use std::thread;
use strait::{LoneProducer, PartialSendError, Waits};

tests! { on every channel:
    a_batch_fills_the_ring_and_keeps_the_rest at_every_fill;
}

tests! { on every channel that waits:
    nothing_to_send_is_no_error_even_on_a_closed_channel at_every_fill;
    a_closed_channel_takes_nothing_from_a_batch at_every_fill;
    a_batch_that_fits_exactly_is_sent_without_a_consumer;
    send_many_waits_for_room_part_by_part;
    send_many_says_how_many_went_before_the_close;
    send_many_async_sends_part_by_part_and_keeps_the_rest_when_dropped;
    send_many_async_says_how_many_went_before_the_close;
}

fn batch(len: usize) -> VecDeque<u32> {
    (1000..1000 + len as u32).collect()
}

fn a_batch_fills_the_ring_and_keeps_the_rest<M: Batches, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut messages = batch(N + 3);
    assert_eq!(M::try_send_batch(&mut tx, &mut messages), N - count);
    assert!(messages.iter().copied().eq(batch(N + 3).into_iter().skip(N - count)));
    assert_eq!(M::try_send_batch(&mut tx, &mut messages), 0, "the ring is full");
    assert!(rx.drain().eq((0..count as u32).chain(batch(N - count))));
}

fn nothing_to_send_is_no_error_even_on_a_closed_channel<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    for _ in 0..2 {
        assert_eq!(M::try_send_batch(&mut tx, &mut VecDeque::new()), 0);
        assert_eq!(M::send_batch(&mut tx, &mut VecDeque::new()), Ok(0));
        assert_eq!(block_on(M::send_batch_async(&mut tx, &mut VecDeque::new())), Ok(0));
        rx.close();
    }
}

fn a_closed_channel_takes_nothing_from_a_batch<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    rx.close();
    let mut messages = batch(3);
    assert_eq!(M::try_send_batch(&mut tx, &mut messages), 0);
    assert_eq!(M::send_batch(&mut tx, &mut messages), Err(PartialSendError { sent: 0 }));
    assert_eq!(block_on(M::send_batch_async(&mut tx, &mut messages)), Err(PartialSendError { sent: 0 }));
    assert_eq!((messages, rx.len()), (batch(3), count));
}

fn a_batch_that_fits_exactly_is_sent_without_a_consumer<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    assert_eq!(M::send_batch(&mut tx, &mut batch(N)), Ok(N));
    assert!(rx.drain().eq(batch(N)));
    assert_eq!(block_on(M::send_batch_async(&mut tx, &mut batch(N))), Ok(N));
    assert!(rx.drain().eq(batch(N)));
}

fn send_many_waits_for_room_part_by_part<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let len = 3 * N + 1;
    thread::scope(|scope| {
        let sender = scope.spawn(move || M::send_batch(&mut tx, &mut batch(len)));
        assert!(rx.iter().eq(batch(len)));
        assert_eq!(sender.join().unwrap(), Ok(len));
    });
}

fn send_many_says_how_many_went_before_the_close<M: Sends, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let mut messages = batch(N + 3);
    thread::scope(|scope| {
        let sender = scope.spawn(|| M::send_batch(&mut tx, &mut messages));
        while !rx.is_full() {
            thread::yield_now();
        }
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(PartialSendError { sent: N }));
    });
    assert_eq!(messages.len(), 3);
    assert!(rx.drain().eq(batch(N)), "what went is received");
}

fn send_many_async_sends_part_by_part_and_keeps_the_rest_when_dropped<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let mut messages = batch(2 * N + 3);
    let (waker, wakes) = counting();
    let mut sending = M::send_batch_async(&mut tx, &mut messages);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(rx.drain().count(), N);
    assert!(wakes.count() >= 1, "the room wakes the task");
    assert!(poll(&mut sending, &waker).is_pending());
    drop(sending);
    assert_eq!((messages.len(), rx.len()), (3, N));
    assert!(rx.drain().chain(messages).eq(batch(2 * N + 3).into_iter().skip(N)));
}

fn send_many_async_says_how_many_went_before_the_close<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let mut messages = batch(N + 3);
    let (waker, _) = counting();
    let mut sending = M::send_batch_async(&mut tx, &mut messages);
    assert!(poll(&mut sending, &waker).is_pending());
    rx.close();
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(PartialSendError { sent: N })));
    drop(sending);
    assert_eq!(messages.len(), 3);
}

tests! { on every lone channel:
    an_item_is_taken_only_when_there_is_a_place_for_it at_every_fill;
}

tests! { on every lone channel that waits:
    send_many_takes_no_item_of_a_closed_channel at_every_fill;
    an_attempt_makes_one_wake_up_even_if_the_consumer_takes_all_and_waits_again;
    an_iterator_that_does_not_know_its_length_is_sent_all_the_same;
}

fn an_item_is_taken_only_when_there_is_a_place_for_it<M: LoneProducer, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut numbers = 0..;
    assert_eq!(tx.try_send_many(&mut numbers), N - count);
    assert_eq!(numbers, (N - count) as u32..);
    assert_eq!(tx.try_send_many(&mut numbers), 0);
    assert_eq!(numbers, (N - count) as u32.., "a full ring takes nothing from the iterator");
    assert_eq!(rx.len(), N);
    drop(rx);
    assert_eq!(tx.try_send_many(&mut numbers), 0);
    assert_eq!(numbers, (N - count) as u32.., "nor does a closed channel");
}

fn send_many_takes_no_item_of_a_closed_channel<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut numbers = 0..;
    drop(rx);
    assert_eq!(tx.send_many(&mut numbers), Err(PartialSendError { sent: 0 }));
    assert_eq!(numbers, 0u32..);
}

fn an_attempt_makes_one_wake_up_even_if_the_consumer_takes_all_and_waits_again<M, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) where
    M: LoneProducer + Waits,
{
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    let mut take_all_and_wait = || while rx.poll_recv(&mut context).is_ready() {};
    let mut numbers = (0..).inspect(|_| take_all_and_wait());
    assert_eq!(tx.try_send_many(&mut numbers), N);
    assert_eq!(wakes.count(), 1);
    drop(numbers);
    take_all_and_wait();
    assert_eq!(tx.try_send_many(&mut core::iter::empty()), 0);
    assert_eq!(wakes.count(), 1, "nothing sent wakes nobody");
}

fn an_iterator_that_does_not_know_its_length_is_sent_all_the_same<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let mut left = N - 1;
    let numbers = core::iter::from_fn(|| {
        left = left.checked_sub(1)?;
        Some(left as u32)
    });
    assert_eq!(tx.send_many(numbers), Ok(N - 1));
    assert!(rx.drain().eq((0..N as u32 - 1).rev()));
}

/// However fast the consumer is, one call sends no more than the ring holds.
#[test]
fn try_send_many_fills_the_ring_once() {
    let (mut tx, rx) = strait::spsc::channel::<usize, 128>();
    let mut messages = (0..).inspect(|_| _ = rx.try_recv());
    assert_eq!(tx.try_send_many(&mut messages), 128);
}

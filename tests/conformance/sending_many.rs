//! Sending many: what was not sent is still the caller's, in the iterator or in the deque.

use crate::harness::{Receives, Sends, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::collections::VecDeque;
use std::task::Poll;
use std::thread;
use strait::{Consumer, Link, LoneProducer, Producer, SendManyError};

tests! { on every channel:
    a_batch_fills_the_ring_and_keeps_the_rest(u32) at_every_fill;
    nothing_to_send_is_no_error_even_on_a_closed_channel(u32) at_every_fill;
    a_closed_channel_takes_nothing_from_a_batch(u32) at_every_fill;
    a_batch_that_fits_exactly_is_sent_without_a_consumer(u32);
    send_many_waits_for_room_part_by_part(u32);
    send_many_says_how_many_went_before_the_close(u32);
    send_many_async_sends_part_by_part_and_keeps_the_rest_when_dropped(u32);
    send_many_async_says_how_many_went_before_the_close(u32);
}

fn batch(len: usize) -> VecDeque<u32> {
    (1000..1000 + len as u32).collect()
}

fn a_batch_fills_the_ring_and_keeps_the_rest(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>, count: usize) {
    let capacity = tx.capacity();
    fill(&mut tx, count);
    let mut messages = batch(capacity + 3);
    assert_eq!(tx.try_send_many(&mut messages), capacity - count);
    assert!(messages.iter().copied().eq(batch(capacity + 3).into_iter().skip(capacity - count)));
    assert_eq!(tx.try_send_many(&mut messages), 0, "the ring is full");
    assert!(rx.drain().eq((0..count as u32).chain(batch(capacity - count))));
}

fn nothing_to_send_is_no_error_even_on_a_closed_channel(
    mut tx: impl Sends<u32>,
    mut rx: impl Receives<u32>,
    count: usize,
) {
    fill(&mut tx, count);
    for _ in 0..2 {
        assert_eq!(tx.try_send_many(&mut VecDeque::new()), 0);
        assert_eq!(tx.send_many(&mut VecDeque::new()), Ok(0));
        assert_eq!(block_on(tx.send_many_async(&mut VecDeque::new())), Ok(0));
        rx.close();
    }
}

fn a_closed_channel_takes_nothing_from_a_batch(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>, count: usize) {
    fill(&mut tx, count);
    rx.close();
    let mut messages = batch(3);
    assert_eq!(tx.try_send_many(&mut messages), 0);
    assert_eq!(tx.send_many(&mut messages), Err(SendManyError { sent: 0 }));
    assert_eq!(block_on(tx.send_many_async(&mut messages)), Err(SendManyError { sent: 0 }));
    assert_eq!((messages, rx.len()), (batch(3), count));
}

fn a_batch_that_fits_exactly_is_sent_without_a_consumer(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    assert_eq!(tx.send_many(&mut batch(capacity)), Ok(capacity));
    assert!(rx.drain().eq(batch(capacity)));
    assert_eq!(block_on(tx.send_many_async(&mut batch(capacity))), Ok(capacity));
    assert!(rx.drain().eq(batch(capacity)));
}

fn send_many_waits_for_room_part_by_part(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let len = 3 * tx.capacity() + 1;
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_many(&mut batch(len)));
        assert!(rx.iter().eq(batch(len)));
        assert_eq!(sender.join().unwrap(), Ok(len));
    });
}

fn send_many_says_how_many_went_before_the_close(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    let mut messages = batch(capacity + 3);
    thread::scope(|scope| {
        let sender = scope.spawn(|| tx.send_many(&mut messages));
        while !rx.is_full() {
            thread::yield_now();
        }
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(SendManyError { sent: capacity }));
    });
    assert_eq!(messages.len(), 3);
    assert!(rx.drain().eq(batch(capacity)), "what went is received");
}

fn send_many_async_sends_part_by_part_and_keeps_the_rest_when_dropped(
    mut tx: impl Sends<u32>,
    mut rx: impl Receives<u32>,
) {
    let capacity = tx.capacity();
    let mut messages = batch(2 * capacity + 3);
    let (waker, wakes) = counting();
    let mut sending = tx.send_many_async(&mut messages);
    assert!(poll(&mut sending, &waker).is_pending());
    assert_eq!(rx.drain().count(), capacity);
    assert!(wakes.count() >= 1, "the room wakes the task");
    assert!(poll(&mut sending, &waker).is_pending());
    drop(sending);
    assert_eq!((messages.len(), rx.len()), (3, capacity));
    assert!(rx.drain().chain(messages).eq(batch(2 * capacity + 3).into_iter().skip(capacity)));
}

fn send_many_async_says_how_many_went_before_the_close(mut tx: impl Sends<u32>, mut rx: impl Receives<u32>) {
    let capacity = tx.capacity();
    let mut messages = batch(capacity + 3);
    let (waker, _) = counting();
    let mut sending = tx.send_many_async(&mut messages);
    assert!(poll(&mut sending, &waker).is_pending());
    rx.close();
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(SendManyError { sent: capacity })));
    drop(sending);
    assert_eq!(messages.len(), 3);
}

mod from_an_iterator {
    use super::{Consumer, Link, LoneProducer, Producer, counting, fill, poll};

    tests! { on every lone channel:
        an_item_is_taken_only_when_there_is_a_place_for_it(u32) at_every_fill;
        an_attempt_makes_one_wake_up_even_if_the_consumer_takes_all_and_waits_again(u32);
        an_iterator_that_does_not_know_its_length_is_sent_all_the_same(u32);
    }

    fn an_item_is_taken_only_when_there_is_a_place_for_it<M: LoneProducer, L: Link, const N: usize>(
        mut tx: Producer<u32, N, M, L>,
        rx: Consumer<u32, N, M, L>,
        count: usize,
    ) where
        Producer<u32, N, M, L>: super::Sends<u32>,
    {
        fill(&mut tx, count);
        let mut numbers = 0..;
        assert_eq!(tx.try_send_many(&mut numbers), N - count);
        assert_eq!(numbers, (N - count) as u32..);
        assert_eq!(tx.try_send_many(&mut numbers), 0);
        assert_eq!(numbers, (N - count) as u32.., "a full ring takes nothing from the iterator");
        assert_eq!(rx.len(), N);
        drop(rx);
        assert_eq!(tx.send_many(&mut numbers), Err(strait::SendManyError { sent: 0 }));
        assert_eq!(numbers, (N - count) as u32.., "nor does a closed channel");
    }

    fn an_attempt_makes_one_wake_up_even_if_the_consumer_takes_all_and_waits_again<
        M: LoneProducer,
        L: Link,
        const N: usize,
    >(
        mut tx: Producer<u32, N, M, L>,
        mut rx: Consumer<u32, N, M, L>,
    ) {
        let (waker, wakes) = counting();
        let mut take_all_and_wait = || {
            loop {
                let mut receiving = rx.recv_async();
                if poll(&mut receiving, &waker).is_pending() {
                    return core::mem::forget(receiving); // Its waker stays.
                }
            }
        };
        let mut numbers = (0..).inspect(|_| take_all_and_wait());
        assert_eq!(tx.try_send_many(&mut numbers), N);
        assert_eq!(wakes.count(), 1);
        drop(numbers);
        take_all_and_wait();
        assert_eq!(tx.try_send_many(&mut core::iter::empty()), 0);
        assert_eq!(wakes.count(), 1, "nothing sent wakes nobody");
    }

    fn an_iterator_that_does_not_know_its_length_is_sent_all_the_same<M: LoneProducer, L: Link, const N: usize>(
        mut tx: Producer<u32, N, M, L>,
        mut rx: Consumer<u32, N, M, L>,
    ) {
        let mut left = N - 1;
        let numbers = core::iter::from_fn(|| {
            left = left.checked_sub(1)?;
            Some(left as u32)
        });
        assert_eq!(tx.send_many(numbers), Ok(N - 1));
        assert!(rx.drain().eq((0..N as u32 - 1).rev()));
    }
}

/// However fast the consumer is, one call sends no more than the ring holds.
#[test]
fn try_send_many_fills_the_ring_once() {
    let (mut tx, mut rx) = strait::spsc::channel::<usize, 128>();
    let mut messages = (0..).inspect(|_| _ = rx.try_recv());
    assert_eq!(tx.try_send_many(&mut messages), 128);
}

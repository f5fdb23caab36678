//! Receiving many: as much as is there, up to a number, or until a deadline.

use crate::harness::{Receives, Receiving as _, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::collections::{BTreeSet, VecDeque};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use strait::{RecvError, RecvTimeoutError, Refuses, Waits};

tests! { on every channel:
    try_recv_many_takes_what_is_there_up_to_its_maximum at_every_fill;
    a_maximum_of_none_is_done_at_once_even_on_an_empty_or_closed_channel;
    any_collection_that_extends_will_do;
    a_collection_is_given_no_more_than_the_maximum_even_if_more_comes_meanwhile;
    recv_many_says_closed_only_when_drained at_every_fill;
    recv_many_deadline_ends_by_size;
    recv_many_deadline_ends_by_time at_every_fill;
    recv_many_deadline_ends_early_by_close at_every_fill;
    recv_many_timeout_is_recv_many_deadline_from_now_on at_every_fill;
    a_timeout_of_none_takes_what_is_there_and_one_of_duration_max_waits_for_ever at_every_fill;
    recv_many_async_dropped_at_any_poll_loses_nothing;
}

tests! { on every channel with a lone consumer:
    what_a_collection_does_not_take_stays_in_the_ring;
    recv_many_deadline_ends_with_a_collection_that_takes_nothing;
}

tests! { on every channel that waits:
    recv_many_waits_for_the_first_and_takes_what_is_there;
    recv_many_deadline_collects_until_its_size_is_reached;
    recv_many_timeout_collects_until_its_size_is_reached;
    recv_many_async_waits_for_the_first_and_takes_what_is_there;
}

fn in_a_minute() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

fn try_recv_many_takes_what_is_there_up_to_its_maximum<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut batch = Vec::new();
    let half = count.div_ceil(2);
    assert_eq!(rx.try_recv_many(&mut batch, half), half);
    assert_eq!(tx.len(), count - half, "their places are free again");
    assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), count - half);
    assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), 0);
    assert!(batch.into_iter().eq(0..count as u32));
}

fn a_maximum_of_none_is_done_at_once_even_on_an_empty_or_closed_channel<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let mut tx = Some(tx);
    let mut batch = Vec::new();
    for _ in 0..2 {
        assert_eq!(rx.try_recv_many(&mut batch, 0), 0);
        assert_eq!(rx.recv_many(&mut batch, 0), Ok(0));
        assert_eq!(rx.recv_many_deadline(&mut batch, 0, in_a_minute()), Ok(0));
        assert_eq!(rx.recv_many_timeout(&mut batch, 0, Duration::MAX), Ok(0));
        assert_eq!(block_on(rx.recv_many_async(&mut batch, 0)), Ok(0));
        drop(tx.take());
    }
}

fn any_collection_that_extends_will_do<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (mut deque, mut set) = (VecDeque::from([100]), BTreeSet::new());
    for n in 0..6 {
        tx.try_send(n).unwrap();
        match n % 2 {
            0 => assert_eq!(rx.try_recv_many(&mut deque, 8), 1),
            _ => assert_eq!(rx.try_recv_many(&mut set, 8), 1),
        }
    }
    assert_eq!((deque, set), ([100, 0, 2, 4].into(), [1, 3, 5].into()));
}

fn what_a_collection_does_not_take_stays_in_the_ring<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    /// Takes so many messages and no more.
    struct UpTo {
        most: usize,
        taken: Vec<u32>,
    }

    impl Extend<u32> for UpTo {
        fn extend<I: IntoIterator<Item = u32>>(&mut self, messages: I) {
            self.taken.extend(messages.into_iter().take(self.most - self.taken.len()));
        }
    }

    // Around the ends of runs, which are of 32 or 64 messages.
    for most in [0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, N - 1, N] {
        fill(&tx, N);
        let mut some = UpTo { most, taken: Vec::new() };
        assert_eq!(rx.try_recv_many(&mut some, usize::MAX), most.min(N));
        assert_eq!(tx.len(), N - most.min(N), "the places of what it took are free again");
        assert_eq!(rx.try_recv_many(&mut some.taken, usize::MAX), N - most.min(N));
        assert!(some.taken.into_iter().eq(0..N as u32));
    }
}

fn a_collection_is_given_no_more_than_the_maximum_even_if_more_comes_meanwhile<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    /// Takes all that it is given, and sends more.
    struct Feeds<'a, M: Refuses, const N: usize> {
        tx: Tx<'a, N, M>,
        next: u32,
        taken: Vec<u32>,
    }

    impl<M: Refuses, const N: usize> Extend<u32> for Feeds<'_, M, N> {
        fn extend<I: IntoIterator<Item = u32>>(&mut self, messages: I) {
            self.taken.extend(messages);
            while self.tx.try_send(self.next).is_ok() {
                self.next += 1;
            }
        }
    }

    let mut feeds = Feeds { tx, next: 1, taken: Vec::new() };
    feeds.tx.try_send(0).unwrap();
    for max in [3, 5, 7, 100] {
        let before = feeds.taken.len();
        let count = rx.try_recv_many(&mut feeds, max);
        assert!(count <= max.min(N), "not more than {max} and {N}: {count}");
        assert_eq!(feeds.taken.len(), before + count);
    }
    let taken = feeds.taken.len() as u32;
    assert!(feeds.taken.into_iter().eq(0..taken));
}

fn recv_many_waits_for_the_first_and_takes_what_is_there<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || {
            let mut batch = Vec::new();
            let received = rx.recv_many(&mut batch, 4);
            (received, batch, rx)
        });
        let_it_park();
        tx.try_send(7).unwrap();
        let (received, batch, _) = receiver.join().unwrap();
        assert_eq!((received, batch), (Ok(1), vec![7]));
    });
}

fn recv_many_says_closed_only_when_drained<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(tx);
    let mut batch = Vec::new();
    while rx.recv_many(&mut batch, 3).is_ok() {}
    assert_eq!(rx.recv_many(&mut batch, 3), Err(RecvError));
    assert_eq!(block_on(rx.recv_many_async(&mut batch, 3)), Err(RecvError));
    assert!(batch.into_iter().eq(0..count as u32));
}

fn recv_many_deadline_ends_by_size<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    fill(&tx, N);
    let mut batch = Vec::new();
    assert_eq!(rx.recv_many_deadline(&mut batch, N, in_a_minute()), Ok(N));
    assert!(batch.into_iter().eq(0..N as u32));
}

/// Messages that are there are taken even if the deadline has passed, and only if none are there it says so.
fn recv_many_deadline_ends_by_time<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    let past = Instant::now();
    fill(&tx, count);
    let mut batch = Vec::new();
    let soon = Instant::now() + Duration::from_millis(1);
    let expected = if count == 0 { Err(RecvTimeoutError::Timeout) } else { Ok(count) };
    assert_eq!(rx.recv_many_deadline(&mut batch, count + 1, soon), expected);
    assert!(Instant::now() >= soon, "it waited for one more");
    assert_eq!(rx.recv_many_deadline(&mut batch, 1, past), Err(RecvTimeoutError::Timeout));
    tx.try_send(count as u32).unwrap();
    assert_eq!(rx.recv_many_deadline(&mut batch, 2, past), Ok(1));
    assert!(batch.into_iter().eq(0..=count as u32));
}

fn recv_many_deadline_ends_early_by_close<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    drop(tx);
    let mut batch = Vec::new();
    let expected = if count == 0 { Err(RecvTimeoutError::Closed) } else { Ok(count) };
    assert_eq!(rx.recv_many_deadline(&mut batch, count + 1, in_a_minute()), expected);
    assert_eq!(rx.recv_many_deadline(&mut batch, 1, in_a_minute()), Err(RecvTimeoutError::Closed));
    assert_eq!(batch.len(), count);
}

/// More than fits into the ring at once.
fn recv_many_deadline_collects_until_its_size_is_reached<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let size = 2 * N + 1;
    thread::scope(|scope| {
        scope.spawn(move || (0..size as u32 + 1).for_each(|n| tx.send(n).unwrap()));
        let mut batch = Vec::new();
        assert_eq!(rx.recv_many_deadline(&mut batch, size, in_a_minute()), Ok(size));
        assert!(batch.into_iter().eq(0..size as u32));
        assert_eq!(rx.recv(), Ok(size as u32), "not one more than asked for");
    });
}

/// More than fits into the ring at once.
fn recv_many_timeout_collects_until_its_size_is_reached<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let size = 2 * N + 1;
    thread::scope(|scope| {
        scope.spawn(move || (0..size as u32 + 1).for_each(|n| tx.send(n).unwrap()));
        let mut batch = Vec::new();
        assert_eq!(rx.recv_many_timeout(&mut batch, size, Duration::MAX), Ok(size));
        assert!(batch.into_iter().eq(0..size as u32));
        assert_eq!(rx.recv(), Ok(size as u32), "not one more than asked for");
    });
}

fn recv_many_timeout_is_recv_many_deadline_from_now_on<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    const SHORT: Duration = Duration::from_millis(1);
    fill(&tx, count);
    let mut batch = Vec::new();
    let start = Instant::now();
    let expected = if count == 0 { Err(RecvTimeoutError::Timeout) } else { Ok(count) };
    assert_eq!(rx.recv_many_timeout(&mut batch, count + 1, SHORT), expected);
    assert!(start.elapsed() >= SHORT, "it waited for one more");
    fill(&tx, count);
    drop(tx);
    let expected = if count == 0 { Err(RecvTimeoutError::Closed) } else { Ok(count) };
    assert_eq!(rx.recv_many_timeout(&mut batch, count + 1, Duration::MAX), expected, "early when closed");
    assert_eq!(rx.recv_many_timeout(&mut batch, 1, Duration::MAX), Err(RecvTimeoutError::Closed));
    assert!(batch.into_iter().eq((0..count as u32).chain(0..count as u32)));
}

fn a_timeout_of_none_takes_what_is_there_and_one_of_duration_max_waits_for_ever<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut batch = Vec::new();
    let expected = if count == 0 { Err(RecvTimeoutError::Timeout) } else { Ok(count) };
    assert_eq!(rx.recv_many_timeout(&mut batch, usize::MAX, Duration::ZERO), expected);
    thread::scope(|scope| {
        let receiver = scope.spawn(move || {
            let received = rx.recv_many_timeout(&mut batch, count + 2, Duration::MAX);
            (received, batch)
        });
        let_it_park();
        tx.try_send(count as u32).unwrap();
        drop(tx); // In a quiet channel, what wakes.
        let (received, batch) = receiver.join().unwrap();
        assert_eq!(received, Ok(1));
        assert!(batch.into_iter().eq(0..=count as u32));
    });
}

fn recv_many_deadline_ends_with_a_collection_that_takes_nothing<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    /// Asks for no message.
    struct Full;

    impl Extend<u32> for Full {
        fn extend<I: IntoIterator<Item = u32>>(&mut self, _: I) {}
    }

    tx.try_send(7).unwrap();
    assert_eq!(rx.recv_many_deadline(&mut Full, 2, Instant::now() + Duration::from_secs(3600)), Ok(0));
    assert_eq!(rx.try_recv(), Ok(7));
}

fn recv_many_async_waits_for_the_first_and_takes_what_is_there<M: Sends, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    let mut batch = Vec::new();
    let mut receiving = rx.recv_many_async(&mut batch, 2 * N);
    assert!(poll(&mut receiving, &waker).is_pending());
    fill(&tx, N);
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(N)));
    drop(receiving);
    assert_eq!(batch.len(), N);
}

fn recv_many_async_dropped_at_any_poll_loses_nothing<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let (waker, _) = counting();
    let mut batch = Vec::new();
    drop(rx.recv_many_async(&mut batch, 4));
    assert!(poll(&mut rx.recv_many_async(&mut batch, 4), &waker).is_pending());
    tx.try_send(7).unwrap();
    drop(rx.recv_many_async(&mut batch, 4));
    assert_eq!((batch, rx.try_recv()), (Vec::new(), Ok(7)));
}

//! Many consumers: each message for one of them, and one woken for each message.

use crate::harness::{Receiving as _, Rx, Sends, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;
use strait::{RecvError, RecvTimeoutError, Refuses, SendTimeoutError, Shared, TryRecvError, Waits};

tests! { on every channel with many consumers:
    each_message_goes_to_one_consumer at_every_fill;
    a_consumer_that_leaves_closes_nothing_until_it_is_the_last;
    the_last_consumer_drops_what_is_there(std::sync::Arc<()>);
    what_a_collection_does_not_take_of_a_run_is_dropped_once(std::sync::Arc<()>);
    a_run_leaves_what_it_has_no_room_for at_every_fill;
    every_consumer_hears_of_the_close;
}

tests! { on every channel with many consumers that waits:
    threads_share_the_work_and_end;
    a_message_wakes_one_task_and_the_next_message_the_next;
    a_pending_poll_of_a_handle_that_goes_passes_its_turn_on;
    a_woken_future_that_is_dropped_passes_its_turn_on;
    a_task_that_is_never_polled_holds_up_others_until_the_next_send_at_most;
    a_task_that_is_never_polled_holds_up_no_producer;
    a_thread_whose_time_is_up_takes_no_message_along;
    a_handle_keeps_one_place_however_often_it_is_polled;
}

/// The handle is shared by reference between as many threads as there are.
fn each_message_goes_to_one_consumer<M: Refuses<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut received = thread::scope(|scope| {
        let take = || std::iter::from_fn(|| rx.try_recv().ok()).collect::<Vec<_>>();
        let threads = [(); 3].map(|()| scope.spawn(take));
        threads.map(|thread| thread.join().unwrap())
    });
    assert!(received.iter().all(|part| part.is_sorted()), "each takes messages in order");
    let mut all = received.iter_mut().flat_map(std::mem::take).collect::<Vec<_>>();
    all.sort_unstable();
    assert!(all.into_iter().eq(0..count as u32));
}

fn a_consumer_that_leaves_closes_nothing_until_it_is_the_last<M: Refuses<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let other = rx.clone();
    assert!(rx.same_channel(&other));
    drop(rx);
    assert!(!tx.is_closed());
    tx.try_send(1).unwrap();
    let third = other.clone();
    drop(other);
    assert_eq!(third.try_recv(), Ok(1));
    drop(third);
    assert!(tx.is_closed());
}

fn the_last_consumer_drops_what_is_there<M: Refuses<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M, Arc<()>>,
    rx: Rx<N, M, Arc<()>>,
) {
    let message = Arc::new(());
    (0..N).for_each(|_| tx.try_send(message.clone()).unwrap());
    drop(rx.clone());
    assert_eq!(Arc::strong_count(&message), 1 + N);
    drop(rx);
    assert_eq!(Arc::strong_count(&message), 1);
}

/// Takes as many messages as it says, and then no more.
struct Takes(usize, Vec<Arc<()>>);

impl Extend<Arc<()>> for Takes {
    fn extend<I: IntoIterator<Item = Arc<()>>>(&mut self, messages: I) {
        self.1.extend(messages.into_iter().take(self.0));
    }
}

fn what_a_collection_does_not_take_of_a_run_is_dropped_once<M: Refuses<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M, Arc<()>>,
    mut rx: Rx<N, M, Arc<()>>,
) {
    let (message, run) = (Arc::new(()), N.min(32));
    (0..N).for_each(|_| tx.try_send(message.clone()).unwrap());
    let mut takes = Takes(1, Vec::new());
    assert_eq!(rx.try_recv_many(&mut takes, usize::MAX), 1);
    assert_eq!((takes.1.len(), rx.len()), (1, N - run));
    assert_eq!(Arc::strong_count(&message), 1 + 1 + N - run);
    assert!(tx.try_send(message).is_ok(), "the whole run has been given back");
}

fn a_run_leaves_what_it_has_no_room_for<M: Refuses<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut batch = VecDeque::new();
    for max in [0, 1, 33, usize::MAX] {
        let before = batch.len();
        let taken = rx.try_recv_many(&mut batch, max);
        assert_eq!((taken, batch.len()), (max.min(count - before), before + taken));
    }
    assert!(batch.into_iter().eq(0..count as u32) && rx.is_empty());
}

fn every_consumer_hears_of_the_close<M: Refuses<Consumers: Shared>, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (other, third) = (rx.clone(), rx.clone());
    tx.try_send(7).unwrap();
    thread::scope(|scope| {
        let threads = [&rx, &other, &third].map(|rx| scope.spawn(|| (rx.recv(), rx.recv())));
        let_it_park();
        drop(tx);
        let received = threads.map(|thread| thread.join().unwrap());
        assert_eq!(received.iter().filter(|&&received| received == (Ok(7), Err(RecvError))).count(), 1);
        assert_eq!(received.iter().filter(|&&received| received == (Err(RecvError), Err(RecvError))).count(), 2);
    });
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

fn threads_share_the_work_and_end<M: Waits<Consumers: Shared>, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let workers = [(); 3].map(|()| {
            let rx = rx.clone();
            scope.spawn(move || rx.into_iter().collect::<Vec<_>>())
        });
        (0..1000).for_each(|n| tx.send(n).unwrap());
        drop(tx);
        let mut all = workers.map(|worker| worker.join().unwrap()).concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1000));
    });
}

fn a_message_wakes_one_task_and_the_next_message_the_next<M: Sends<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let (mut one, mut two, mut three) = (rx.clone(), rx.clone(), rx);
    let mut futures = [one.recv_async(), two.recv_async(), three.recv_async()];
    let wakers = [counting(), counting(), counting()];
    for (future, (waker, _)) in futures.iter_mut().zip(&wakers) {
        assert!(poll(future, waker).is_pending());
    }
    let woken = || wakers.each_ref().map(|(_, wakes)| wakes.count());
    tx.try_send(1).unwrap();
    assert_eq!(woken(), [1, 0, 0]);
    assert_eq!(poll(&mut futures[0], &wakers[0].0), Poll::Ready(Ok(1)));
    assert_eq!(woken(), [1, 0, 0], "there is nothing for the others");
    tx.try_send(2).unwrap();
    assert_eq!(woken(), [1, 1, 0]);
    assert!(poll(&mut futures[2], &wakers[2].0).is_ready(), "a message is for whoever comes");
    assert!(poll(&mut futures[1], &wakers[1].0).is_pending());
    tx.close();
    assert_eq!(woken(), [1, 2, 0]);
}

fn a_pending_poll_of_a_handle_that_goes_passes_its_turn_on<M: Waits<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let (other, (waker, wakes)) = (rx.clone(), counting());
    assert!(other.poll_recv(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
    tx.try_send(1).unwrap();
    assert_eq!(wakes.count(), 0, "the other was first");
    drop(other);
    assert_eq!(wakes.count(), 1);
    assert_eq!(rx.poll_recv(&mut Context::from_waker(&waker)), Poll::Ready(Ok(1)));
}

fn a_woken_future_that_is_dropped_passes_its_turn_on<M: Sends<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let mut other = rx.clone();
    for n in 0..3 {
        let (waker, wakes) = counting();
        let mut first = rx.recv_async();
        let mut second = other.recv_async();
        assert!(poll(&mut first, Waker::noop()).is_pending() && poll(&mut second, &waker).is_pending());
        tx.try_send(n).unwrap();
        assert_eq!(wakes.count(), 0);
        drop(first);
        assert_eq!(wakes.count(), 1);
        assert_eq!(poll(&mut second, &waker), Poll::Ready(Ok(n)));
    }
}

fn a_task_that_is_never_polled_holds_up_others_until_the_next_send_at_most<
    M: Sends<Consumers: Shared>,
    const N: usize,
>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let mut other = rx.clone();
    let mut forgotten = Box::pin(rx.recv_async());
    assert!(poll(&mut forgotten, Waker::noop()).is_pending());
    let (waker, wakes) = counting();
    let mut second = other.recv_async();
    assert!(poll(&mut second, &waker).is_pending());
    tx.try_send(1).unwrap();
    assert_eq!(wakes.count(), 0);
    let _ = tx.try_send(2); // In a channel of one slot it is full, and passes the turn on as well.
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut second, &waker), Poll::Ready(Ok(1)));
}

/// The producer waits for room behind two tasks that are never polled, and a thread that would receive.
fn a_task_that_is_never_polled_holds_up_no_producer<M: Sends<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let handles = [rx.clone(), rx.clone(), rx.clone()];
    for handle in &handles {
        assert!(handle.poll_recv(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    thread::scope(|scope| {
        let receiver = scope.spawn(|| (0..=N).try_for_each(|_| rx.recv().map(drop)));
        let_it_park();
        (0..=N as u32).for_each(|n| tx.send(n).unwrap());
        receiver.join().unwrap().unwrap();
    });
}

fn a_thread_whose_time_is_up_takes_no_message_along<M: Waits<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    const COUNT: usize = 100;
    thread::scope(|scope| {
        let impatient = || {
            let mut received = 0;
            loop {
                match rx.recv_timeout(Duration::from_micros(50)) {
                    Ok(_) => received += 1,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Closed) => return received,
                }
            }
        };
        let workers = [scope.spawn(impatient), scope.spawn(impatient)];
        let patient = scope.spawn(|| std::iter::from_fn(|| rx.recv().ok()).count());
        for n in 0..COUNT as u32 {
            assert!(!matches!(tx.send_timeout(n, Duration::from_secs(20)), Err(SendTimeoutError::Timeout(_))));
            if n % 8 == 0 {
                thread::sleep(Duration::from_micros(100));
            }
        }
        drop(tx);
        let received = workers.map(|worker| worker.join().unwrap()).iter().sum::<usize>();
        assert_eq!(received + patient.join().unwrap(), COUNT);
    });
}

fn a_handle_keeps_one_place_however_often_it_is_polled<M: Refuses<Consumers: Shared>, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    for n in 0..3 {
        for _ in 0..3 {
            assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
            assert_eq!(Arc::strong_count(&wakes), 3, "ours, the waker's, and that of one place");
        }
        tx.try_send(n).unwrap();
        assert_eq!(rx.poll_recv(&mut Context::from_waker(&waker)), Poll::Ready(Ok(n)));
        assert_eq!((wakes.count(), Arc::strong_count(&wakes)), (n as usize + 1, 2));
    }
}

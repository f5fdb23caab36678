//! Slices of a pipe: as much as fits, or all of it, blocking and async.

use crate::harness::{Rx, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::task::{Context, Poll};
use std::thread;
use strait::{PartialSendError, Slices, TryRecvError, TrySendError, Waits};

tests! { on every pipe:
    try_send_slice_sends_as_much_as_fits at_every_fill;
    try_recv_slice_receives_as_much_as_is_there at_every_fill;
    slices_wrap_round_the_rings_end;
    a_closed_channel_takes_no_slice_and_gives_what_is_left at_every_fill;
    an_empty_slice_is_no_error_even_on_a_closed_channel;
    recv_slice_is_short_only_when_closed at_every_fill;
}

tests! { on every pipe that waits:
    a_closed_channel_takes_no_slice_that_would_wait at_every_fill;
    an_empty_slice_waits_for_nothing_even_on_a_full_or_closed_channel;
    blocking_slices_are_sent_and_received_whole;
    async_slices_are_sent_and_received_whole;
    send_slice_says_how_much_went_before_the_close;
    send_slice_async_says_how_much_went_before_the_close;
}

tests! { in on_every_quiet_pipe: [quiet_pipe] [1 2 8 1024]
    a_quiet_producer_sends_slices_and_chunks_too;
}

fn numbers(len: usize) -> Vec<u32> {
    (0..len as u32).collect()
}

fn try_send_slice_sends_as_much_as_fits<M: Slices, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    let messages = numbers(N + 3);
    let expected = if count == N { Err(TrySendError::Full(())) } else { Ok(N - count) };
    assert_eq!(tx.try_send_slice(&messages[count..]), expected);
    assert_eq!(tx.try_send_slice(&messages), Err(TrySendError::Full(())));
    assert!(rx.drain().eq(0..N as u32));
}

fn try_recv_slice_receives_as_much_as_is_there<M: Slices, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let mut received = vec![7; N + 3];
    assert_eq!(rx.try_recv_slice(&mut received[..count / 2]), Ok(count / 2));
    let expected = if count == 0 { Err(TryRecvError::Empty) } else { Ok(count - count / 2) };
    assert_eq!(rx.try_recv_slice(&mut received[count / 2..]), expected);
    assert_eq!(rx.try_recv_slice(&mut received), Err(TryRecvError::Empty));
    assert_eq!(received[..count], numbers(count));
    assert!(received[count..].iter().all(|&untouched| untouched == 7));
}

fn slices_wrap_round_the_rings_end<M: Slices, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    fill(&tx, N / 2);
    rx.drain().for_each(drop);
    for _ in 0..3 {
        let mut received = vec![0; N];
        assert_eq!(tx.try_send_slice(&numbers(N)), Ok(N));
        assert_eq!(rx.try_recv_slice(&mut received), Ok(N));
        assert_eq!(received, numbers(N));
    }
}

fn a_closed_channel_takes_no_slice_and_gives_what_is_left<M: Slices, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.try_send_slice(&[7]), Err(TrySendError::Closed(())));
    let mut received = vec![0; N + 1];
    let expected = if count == 0 { Err(TryRecvError::Closed) } else { Ok(count) };
    assert_eq!(rx.try_recv_slice(&mut received), expected);
    assert_eq!(rx.try_recv_slice(&mut received), Err(TryRecvError::Closed));
    assert_eq!(received[..count], numbers(count));
}

fn a_closed_channel_takes_no_slice_that_would_wait<M: Slices + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.send_slice(&[7]), Err(PartialSendError { sent: 0 }));
    assert_eq!(block_on(tx.send_slice_async(&[7])), Err(PartialSendError { sent: 0 }));
    assert_eq!(rx.len(), count);
}

fn an_empty_slice_is_no_error_even_on_a_closed_channel<M: Slices, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    for count in [0, N] {
        fill(&tx, count);
        assert_eq!((tx.try_send_slice(&[]), rx.try_recv_slice(&mut [])), (Ok(0), Ok(0)));
        assert_eq!((rx.recv_slice(&mut []), block_on(rx.recv_slice_async(&mut []))), (0, 0));
    }
    rx.close();
    assert_eq!((tx.try_send_slice(&[]), rx.try_recv_slice(&mut [])), (Ok(0), Ok(0)));
    assert_eq!(rx.drain().count(), N);
    assert_eq!((tx.try_send_slice(&[]), rx.try_recv_slice(&mut [])), (Ok(0), Ok(0)));
    assert_eq!((rx.recv_slice(&mut []), block_on(rx.recv_slice_async(&mut []))), (0, 0));
}

fn an_empty_slice_waits_for_nothing_even_on_a_full_or_closed_channel<M: Slices + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    fill(&tx, N);
    for _ in 0..2 {
        assert_eq!((tx.send_slice(&[]), block_on(tx.send_slice_async(&[]))), (Ok(()), Ok(())));
        rx.close();
    }
}

fn blocking_slices_are_sent_and_received_whole<M: Slices + Waits, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let len = 3 * N + 1;
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_slice(&numbers(len)));
        let mut received = vec![0; len];
        assert_eq!(rx.recv_slice(&mut received), len);
        assert_eq!(received, numbers(len));
        assert_eq!(sender.join().unwrap(), Ok(()));
    });
}

fn async_slices_are_sent_and_received_whole<M: Slices + Waits, const N: usize>(mut tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let messages = numbers(3 * N + 1);
    let mut received = vec![0; messages.len()];
    let both = futures::future::join(tx.send_slice_async(&messages), rx.recv_slice_async(&mut received));
    assert_eq!(block_on(both), (Ok(()), messages.len()));
    assert_eq!(received, messages);
}

fn send_slice_says_how_much_went_before_the_close<M: Slices + Waits, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_slice(&numbers(N + 3)));
        while !rx.is_full() {
            thread::yield_now();
        }
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(PartialSendError { sent: N }));
    });
}

fn send_slice_async_says_how_much_went_before_the_close<M: Slices + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let messages = numbers(N + 3);
    let (waker, wakes) = counting();
    let mut sending = core::pin::pin!(tx.send_slice_async(&messages));
    assert!(poll(&mut sending, &waker).is_pending());
    rx.close();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(PartialSendError { sent: N })));
}

fn recv_slice_is_short_only_when_closed<M: Slices, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    thread::scope(|scope| {
        scope.spawn(move || {
            let_it_park();
            drop(tx);
        });
        let mut received = vec![0; N + 3];
        assert_eq!(rx.recv_slice(&mut received), count);
        assert_eq!(received[..count], numbers(count));
    });
    assert_eq!(block_on(rx.recv_slice_async(&mut [0])), 0);
}

fn a_quiet_producer_sends_slices_and_chunks_too<M: Slices, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(rx.poll_recv(&mut context).is_pending());
    assert_eq!(tx.try_send_slice(&[7; 9]), Ok(N.min(9)));
    if let Ok(chunk) = tx.write_chunk(N) {
        assert_eq!(chunk.fill_from_iter(core::iter::repeat(8)), N - N.min(9));
    }
    assert_eq!(wakes.count(), 0);
    assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Ok(7)));
}

//! Slices of a pipe: as much as fits, or all of it, blocking and async.

use crate::harness::{fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::task::Poll;
use std::thread;
use strait::{Consumer, Link, Pipe, Producer, SendSliceError};

tests! { on every pipe:
    try_send_slice_sends_as_much_as_fits(u32) at_every_fill;
    try_recv_slice_receives_as_much_as_is_there(u32) at_every_fill;
    slices_wrap_round_the_rings_end(u32);
    a_closed_channel_takes_no_slice_and_gives_what_is_left(u32) at_every_fill;
    an_empty_slice_is_no_error_even_on_a_closed_channel(u32);
    blocking_slices_are_sent_and_received_whole(u32);
    async_slices_are_sent_and_received_whole(u32);
    send_slice_says_how_much_went_before_the_close(u32);
    send_slice_async_says_how_much_went_before_the_close(u32);
    recv_slice_is_short_only_when_closed(u32) at_every_fill;
    a_quiet_producer_sends_slices_and_chunks_too(u32);
}

type Tx<L, const N: usize> = Producer<u32, N, Pipe, L>;
type Rx<L, const N: usize> = Consumer<u32, N, Pipe, L>;

fn numbers(len: usize) -> Vec<u32> {
    (0..len as u32).collect()
}

fn try_send_slice_sends_as_much_as_fits<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>, count: usize) {
    fill(&mut tx, count);
    let messages = numbers(N + 3);
    assert_eq!(tx.try_send_slice(&messages[count..]), N - count);
    assert_eq!(tx.try_send_slice(&messages), 0);
    assert!(rx.drain().eq(0..N as u32));
}

fn try_recv_slice_receives_as_much_as_is_there<L: Link, const N: usize>(
    mut tx: Tx<L, N>,
    mut rx: Rx<L, N>,
    count: usize,
) {
    fill(&mut tx, count);
    let mut received = vec![7; N + 3];
    assert_eq!(rx.try_recv_slice(&mut received[..count / 2]), count / 2);
    assert_eq!(rx.try_recv_slice(&mut received[count / 2..]), count - count / 2);
    assert_eq!(rx.try_recv_slice(&mut received), 0);
    assert_eq!(received[..count], numbers(count));
    assert!(received[count..].iter().all(|&untouched| untouched == 7));
}

fn slices_wrap_round_the_rings_end<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>) {
    fill(&mut tx, N / 2);
    rx.drain().for_each(drop);
    for _ in 0..3 {
        let mut received = vec![0; N];
        assert_eq!(tx.try_send_slice(&numbers(N)), N);
        assert_eq!(rx.try_recv_slice(&mut received), N);
        assert_eq!(received, numbers(N));
    }
}

fn a_closed_channel_takes_no_slice_and_gives_what_is_left<L: Link, const N: usize>(
    mut tx: Tx<L, N>,
    mut rx: Rx<L, N>,
    count: usize,
) {
    fill(&mut tx, count);
    rx.close();
    assert_eq!(tx.try_send_slice(&[7]), 0);
    assert_eq!(tx.send_slice(&[7]), Err(SendSliceError { sent: 0 }));
    assert_eq!(block_on(tx.send_slice_async(&[7])), Err(SendSliceError { sent: 0 }));
    let mut received = vec![0; N + 1];
    assert_eq!(rx.try_recv_slice(&mut received), count);
    assert_eq!(received[..count], numbers(count));
}

fn an_empty_slice_is_no_error_even_on_a_closed_channel<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>) {
    fill(&mut tx, N);
    for _ in 0..2 {
        assert_eq!((tx.try_send_slice(&[]), rx.try_recv_slice(&mut [])), (0, 0));
        assert_eq!((tx.send_slice(&[]), rx.recv_slice(&mut [])), (Ok(()), 0));
        assert_eq!((block_on(tx.send_slice_async(&[])), block_on(rx.recv_slice_async(&mut []))), (Ok(()), 0));
        rx.close();
    }
}

fn blocking_slices_are_sent_and_received_whole<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>) {
    let len = 3 * N + 1;
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_slice(&numbers(len)));
        let mut received = vec![0; len];
        assert_eq!(rx.recv_slice(&mut received), len);
        assert_eq!(received, numbers(len));
        assert_eq!(sender.join().unwrap(), Ok(()));
    });
}

fn async_slices_are_sent_and_received_whole<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>) {
    let messages = numbers(3 * N + 1);
    let mut received = vec![0; messages.len()];
    let both = futures::future::join(tx.send_slice_async(&messages), rx.recv_slice_async(&mut received));
    assert_eq!(block_on(both), (Ok(()), messages.len()));
    assert_eq!(received, messages);
}

fn send_slice_says_how_much_went_before_the_close<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>) {
    thread::scope(|scope| {
        let sender = scope.spawn(move || tx.send_slice(&numbers(N + 3)));
        while !rx.is_full() {
            thread::yield_now();
        }
        let_it_park();
        rx.close();
        assert_eq!(sender.join().unwrap(), Err(SendSliceError { sent: N }));
    });
}

fn send_slice_async_says_how_much_went_before_the_close<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>) {
    let messages = numbers(N + 3);
    let (waker, wakes) = counting();
    let mut sending = core::pin::pin!(tx.send_slice_async(&messages));
    assert!(poll(&mut sending, &waker).is_pending());
    rx.close();
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut sending, &waker), Poll::Ready(Err(SendSliceError { sent: N })));
}

fn recv_slice_is_short_only_when_closed<L: Link, const N: usize>(mut tx: Tx<L, N>, mut rx: Rx<L, N>, count: usize) {
    fill(&mut tx, count);
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

fn a_quiet_producer_sends_slices_and_chunks_too<L: Link, const N: usize>(tx: Tx<L, N>, mut rx: Rx<L, N>) {
    let mut tx = tx.quiet();
    let (waker, wakes) = counting();
    let mut receiving = core::pin::pin!(rx.recv_async());
    assert!(poll(&mut receiving, &waker).is_pending());
    assert_eq!(tx.try_send_slice(&[7; 9]), N.min(9));
    if let Ok(chunk) = tx.write_chunk(N) {
        assert_eq!(chunk.fill_from_iter(core::iter::repeat(8)), N - N.min(9));
    }
    assert_eq!(wakes.count(), 0);
    assert_eq!(poll(&mut receiving, &waker), Poll::Ready(Ok(7)));
}

//! `Lossy`: what finds no room comes back at once and is counted; nothing waits.

use crate::harness::{Rx, Tx};
use std::thread;
use strait::{PartialSendError, Refuses, SendError, mpsc, spsc};

tests! { on every channel:
    what_finds_no_room_comes_back_and_is_counted;
    a_refusal_without_lossy_is_no_loss;
    a_closed_channel_loses_nothing at_every_fill;
    a_batch_puts_aside_what_finds_no_room at_every_fill;
    a_batch_takes_nothing_when_the_channel_is_closed;
    losses_begin_anew_with_the_next_split;
}

fn what_finds_no_room_comes_back_and_is_counted<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let tx = tx.lossy();
    for lap in 1..4 {
        for n in 0..N as u32 {
            assert_eq!(tx.send(n), Ok(None));
        }
        assert!(tx.is_full());
        assert_eq!(tx.send(7), Ok(Some(7)));
        assert_eq!((tx.lost(), rx.lost()), (lap, lap));
        assert!(rx.drain().eq(0..N as u32));
    }
}

fn a_refusal_without_lossy_is_no_loss<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    while tx.try_send(0).is_ok() {}
    assert_eq!(tx.lost(), 0);
    let tx = tx.lossy();
    assert_eq!(tx.send(1), Ok(Some(1)));
    let tx = tx.into_inner();
    assert!(tx.try_send(1).is_err());
    assert_eq!((tx.lost(), rx.lost()), (1, 1));
}

fn a_closed_channel_loses_nothing<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    let tx = tx.lossy();
    (0..count as u32).for_each(|n| assert_eq!(tx.send(n), Ok(None)));
    tx.close();
    assert_eq!(tx.send(7), Err(SendError(7)));
    assert!(tx.is_closed());
    assert_eq!((tx.lost(), rx.lost(), rx.len()), (0, 0, count));
}

fn a_batch_puts_aside_what_finds_no_room<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    let mut tx = tx.lossy();
    (0..count as u32).for_each(|n| assert_eq!(tx.send(n), Ok(None)));
    let mut lost = Vec::new();
    let total = N as u32 + 70; // More than a run.
    assert_eq!(tx.send_many(&mut (count as u32..total), &mut lost), Ok(70));
    assert!(lost.iter().copied().eq(N as u32..total));
    assert_eq!((tx.lost(), rx.lost()), (70, 70));
    assert!(rx.drain().eq(0..N as u32));
}

fn a_batch_takes_nothing_when_the_channel_is_closed<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let mut tx = tx.lossy();
    drop(rx);
    let (mut messages, mut lost) = (0..3, Vec::new());
    assert_eq!(tx.send_many(&mut messages, &mut lost), Err(PartialSendError { sent: 0 }));
    assert_eq!((messages, lost.as_slice()), (0..3, [].as_slice()));
    assert_eq!(tx.send_many(&mut (0..0), &mut lost), Ok(0));
}

fn losses_begin_anew_with_the_next_split<M: Refuses, const N: usize>(_: Tx<N, M>, _: Rx<N, M>) {
    let mut channel = Box::new(strait::Channel::<u32, 1, M>::default());
    for _ in 0..2 {
        let (tx, rx) = channel.split();
        let tx = tx.lossy();
        assert_eq!((tx.send(1), tx.send(2), rx.lost()), (Ok(None), Ok(Some(2)), 1));
    }
}

/// A sleeping consumer hears of a batch that fills the channel before the batch is over.
#[test]
fn a_batch_wakes_the_consumer_when_it_finds_no_room() {
    let (tx, mut rx) = spsc::channel::<_, 2>();
    let mut tx = tx.lossy();
    let consumer = thread::spawn(move || rx.iter().next());
    let mut lost = Vec::new();
    let mut messages = (0..).take_while(|_| !consumer.is_finished());
    assert!(tx.send_many(&mut messages, &mut lost).is_ok_and(|count| count == lost.len()) || tx.is_closed());
    assert_eq!(consumer.join().unwrap(), Some(0));
}

/// Producers on several threads: each message is received or handed back, and the channel's count is right.
#[test]
fn many_producers_count_together() {
    const EACH: u64 = 20_000;
    let (tx, mut rx) = mpsc::channel::<u64, 8>();
    let tx = tx.lossy();
    let producers: Vec<_> = (0..3)
        .map(|_| {
            let tx = tx.clone();
            thread::spawn(move || (0..EACH).filter(|&n| tx.send(n).unwrap().is_some()).count())
        })
        .collect();
    let received = thread::spawn(move || (rx.iter().count(), rx.lost()));
    let refused: usize = producers.into_iter().map(|producer| producer.join().unwrap()).sum();
    assert_eq!(tx.lost(), refused);
    drop(tx);
    assert_eq!(received.join().unwrap(), (3 * EACH as usize - refused, refused));
}

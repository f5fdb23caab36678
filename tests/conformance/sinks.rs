//! Producers as `Sink`s: the lone ones as they are, that of `mpsc` by `into_sink`.

use crate::harness::{Rx, Tx, fill};
use crate::waking::counting;
use futures::executor::block_on;
use futures::{Sink, SinkExt as _};
use std::pin::Pin;
use std::task::{Context, Poll};
use strait::{LoneProducer, Mpsc, RecvError, SendError, Waits};

tests! { on every lone channel that waits:
    a_lone_sink_is_ready_when_there_is_room;
    a_lone_sink_hands_back_when_closed;
    closing_a_lone_sink_flushes_then_closes;
    a_close_wakes_a_lone_sink_that_is_not_ready;
}

tests! { in on_every_shared_channel_that_waits: [mpsc] [1 2 8 1024]
    into_sink_is_ready_when_there_is_room;
    into_sink_hands_back_when_closed;
    closing_into_sink_flushes_then_closes;
    into_sink_holds_one_message_until_it_is_in_the_ring;
    into_sink_takes_no_message_while_it_holds_one;
    into_sink_dropped_while_it_waits_leaves_its_turn_to_the_next;
    into_sink_hands_the_message_it_holds_back_when_the_channel_closes;
    the_last_of_many_sinks_closes_the_channel;
    a_closed_sink_counts_as_gone_once;
}

/// A sink is ready while there is room; one that is not is woken by room.
fn is_ready_when_there_is_room<M: Waits, const N: usize>(
    mut sink: impl Sink<u32, Error = SendError<u32>> + Unpin,
    mut rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    let mut sent = 0;
    while Pin::new(&mut sink).poll_ready(&mut context) == Poll::Ready(Ok(())) {
        Pin::new(&mut sink).start_send(sent).unwrap();
        sent += 1;
    }
    assert!((N..=N + 1).contains(&(sent as usize)), "as many as fit, and one that `into_sink` may hold");
    assert_eq!((wakes.count(), rx.try_recv(), wakes.count()), (0, Ok(0), 1));
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut context), Poll::Ready(Ok(())));
    assert_eq!(Pin::new(&mut sink).poll_flush(&mut context), Poll::Ready(Ok(())), "it does not wait for the consumer");
    assert!(rx.drain().eq(1..sent));
}

/// On a closed channel the sink is ready, and `start_send` hands the message back.
fn hands_back_when_closed<M: Waits, const N: usize>(
    mut sink: impl Sink<u32, Error = SendError<u32>> + Unpin,
    rx: Rx<N, M>,
) {
    let (waker, _) = counting();
    let mut context = Context::from_waker(&waker);
    rx.close();
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut context), Poll::Ready(Ok(())));
    assert_eq!(Pin::new(&mut sink).start_send(7), Err(SendError(7)));
    assert_eq!(Pin::new(&mut sink).poll_flush(&mut context), Poll::Ready(Ok(())));
    assert_eq!(block_on(sink.close()), Ok(()));
}

/// `close` flushes, then closes; nothing that was taken is lost.
fn close_flushes_then_closes<M: Waits, const N: usize>(
    mut sink: impl Sink<u32, Error = SendError<u32>> + Unpin,
    rx: Rx<N, M>,
) {
    std::thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.into_iter().collect::<Vec<_>>());
        block_on(async {
            for n in 0..50 {
                sink.feed(n).await.unwrap();
            }
            sink.close().await.unwrap();
        });
        assert!(receiver.join().unwrap().into_iter().eq(0..50));
    });
}

fn a_lone_sink_is_ready_when_there_is_room<M: LoneProducer + Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    is_ready_when_there_is_room(tx, rx);
}

fn a_lone_sink_hands_back_when_closed<M: LoneProducer + Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    hands_back_when_closed(tx, rx);
}

fn closing_a_lone_sink_flushes_then_closes<M: LoneProducer + Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    close_flushes_then_closes(tx, rx);
}

fn a_close_wakes_a_lone_sink_that_is_not_ready<M: LoneProducer + Waits, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    fill(&tx, N);
    assert!(Pin::new(&mut tx).poll_ready(&mut Context::from_waker(&waker)).is_pending());
    rx.close();
    assert_eq!(wakes.count(), 1);
    assert_eq!(Pin::new(&mut tx).poll_ready(&mut Context::from_waker(&waker)), Poll::Ready(Ok(())));
}

fn into_sink_is_ready_when_there_is_room<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    is_ready_when_there_is_room(tx.into_sink(), rx);
}

fn into_sink_hands_back_when_closed<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    hands_back_when_closed(tx.into_sink(), rx);
}

fn closing_into_sink_flushes_then_closes<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    close_flushes_then_closes(tx.into_sink(), rx);
}

fn into_sink_holds_one_message_until_it_is_in_the_ring<const N: usize>(tx: Tx<N, Mpsc>, mut rx: Rx<N, Mpsc>) {
    fill(&tx, N);
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    let mut sink = tx.into_sink();
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut context), Poll::Ready(Ok(())));
    assert_eq!(Pin::new(&mut sink).start_send(N as u32), Ok(()));
    assert!(Pin::new(&mut sink).poll_ready(&mut context).is_pending());
    assert!(Pin::new(&mut sink).poll_flush(&mut context).is_pending());
    assert_eq!((rx.try_recv(), wakes.count()), (Ok(0), 1));
    assert_eq!(Pin::new(&mut sink).poll_flush(&mut context), Poll::Ready(Ok(())));
    assert!(rx.drain().eq(1..=N as u32));
}

fn into_sink_takes_no_message_while_it_holds_one<const N: usize>(tx: Tx<N, Mpsc>, mut rx: Rx<N, Mpsc>) {
    fill(&tx, N);
    let mut sink = tx.into_sink();
    assert_eq!(Pin::new(&mut sink).start_send(N as u32), Ok(()));
    assert_eq!(Pin::new(&mut sink).start_send(7), Err(SendError(7)));
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(Pin::new(&mut sink).start_send(7), Err(SendError(7)), "the room is for the message that it holds");
    assert_eq!(block_on(sink.flush()), Ok(()));
    assert!(rx.drain().eq(1..=N as u32));
}

fn into_sink_dropped_while_it_waits_leaves_its_turn_to_the_next<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    fill(&tx, N);
    let [(first_waker, _), (second_waker, wakes)] = [(); 2].map(|()| counting());
    let [mut first, mut second] = [tx.clone(), tx].map(Tx::into_sink);
    for (sink, waker) in [(&mut first, &first_waker), (&mut second, &second_waker)] {
        assert_eq!(Pin::new(&mut *sink).start_send(7), Ok(()));
        assert!(Pin::new(sink).poll_flush(&mut Context::from_waker(waker)).is_pending());
    }
    drop(first);
    assert_eq!((rx.try_recv(), wakes.count()), (Ok(0), 1));
}

fn into_sink_hands_the_message_it_holds_back_when_the_channel_closes<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    fill(&tx, N);
    let (waker, _) = counting();
    let mut context = Context::from_waker(&waker);
    let mut sink = tx.into_sink();
    assert_eq!(Pin::new(&mut sink).start_send(7), Ok(()));
    assert!(Pin::new(&mut sink).poll_flush(&mut context).is_pending());
    rx.close();
    assert_eq!(Pin::new(&mut sink).poll_flush(&mut context), Poll::Ready(Err(SendError(7))));
    assert_eq!(Pin::new(&mut sink).poll_flush(&mut context), Poll::Ready(Ok(())), "once");
}

/// As when two streams are forwarded into one channel, and the first ends.
fn the_last_of_many_sinks_closes_the_channel<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    let mut first = tx.clone().into_sink();
    let mut second = first.clone();
    drop(tx);
    assert_eq!(block_on(first.close()), Ok(()));
    assert!(!rx.is_closed() && !second.is_closed() && !first.is_closed());
    assert_eq!(Pin::new(&mut first).start_send(7), Err(SendError(7)));
    assert_eq!(block_on(second.send(1)), Ok(()));
    assert_eq!(block_on(second.close()), Ok(()));
    assert!(rx.is_closed() && first.is_closed());
    assert_eq!((rx.try_recv(), rx.recv()), (Ok(1), Err(RecvError)));
}

/// However often it is closed, and whatever becomes of it.
fn a_closed_sink_counts_as_gone_once<const N: usize>(tx: Tx<N, Mpsc>, rx: Rx<N, Mpsc>) {
    for round in 0..4 {
        let mut sink = tx.clone().into_sink();
        assert!(sink.get_ref().same_channel(&rx));
        if round > 1 {
            assert_eq!((block_on(sink.close()), block_on(sink.close())), (Ok(()), Ok(())));
        }
        if round % 2 == 0 {
            drop(sink);
        } else {
            sink.into_inner().try_send(round).unwrap();
            assert_eq!(rx.try_recv(), Ok(round));
        }
        assert!(!rx.is_closed());
    }
    drop(tx);
    assert!(rx.is_closed());
}

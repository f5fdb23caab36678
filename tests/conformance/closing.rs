//! Closing, by `close()` or by the last drop, from either end, at every fill level.

use crate::harness::{Rx, Tx, fill};
use strait::{Mode, RecvError, Refuses, SendError, TryRecvError, TrySendError, Waits, mpsc};

tests! { on every channel:
    after_a_producers_close_the_rest_is_received_then_closed_is_said at_every_fill;
    after_the_producers_drop_the_rest_is_received_then_closed_is_said at_every_fill;
    a_consumers_close_drops_nothing at_every_fill;
    after_the_consumers_drop_sends_hand_their_value_back at_every_fill;
    a_handles_own_sends_fail_after_its_close at_every_fill;
    close_is_idempotent at_every_fill;
    is_closed_is_the_same_on_both_ends_even_with_messages_left at_every_fill;
    iteration_over_a_closed_channel_brings_what_is_left at_every_fill;
}

tests! { on every channel that waits:
    after_the_consumers_drop_sends_that_wait_hand_their_value_back at_every_fill;
    a_handles_own_sends_that_wait_fail_after_its_close at_every_fill;
}

fn says_closed_after<M: Mode, const N: usize>(rx: Rx<N, M>, count: usize) {
    assert_eq!(rx.len(), count);
    for n in 0..count as u32 {
        assert_eq!(rx.try_recv(), Ok(n));
    }
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(rx.recv(), Err(RecvError));
    assert!(rx.is_empty() && rx.is_closed());
}

fn after_a_producers_close_the_rest_is_received_then_closed_is_said<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    tx.close();
    says_closed_after(rx, count);
}

fn after_the_producers_drop_the_rest_is_received_then_closed_is_said<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(tx);
    says_closed_after(rx, count);
}

fn a_consumers_close_drops_nothing<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.len(), count);
    says_closed_after(rx, count);
}

fn after_the_consumers_drop_sends_hand_their_value_back<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(rx);
    assert!(tx.is_closed());
    assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
}

fn a_handles_own_sends_fail_after_its_close<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    tx.close();
    assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
    says_closed_after(rx, count);
}

fn after_the_consumers_drop_sends_that_wait_hand_their_value_back<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(rx);
    assert_eq!((tx.send(8), tx.send_array([8])), (Err(SendError(8)), Err(SendError([8]))));
}

fn a_handles_own_sends_that_wait_fail_after_its_close<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    _rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    tx.close();
    assert_eq!((tx.send(8), tx.send_array([8])), (Err(SendError(8)), Err(SendError([8]))));
}

fn close_is_idempotent<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    tx.close();
    rx.close();
    tx.close();
    rx.close();
    says_closed_after(rx, count);
    tx.close();
    assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
}

fn is_closed_is_the_same_on_both_ends_even_with_messages_left<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    assert!(!tx.is_closed() && !rx.is_closed());
    match count % 2 {
        0 => tx.close(),
        _ => rx.close(),
    }
    assert!(tx.is_closed() && rx.is_closed());
    assert_eq!((tx.len(), rx.len()), (count, count));
}

fn iteration_over_a_closed_channel_brings_what_is_left<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    assert!(!rx.is_closed());
    drop(tx);
    assert!(rx.is_closed());
    assert!(rx.into_iter().eq(0..count as u32), "what is left is received by iteration, too");
}

/// Of many producers the last one's drop closes, and any one's `close()` closes for all.
#[test]
fn many_producers_close_by_the_last_drop_or_by_any_close() {
    let (tx, rx) = mpsc::channel::<u32, 4>();
    let others: Vec<_> = (0..3).map(|_| tx.clone()).collect();
    drop(tx);
    for other in others {
        assert!(!rx.is_closed());
        drop(other);
    }
    assert!(rx.is_closed());

    let (tx, rx) = mpsc::channel::<u32, 4>();
    tx.clone().close();
    assert!(rx.is_closed());
    assert_eq!(tx.try_send(1), Err(TrySendError::Closed(1)));
}

/// `Closed` is final: what a permit publishes after it is dropped with the ring, once.
#[test]
fn what_a_permit_sends_after_closed_was_said_is_not_received() {
    let guard = std::sync::Arc::new(());
    let mut channel = strait::spsc::Channel::<_, 2>::new();
    for _ in 0..3 {
        let (mut tx, mut rx) = channel.split();
        tx.try_send(guard.clone()).unwrap();
        let permit = tx.try_reserve().unwrap();
        rx.close();
        assert!(rx.try_recv().is_ok(), "what was sent before is received");
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        permit.send(guard.clone());
        for _ in 0..2 {
            assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
            assert_eq!((rx.recv(), rx.peek().is_none(), rx.len()), (Err(RecvError), true, 0));
        }
        assert_eq!(rx.drain().count(), 0);
        drop((tx, rx));
        assert_eq!(std::sync::Arc::strong_count(&guard), 1);
    }
}

/// Likewise for a whole chunk of a pipe, at every capacity that it may have.
#[test]
fn what_a_chunk_sends_after_closed_was_said_is_not_received() {
    for rounds in 0..4 {
        let (mut tx, mut rx) = strait::pipe::channel::<u8, 4>();
        (0..rounds).for_each(|n| assert_eq!((tx.try_send(n), rx.try_recv()), (Ok(()), Ok(n))));
        let chunk = tx.write_chunk(4).unwrap();
        rx.close();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        assert_eq!(chunk.fill_from_iter(0..4), 4);
        assert_eq!((rx.try_recv(), rx.len()), (Err(TryRecvError::Closed), 0));
        assert!(rx.read_chunk(4).is_err() && rx.try_recv_many(&mut Vec::new(), 4) == 0);
    }
}

//! First in, first out; a receive gives data first, then says closed, and only then that time is up.

use crate::harness::{Batches, Receives, Receiving as _, Rx, Sends, Tx, fill};
use futures::executor::block_on;
use std::future::poll_fn;
use std::time::{Duration, Instant};
use strait::{RecvError, RecvTimeoutError, Refuses, SendError, SendTimeoutError, TryRecvError, TrySendError};

tests! { on every channel:
    messages_come_in_the_order_of_their_sending;
    a_message_wins_over_closed_and_over_a_deadline_that_has_passed at_every_fill;
    closed_wins_over_timeout_for_a_receive at_every_fill;
    closed_wins_over_full at_every_fill;
}

tests! { on every channel that waits:
    closed_wins_over_full_and_over_timeout_for_a_send at_every_fill;
    sent_and_received_by_every_kind_of_operation_the_order_holds;
}

/// Windows of every length, over several laps.
fn messages_come_in_the_order_of_their_sending<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (mut sent, mut received) = (0, 0);
    for round in 0..8 {
        for _ in 0..N.div_ceil(1 + round % 3) {
            assert_eq!(tx.try_send(sent), Ok(()));
            sent += 1;
        }
        while let Ok(message) = rx.try_recv() {
            assert_eq!(message, received);
            received += 1;
        }
    }
    assert_eq!(sent, received);
}

fn a_message_wins_over_closed_and_over_a_deadline_that_has_passed<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    let past = Instant::now();
    fill(&tx, count);
    rx.close();
    for n in 0..count as u32 {
        let received = match n % 7 {
            0 => rx.recv_deadline(past),
            1 => rx.recv_timeout(Duration::ZERO),
            2 => rx.try_recv().map_err(|_| RecvTimeoutError::Closed),
            3 => rx.recv().map_err(RecvTimeoutError::from),
            4 => block_on(rx.recv_async()).map_err(RecvTimeoutError::from),
            5 => block_on(poll_fn(|context| rx.poll_recv(context))).map_err(RecvTimeoutError::from),
            _ => rx.recv_timeout(Duration::MAX),
        };
        assert_eq!(received, Ok(n));
    }
}

fn closed_wins_over_timeout_for_a_receive<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(tx);
    assert_eq!(rx.drain().count(), count);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_timeout(Duration::MAX), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_many_deadline(&mut Vec::new(), 1, Instant::now()), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_many_timeout(&mut Vec::new(), 1, Duration::ZERO), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_many_timeout(&mut Vec::new(), 1, Duration::MAX), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv(), Err(RecvError));
    assert_eq!(block_on(rx.recv_async()), Err(RecvError));
    assert_eq!(block_on(poll_fn(|context| rx.poll_recv(context))), Err(RecvError));
}

fn closed_wins_over_full<M: Batches, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
    assert_eq!(tx.try_send_array([7]), Err(TrySendError::Closed([7])));
    assert_eq!(M::try_send_batch(&mut tx, &mut [7].into()), 0);
}

fn closed_wins_over_full_and_over_timeout_for_a_send<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    rx.close();
    assert_eq!(tx.send_timeout(7, Duration::ZERO), Err(SendTimeoutError::Closed(7)));
    assert_eq!(tx.send_timeout(7, Duration::MAX), Err(SendTimeoutError::Closed(7)));
    assert_eq!(tx.send_deadline(7, Instant::now()), Err(SendTimeoutError::Closed(7)));
    assert_eq!(tx.send(7), Err(SendError(7)));
    assert_eq!(tx.send_array([7]), Err(SendError([7])));
    assert_eq!(block_on(M::send_async(&mut tx, 7)), Err(SendError(7)));
    assert_eq!(block_on(M::send_array_async(&mut tx, [7])), Err(SendError([7])));
}

/// Each round uses another operation at each end.
fn sent_and_received_by_every_kind_of_operation_the_order_holds<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let soon = || Instant::now() + Duration::from_secs(60);
    let mut batch = Vec::new();
    for n in 0..48 {
        match n % 8 {
            0 => tx.try_send(n).unwrap(),
            1 => tx.send(n).unwrap(),
            2 => tx.send_timeout(n, Duration::MAX).unwrap(),
            3 => tx.send_deadline(n, soon()).unwrap(),
            4 => tx.try_send_array([n]).unwrap(),
            5 => tx.send_array([n]).unwrap(),
            6 => block_on(M::send_async(&mut tx, n)).unwrap(),
            _ => assert_eq!(M::try_send_batch(&mut tx, &mut [n].into()), 1),
        }
        match n % 11 {
            0 => batch.push(rx.try_recv().unwrap()),
            1 => batch.push(rx.recv().unwrap()),
            2 => batch.push(rx.recv_timeout(Duration::ZERO).unwrap()),
            3 => batch.push(rx.recv_deadline(soon()).unwrap()),
            4 => batch.push(block_on(rx.recv_async()).unwrap()),
            5 => batch.extend(rx.drain()),
            6 => assert_eq!(rx.try_recv_many(&mut batch, 9), 1),
            7 => assert_eq!(rx.recv_many_deadline(&mut batch, 1, soon()), Ok(1)),
            8 => assert_eq!(rx.recv_many_timeout(&mut batch, 1, Duration::MAX), Ok(1)),
            9 => batch.push(block_on(poll_fn(|context| rx.poll_recv(context))).unwrap()),
            _ => batch.extend(rx.iter().take(1)),
        }
    }
    assert!(batch.into_iter().eq(0..48));
}

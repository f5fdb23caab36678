//! Deadlines: one in the past is the try-operation, `Duration::MAX` is for ever; and `flush_timeout`.

use crate::harness::{Rx, Tx, fill, let_it_park};
use std::thread;
use std::time::{Duration, Instant};
use strait::{RecvTimeoutError, Refuses, SendTimeoutError, Waits};

const SOON: Duration = Duration::from_millis(1);

tests! { on every channel:
    zero_and_past_deadlines_are_the_try_operation_for_a_receive;
    a_receive_that_times_out_takes_nothing;
}

tests! { on every channel that waits:
    zero_and_past_deadlines_are_the_try_operation_for_a_send;
    a_send_that_times_out_hands_its_value_back_and_sends_nothing;
    duration_max_waits_for_ever_for_room;
    duration_max_waits_for_ever_for_a_message;
    flush_is_done_when_the_consumer_has_taken_everything at_every_fill;
    flush_goes_on_after_the_consumers_close at_every_fill;
    flush_says_closed_if_the_consumer_went_with_messages_left at_every_fill;
    flush_ends_when_the_consumer_goes;
    flush_after_the_producers_own_close_waits_for_the_consumer;
}

fn zero_and_past_deadlines_are_the_try_operation_for_a_send<M: Waits, const N: usize>(tx: Tx<N, M>, _rx: Rx<N, M>) {
    let past = Instant::now();
    for n in 0..N as u32 {
        match n % 2 {
            0 => assert_eq!(tx.send_deadline(n, past), Ok(())),
            _ => assert_eq!(tx.send_timeout(n, Duration::ZERO), Ok(())),
        }
    }
    assert_eq!(tx.send_deadline(7, past), Err(SendTimeoutError::Timeout(7)));
    assert_eq!(tx.send_timeout(8, Duration::ZERO), Err(SendTimeoutError::Timeout(8)));
}

fn zero_and_past_deadlines_are_the_try_operation_for_a_receive<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let past = Instant::now();
    assert_eq!(rx.recv_deadline(past), Err(RecvTimeoutError::Timeout));
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
    tx.try_send(7).unwrap();
    assert_eq!(rx.recv_deadline(past), Ok(7));
    tx.try_send(8).unwrap();
    assert_eq!(rx.recv_timeout(Duration::ZERO), Ok(8));
}

fn a_send_that_times_out_hands_its_value_back_and_sends_nothing<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    fill(&tx, N);
    assert_eq!(tx.send_timeout(7, SOON), Err(SendTimeoutError::Timeout(7)));
    assert_eq!(tx.send_deadline(8, Instant::now() + SOON), Err(SendTimeoutError::Timeout(8)));
    assert!(rx.drain().eq(0..N as u32));
    assert_eq!(tx.send_timeout(9, SOON), Ok(()));
}

fn a_receive_that_times_out_takes_nothing<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    assert_eq!(rx.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
    assert_eq!(rx.recv_deadline(Instant::now() + SOON), Err(RecvTimeoutError::Timeout));
    tx.try_send(7).unwrap();
    assert_eq!(rx.recv_timeout(SOON), Ok(7));
}

fn duration_max_waits_for_ever_for_room<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let sender = scope.spawn(move || (tx.send_timeout(7, Duration::MAX), tx));
        let_it_park();
        assert_eq!(rx.try_recv(), Ok(0));
        assert_eq!(sender.join().unwrap().0, Ok(()));
    });
}

fn duration_max_waits_for_ever_for_a_message<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(move || rx.recv_timeout(Duration::MAX));
        let_it_park();
        tx.try_send(7).unwrap();
        assert_eq!(receiver.join().unwrap(), Ok(7));
    });
}

fn flush_is_done_when_the_consumer_has_taken_everything<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let left = if count == 0 { Ok(()) } else { Err(SendTimeoutError::Timeout(())) };
    assert_eq!(tx.flush_timeout(Duration::ZERO), left);
    thread::scope(|scope| {
        let flusher = scope.spawn(move || (tx.flush_timeout(Duration::MAX), tx.len()));
        assert_eq!(rx.drain().count(), count);
        assert_eq!(flusher.join().unwrap(), (Ok(()), 0));
    });
}

/// A consumer that has closed the channel may still receive what is left.
fn flush_goes_on_after_the_consumers_close<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>, count: usize) {
    fill(&tx, count);
    rx.close();
    let left = if count == 0 { Ok(()) } else { Err(SendTimeoutError::Timeout(())) };
    assert_eq!(tx.flush_timeout(Duration::ZERO), left);
    thread::scope(|scope| {
        let flusher = scope.spawn(move || (tx.flush_timeout(Duration::MAX), tx.len()));
        assert_eq!(rx.drain().count(), count);
        assert_eq!(flusher.join().unwrap(), (Ok(()), 0));
    });
}

fn flush_says_closed_if_the_consumer_went_with_messages_left<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    if count % 2 == 0 {
        rx.close();
    }
    drop(rx);
    let left = if count == 0 { Ok(()) } else { Err(SendTimeoutError::Closed(())) };
    assert_eq!(tx.flush_timeout(Duration::MAX), left);
}

fn flush_ends_when_the_consumer_goes<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    thread::scope(|scope| {
        let flusher = scope.spawn(move || tx.flush_timeout(Duration::MAX));
        let_it_park();
        rx.close();
        let_it_park();
        assert!(!flusher.is_finished(), "the consumer lives");
        drop(rx);
        assert_eq!(flusher.join().unwrap(), Err(SendTimeoutError::Closed(())));
    });
}

fn flush_after_the_producers_own_close_waits_for_the_consumer<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    tx.try_send(7).unwrap();
    tx.close();
    assert_eq!(tx.flush_timeout(SOON), Err(SendTimeoutError::Timeout(())));
    assert_eq!(rx.try_recv(), Ok(7));
    assert_eq!(tx.flush_timeout(SOON), Ok(()));
}

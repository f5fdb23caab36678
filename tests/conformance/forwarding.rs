//! Waiting without taking, `ready`, and passing on, `forward`.

use crate::harness::{Rx, Tx, fill, let_it_park};
use crate::polling::poll;
use crate::waking::counting;
use futures::executor::block_on;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use strait::{PartialSendError, RecvError, RecvTimeoutError, Refuses, Waits, pipe, spsc};

const SOON: Duration = Duration::from_millis(1);

tests! { on every channel:
    ready_takes_nothing_and_says_closed_only_when_drained at_every_fill;
    ready_times_out_when_nothing_came;
    forward_passes_everything_on_and_ends_with_the_input at_every_fill;
    forward_takes_nothing_once_the_output_is_closed at_every_fill;
    a_panic_of_the_mapping_loses_one_message;
}

tests! { on every channel that waits:
    ready_waits_for_a_message;
    a_pending_ready_is_woken_by_a_message;
    forward_holds_no_message_back;
    forward_goes_on_between_threads_that_wait_for_each_other;
    a_forward_that_waits_holds_no_message;
}

fn ready_takes_nothing_and_says_closed_only_when_drained<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    drop(tx);
    for left in (1..=count).rev() {
        assert_eq!((rx.ready(), rx.ready_timeout(Duration::ZERO)), (Ok(()), Ok(())));
        assert_eq!((rx.ready_deadline(Instant::now()), block_on(rx.ready_async())), (Ok(()), Ok(())));
        assert_eq!(rx.len(), left);
        assert_eq!(rx.try_recv(), Ok((count - left) as u32));
    }
    assert_eq!((rx.ready(), rx.ready_timeout(Duration::MAX)), (Err(RecvError), Err(RecvTimeoutError::Closed)));
    assert_eq!(rx.ready_deadline(Instant::now()), Err(RecvTimeoutError::Closed));
    assert_eq!(block_on(rx.ready_async()), Err(RecvError));
}

fn ready_times_out_when_nothing_came<M: Refuses, const N: usize>(_tx: Tx<N, M>, rx: Rx<N, M>) {
    let start = Instant::now();
    assert_eq!(rx.ready_timeout(SOON), Err(RecvTimeoutError::Timeout));
    assert!(start.elapsed() >= SOON);
    assert_eq!(rx.ready_deadline(Instant::now()), Err(RecvTimeoutError::Timeout));
    assert_eq!(rx.ready_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
}

fn ready_waits_for_a_message<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        let waiter = scope.spawn(move || (rx.ready(), rx.try_recv()));
        let_it_park();
        tx.try_send(7).unwrap();
        assert_eq!(waiter.join().unwrap(), (Ok(()), Ok(7)));
    });
}

fn a_pending_ready_is_woken_by_a_message<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut waiting = rx.ready_async();
    assert!(poll(&mut waiting, &waker).is_pending());
    tx.try_send(7).unwrap();
    assert_eq!((wakes.count(), poll(&mut waiting, &waker)), (1, Poll::Ready(Ok(()))));
    drop(waiting);
    assert_eq!(rx.try_recv(), Ok(7));
}

fn forward_passes_everything_on_and_ends_with_the_input<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    let (mut output, mut from_output) = spsc::channel::<u64, 1024>();
    fill(&tx, count);
    drop(tx);
    assert_eq!(rx.forward(&mut output, |n| u64::from(n) * 10), Ok(count));
    assert_eq!(block_on(rx.forward_async(&mut output, u64::from)), Ok(0));
    assert!(from_output.drain().eq((0..count as u64).map(|n| n * 10)));
}

fn forward_takes_nothing_once_the_output_is_closed<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
    count: usize,
) {
    let (mut output, from_output) = pipe::channel::<u32, 4>();
    fill(&tx, count);
    drop((tx, from_output));
    let expected = if count == 0 { Ok(0) } else { Err(PartialSendError { sent: 0 }) };
    assert_eq!(rx.forward(&mut output, |n| n), expected);
    assert_eq!(block_on(rx.forward_async(&mut output, |n| n)), expected);
    assert_eq!(rx.len(), count);
}

fn a_panic_of_the_mapping_loses_one_message<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (mut output, mut from_output) = spsc::channel::<u32, 4>();
    for first in [0, 10] {
        tx.try_send(first).unwrap();
        let panicked = catch_unwind(AssertUnwindSafe(|| rx.forward(&mut output, |_| panic!("silent"))));
        assert!(panicked.is_err() && rx.is_empty() && from_output.is_empty());
    }
    tx.try_send(20).unwrap();
    drop(tx);
    assert_eq!(rx.forward(&mut output, |n| n), Ok(1));
    assert!(from_output.drain().eq([20]));
}

fn forward_holds_no_message_back<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (mut output, from_output) = spsc::channel::<u32, 8>();
    thread::scope(|scope| {
        scope.spawn(move || rx.forward(&mut output, |n| n));
        for n in 0..4 {
            tx.send(n).unwrap();
            assert_eq!(from_output.recv(), Ok(n), "though no other comes after it");
        }
        drop(tx);
        assert_eq!(from_output.recv(), Err(RecvError));
    });
}

fn forward_goes_on_between_threads_that_wait_for_each_other<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (mut first, mut second) = spsc::channel::<u32, 1>();
    let (mut output, mut from_output) = pipe::channel::<u32, 2>();
    thread::scope(|scope| {
        scope.spawn(move || (0..300).for_each(|n| tx.send(n).unwrap()));
        scope.spawn(move || assert_eq!(rx.forward(&mut first, |n| n), Ok(300)));
        scope.spawn(move || assert_eq!(block_on(second.forward_async(&mut output, |n| n)), Ok(300)));
        assert!(from_output.iter().eq(0..300));
    });
}

fn a_forward_that_waits_holds_no_message<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (mut output, from_output) = spsc::channel::<u32, 1>();
    output.try_send(100).unwrap();
    let (waker, wakes) = counting();
    {
        let mut forwarding = rx.forward_async(&mut output, |n| n);
        assert!(poll(&mut forwarding, &waker).is_pending());
        tx.try_send(7).unwrap();
        assert_eq!(wakes.count(), 1);
        assert!(poll(&mut forwarding, &waker).is_pending(), "the output is full");
        assert_eq!(from_output.try_recv(), Ok(100));
        assert_eq!(wakes.count(), 2);
    }
    assert_eq!((rx.try_recv(), from_output.is_empty()), (Ok(7), true));
}

//! tokio's cooperative budget: with the feature `tokio` a task that always finds a message, or room, lets others go on.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "tests have std")]

use std::{
    future::{Future, poll_fn},
    pin::pin,
    rc::Rc,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
};
use strait::{mpsc, pipe, spsc};
use tokio::task::{self, LocalSet};

/// Far more than tokio's budget.
const MOST: usize = 10_000;

/// Runs a task that does `step`, which is always ready, until another task has asked it to stop, `MOST` times at most;
/// returns how often.
fn steps_until_stopped<S: AsyncFnMut() + 'static>(mut step: S) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    LocalSet::new().block_on(&runtime, async move {
        let stop = Rc::new(AtomicBool::new(false));
        let is_stopped = Rc::clone(&stop);
        let worker = task::spawn_local(async move {
            let mut steps = 0;
            while steps < MOST && !is_stopped.load(Ordering::Relaxed) {
                step().await;
                steps += 1;
            }
            steps
        });
        task::spawn_local(async move { stop.store(true, Ordering::Relaxed) });
        worker.await.unwrap()
    })
}

/// A stop comes in time with the feature, and not at all without.
#[track_caller]
fn assert_in_time(steps: usize) {
    if cfg!(feature = "tokio") {
        assert!(0 < steps && steps < MOST / 10, "stopped after {steps} steps");
    } else {
        assert_eq!(steps, MOST, "a task yields without the feature");
    }
}

#[test]
fn a_receive_takes_part() {
    let (tx, mut rx) = mpsc::channel::<u32, 8>();
    assert_in_time(steps_until_stopped(async move || {
        tx.try_send(1).unwrap();
        assert_eq!(rx.recv_async().await, Ok(1));
    }));
}

#[test]
fn a_poll_by_hand_takes_part() {
    let (tx, rx) = spsc::channel::<u32, 8>();
    assert_in_time(steps_until_stopped(async move || {
        tx.try_send(1).unwrap();
        assert_eq!(poll_fn(|context| rx.poll_recv(context)).await, Ok(1));
    }));
}

#[test]
fn a_batch_takes_part() {
    let (mut tx, mut rx) = pipe::channel::<u32, 8>();
    assert_in_time(steps_until_stopped(async move || {
        let mut batch = Vec::new();
        assert_eq!(tx.try_send_many(&mut (0..4)), 4);
        assert_eq!(rx.recv_many_async(&mut batch, 8).await, Ok(4));
    }));
}

#[test]
fn a_send_takes_part() {
    let (mut tx, rx) = spsc::channel::<u32, 8>();
    assert_in_time(steps_until_stopped(async move || {
        tx.send_async(1).await.unwrap();
        assert_eq!(rx.try_recv(), Ok(1));
    }));
}

#[cfg(feature = "stream")]
#[test]
fn a_stream_takes_part() {
    use futures::StreamExt;

    let (tx, mut rx) = spsc::channel::<u32, 8>();
    assert_in_time(steps_until_stopped(async move || {
        tx.try_send(1).unwrap();
        assert_eq!(rx.next().await, Some(1));
    }));
}

/// What the guide tells those who do without the feature.
#[test]
fn tokio_can_make_any_receive_take_part() {
    let (tx, mut rx) = mpsc::channel::<u32, 8>();
    let steps = steps_until_stopped(async move || {
        tx.try_send(1).unwrap();
        assert_eq!(task::coop::cooperative(rx.recv_async()).await, Ok(1));
    });
    assert!(0 < steps && steps < MOST / 10, "stopped after {steps} steps");
}

/// A receive that waits uses nothing up, and outside tokio's runtime there is no budget.
#[test]
fn no_budget_is_used_without_progress_or_outside_tokio() {
    let (tx, rx) = spsc::channel::<u32, 8>();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        for _ in 0..MOST {
            let pending = poll_fn(|context| Poll::Ready(rx.poll_recv(context))).await;
            assert_eq!(pending, Poll::Pending);
        }
        tx.try_send(1).unwrap();
        assert_eq!(poll_fn(|context| Poll::Ready(rx.poll_recv(context))).await, Poll::Ready(Ok(1)));
    });
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for n in 0..MOST as u32 {
        tx.try_send(n).unwrap();
        let received = pin!(poll_fn(|context| rx.poll_recv(context))).poll(&mut context);
        assert_eq!(received, Poll::Ready(Ok(n)));
    }
}

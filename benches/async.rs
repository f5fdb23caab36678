//! What one message costs between tasks: on one thread, and on two.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use core::pin::Pin;
use core::time::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use futures::{executor::block_on, future::join};
use std::time::Instant;
use strait::{Capacity, PowerOfTwo, spsc};
use support::{Due, group, race, row, row_alone, settings};
use tokio::runtime::{Builder, Runtime};

async fn send_all<const N: usize>(mut tx: spsc::Producer<u64, N>, count: u64) {
    for number in 0..count {
        tx.send_async(number).await.expect("the consumer lives");
    }
}

async fn recv_all<const N: usize>(mut rx: spsc::Consumer<u64, N>, count: u64) {
    let mut due = Due::default();
    while due.number() < count {
        due.came(rx.recv_async().await.expect("the producer sends all"));
    }
}

/// Runs both ends as one future on this thread; returns the time taken.
fn together<const N: usize>(count: u64, run: impl FnOnce(Pin<Box<dyn Future<Output = ()>>>)) -> Duration
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, rx) = spsc::channel::<u64, N>();
    let ends = Box::pin(async move {
        join(send_all(tx, count), recv_all(rx, count)).await;
    });
    let start = Instant::now();
    run(ends);
    start.elapsed()
}

/// Runs each end as a task in a tokio runtime; returns the time taken.
fn spawned<const N: usize>(count: u64, runtime: &Runtime) -> Duration
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, rx) = spsc::channel::<u64, N>();
    let start = Instant::now();
    runtime.block_on(async {
        let sender = tokio::spawn(send_all(tx, count));
        let receiver = tokio::spawn(recv_all(rx, count));
        sender.await.expect("the sender does not panic");
        receiver.await.expect("the receiver does not panic");
    });
    start.elapsed()
}

/// Runs each end on a pinned thread with its own executor.
fn two_executors<const N: usize>(count: u64) -> Duration
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, rx) = spsc::channel::<u64, N>();
    race(vec![Box::new(move || block_on(recv_all(rx, count))), Box::new(move || block_on(send_all(tx, count)))])
}

/// A thread that blocks in `send` at one end, a task at the other.
fn thread_to_task<const N: usize>(count: u64) -> Duration
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, rx) = spsc::channel::<u64, N>();
    race(vec![
        Box::new(move || block_on(recv_all(rx, count))),
        Box::new(move || (0..count).for_each(|number| tx.send(number).expect("the consumer lives"))),
    ])
}

fn one_thread(criterion: &mut Criterion) {
    let current_thread = Builder::new_current_thread().build().expect("a runtime starts");
    let mut group = group(criterion, "async, one thread", 1);
    let (mut tx, mut rx) = spsc::channel::<u64, 1024>();
    row_alone(&mut group, "ready at once", |number| {
        block_on(async {
            tx.send_async(number).await.ok()?;
            rx.recv_async().await.ok()
        })
    });
    row(&mut group, "futures, joined, N = 1", |count| together::<1>(count, block_on));
    row(&mut group, "futures, joined, N = 1024", |count| together::<1024>(count, block_on));
    row(&mut group, "tokio, two tasks, N = 1", |count| spawned::<1>(count, &current_thread));
    row(&mut group, "tokio, two tasks, N = 1024", |count| spawned::<1024>(count, &current_thread));
}

fn two_threads(criterion: &mut Criterion) {
    let two_workers = Builder::new_multi_thread().worker_threads(2).build().expect("a runtime starts");
    let mut group = group(criterion, "async, two threads", 1);
    row(&mut group, "tokio, two workers, N = 1024", |count| spawned::<1024>(count, &two_workers));
    row(&mut group, "two executors, N = 1", two_executors::<1>);
    row(&mut group, "two executors, N = 1024", two_executors::<1024>);
    row(&mut group, "thread to task, N = 1024", thread_to_task::<1024>);
}

criterion_group! { name = benches; config = settings(); targets = two_threads, one_thread }
criterion_main!(benches);

//! What a parked receiver costs: the time until a message reaches it, and the time that waking it takes the sender.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use core::time::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use futures::executor::block_on;
use std::time::Instant;
use strait::{mpsc, pipe, spsc};
use support::{Stamped, apart, gaps, group, row, settings};

const N: usize = 64;

/// Long enough for a receiver to spin, yield and go to sleep.
const GAP: Duration = Duration::from_micros(200);

/// From the send of a message to its arrival in a thread that was asleep in `recv`.
macro_rules! until_received {
    ($group:expr, $mode:ident) => {
        row($group, concat!(stringify!($mode), ", recv"), |count| {
            let (tx, rx) = apart($mode::channel::<Stamped, N>());
            gaps(
                count,
                GAP,
                move |message| tx.try_send(message).expect("there is room"),
                move || rx.recv().expect("the producer sends all"),
            )
        });
    };
}

/// As [`until_received`], for a task that was asleep in `recv_async`.
fn until_received_by_task(count: u64) -> Duration {
    let (tx, mut rx) = apart(spsc::channel::<Stamped, N>());
    gaps(
        count,
        GAP,
        move |message| tx.try_send(message).expect("there is room"),
        move || block_on(rx.recv_async()).expect("the producer sends all"),
    )
}

/// How long `try_send` takes when it has to wake the consumer.
fn paid_by_waker(count: u64) -> Duration {
    let (tx, rx) = apart(spsc::channel::<Stamped, N>());
    let mut total = Duration::ZERO;
    let paid = &mut total;
    gaps(
        count,
        GAP,
        move |message| {
            let start = Instant::now();
            tx.try_send(message).expect("there is room");
            *paid += start.elapsed();
        },
        move || rx.recv().expect("the producer sends all"),
    );
    total
}

fn wake_up(criterion: &mut Criterion) {
    let mut group = group(criterion, "wake-up", 1);
    until_received!(&mut group, spsc);
    until_received!(&mut group, mpsc);
    until_received!(&mut group, pipe);
    row(&mut group, "spsc, recv_async", until_received_by_task);
    row(&mut group, "spsc, paid by try_send", paid_by_waker);
}

criterion_group! { name = benches; config = settings(); targets = wake_up }
criterion_main!(benches);

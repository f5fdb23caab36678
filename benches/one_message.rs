//! What one message costs, sent and received by try-operations: between two threads, and on one.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]
#![allow(clippy::std_instead_of_alloc, reason = "a bench has all of `std`")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use std::collections::VecDeque;
use strait::{mpsc, pipe, spsc};
use support::{apart, group, row, row_alone, settings, stream};

const N: usize = 1024;

fn two_threads(criterion: &mut Criterion) {
    let mut group = group(criterion, "one message, two threads", 1);
    row(&mut group, "spsc", |count| {
        let (tx, rx) = apart(spsc::channel::<u64, N>());
        stream(count, move |number| tx.try_send(number).is_ok(), move || rx.try_recv().ok())
    });
    row(&mut group, "mpsc", |count| {
        let (tx, rx) = apart(mpsc::channel::<u64, N>());
        stream(count, move |number| tx.try_send(number).is_ok(), move || rx.try_recv().ok())
    });
    row(&mut group, "pipe", |count| {
        let (tx, rx) = apart(pipe::channel::<u64, N>());
        stream(count, move |number| tx.try_send(number).is_ok(), move || rx.try_recv().ok())
    });
}

/// Send, then receive; next to a deque, which needs no synchronization.
fn one_thread(criterion: &mut Criterion) {
    let mut group = group(criterion, "one message, one thread", 1);
    let (tx, rx) = spsc::channel::<u64, N>();
    row_alone(&mut group, "spsc", |number| tx.try_send(number).ok().and_then(|()| rx.try_recv().ok()));
    let (tx, rx) = mpsc::channel::<u64, N>();
    row_alone(&mut group, "mpsc", |number| tx.try_send(number).ok().and_then(|()| rx.try_recv().ok()));
    let (tx, rx) = pipe::channel::<u64, N>();
    row_alone(&mut group, "pipe", |number| tx.try_send(number).ok().and_then(|()| rx.try_recv().ok()));
    let mut deque = VecDeque::with_capacity(N);
    row_alone(&mut group, "VecDeque", |number| {
        deque.push_back(number);
        deque.pop_front()
    });
}

criterion_group! { name = benches; config = settings(); targets = two_threads, one_thread }
criterion_main!(benches);

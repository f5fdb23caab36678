//! What batches save: 64 messages from one thread to another by arrays, iterators, deques, chunks and slices.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]
#![allow(clippy::std_instead_of_alloc, reason = "a bench has all of `std`")]

mod support;

use core::hint::spin_loop;
use core::ops::Range;
use core::time::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use std::collections::VecDeque;
use strait::{mpsc, pipe, spsc};
use support::{Due, apart, group, race, row, settings, until};

const N: usize = 1024;
const BATCH: u64 = 64;
const EIGHT: u64 = 8;

/// Moves this many batches: `send` sends a whole range, `recv` takes the messages that are there.
fn moved(batches: u64, mut send: impl FnMut(Range<u64>) + Send, mut recv: impl FnMut(&mut Due) + Send) -> Duration {
    race(vec![
        Box::new(move || {
            let mut due = Due::default();
            while due.number() < batches * BATCH {
                recv(&mut due);
            }
        }),
        Box::new(move || {
            for batch in 0..batches {
                send(batch * BATCH..(batch + 1) * BATCH);
            }
        }),
    ])
}

fn one_by_one(batches: u64) -> Duration {
    let (tx, rx) = apart(spsc::channel::<u64, N>());
    let send = move |range: Range<u64>| range.for_each(|number| until(|| tx.try_send(number).ok()));
    moved(batches, send, move |due| due.came(until(|| rx.try_recv().ok())))
}

fn arrays(batches: u64) -> Duration {
    let (tx, mut rx) = apart(spsc::channel::<u64, N>());
    let send = move |range: Range<u64>| {
        for start in range.step_by(EIGHT as usize) {
            let array: [u64; EIGHT as usize] = core::array::from_fn(|offset| start + offset as u64);
            until(|| tx.try_send_array(array).ok());
        }
    };
    moved(batches, send, move |due| rx.drain().for_each(|number| due.came(number)))
}

fn iterators(batches: u64) -> Duration {
    let (mut tx, mut rx) = apart(spsc::channel::<u64, N>());
    let send = move |range| assert_eq!(tx.send_many(range), Ok(BATCH as usize));
    let mut batch = Vec::with_capacity(BATCH as usize);
    let recv = move |due: &mut Due| {
        rx.recv_many(&mut batch, BATCH as usize).expect("the producer sends all");
        batch.drain(..).for_each(|number| due.came(number));
    };
    moved(batches, send, recv)
}

fn deques(batches: u64) -> Duration {
    let (tx, mut rx) = apart(mpsc::channel::<u64, N>());
    let mut deque = VecDeque::with_capacity(BATCH as usize);
    let send = move |range| {
        deque.extend(range);
        assert_eq!(tx.send_deque(&mut deque), Ok(BATCH as usize));
    };
    let mut batch = Vec::with_capacity(BATCH as usize);
    let recv = move |due: &mut Due| {
        rx.recv_many(&mut batch, BATCH as usize).expect("the producer sends all");
        batch.drain(..).for_each(|number| due.came(number));
    };
    moved(batches, send, recv)
}

fn chunks(batches: u64) -> Duration {
    let (mut tx, mut rx) = apart(pipe::channel::<u64, N>());
    let send = move |mut range: Range<u64>| {
        while !range.is_empty() {
            let most = (range.end - range.start) as usize;
            until(|| tx.write_chunk(most).ok().map(|chunk| chunk.fill_from_iter(range.by_ref())));
        }
    };
    let recv = move |due: &mut Due| {
        let Ok(chunk) = rx.read_chunk(BATCH as usize) else { return spin_loop() };
        let (first, second) = chunk.as_slices();
        first.iter().chain(second).for_each(|&number| due.came(number));
        chunk.commit_all();
    };
    moved(batches, send, recv)
}

fn slices(batches: u64) -> Duration {
    let (mut tx, mut rx) = apart(pipe::channel::<u64, N>());
    let mut out = [0; BATCH as usize];
    let send = move |range: Range<u64>| {
        out.iter_mut().zip(range).for_each(|(item, number)| *item = number);
        let mut left = &out[..];
        while !left.is_empty() {
            let sent = until(|| tx.try_send_slice(left).ok());
            left = &left[sent..];
        }
    };
    let mut came = [0; BATCH as usize];
    let recv = move |due: &mut Due| {
        let count = until(|| rx.try_recv_slice(&mut came).ok());
        came[..count].iter().for_each(|&number| due.came(number));
    };
    moved(batches, send, recv)
}

fn batch(criterion: &mut Criterion) {
    let mut group = group(criterion, "batch of 64", BATCH);
    row(&mut group, "spsc, one by one", one_by_one);
    row(&mut group, "spsc, arrays of 8", arrays);
    row(&mut group, "spsc, send_many", iterators);
    row(&mut group, "mpsc, send_deque", deques);
    row(&mut group, "pipe, chunks", chunks);
    row(&mut group, "pipe, slices", slices);
}

criterion_group! { name = benches; config = settings(); targets = batch }
criterion_main!(benches);

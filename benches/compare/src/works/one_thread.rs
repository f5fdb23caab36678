//! One thread sends a message and receives it: what the operations cost when nothing moves between cores.

use std::hint::black_box;
use std::time::Instant;

use super::{Work, each, raw};
use crate::case::{Case, Metrics, Plan};
use crate::cores;
use crate::drive::{Span, check, settle, wrong};
use crate::ends::{Pair, TryRx, TryTx};
use crate::peers::*;

/// Operations a second, in millions: a send and a receive count two.
const OPERATIONS: &str = "M op/s";

pub const WORK: Work = Work {
    name: "one-thread",
    title: "One thread, `u64`, N=1024: send, then receive (each counts as an operation)",
    metrics: &[OPERATIONS],
    more_is_better: true,
    distance: false,
    sleeps: false,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    list.push(Case::raw(WORK.name, "u64", "raw ring without atomics", |plan| {
        let mut ring = raw::PlainRing::new();
        laps(plan, |number| {
            ring.push(black_box(number));
            check(number, &black_box(ring.pop()));
        })
    }));
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    list.push(Case::of::<Heapless>(WORK.name, "u64", |plan| {
        // Not split: with the length known to the compiler, which its handles for two threads do not have.
        let mut queue = heapless::spsc::Queue::<u64, 1024>::new();
        laps(plan, |number| {
            if queue.enqueue(black_box(number)).is_err() {
                wrong("`Full` from an empty channel");
            }
            check(number, &black_box(queue.dequeue()).unwrap_or(u64::MAX));
        })
    }));
    each!(list; add: Rtrb, Ringbuf, gil::Spsc, gil::Mpsc, disruptor::Single, ArrayQueue, Crossbeam, Std, Tokio);
    each!(list; add: Flume, kanal::Sync, crossfire::Spsc, crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel);
    each!(list; add: omango::Spsc);
}

fn add<P: Pair<u64, 1024, Tx: TryTx<u64>, Rx: TryRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "u64", |plan| {
        let (mut tx, mut rx) = P::pair();
        laps(plan, |number| {
            if !tx.offer(black_box(number)) {
                wrong("`Full` from an empty channel");
            }
            match black_box(rx.poll()) {
                Some(came) => check(number, &came),
                None => wrong("`Empty` from a channel with a message in it"),
            }
        })
    }));
}

fn laps(plan: &Plan, mut lap: impl FnMut(u64)) -> Metrics {
    cores::pin_to(plan.core(0));
    let mut next = 0;
    let (count, span) = settle(plan, 2048, |count| {
        let start = Instant::now();
        for number in next..next + count {
            lap(number);
        }
        next += count;
        Span { elapsed: start.elapsed(), ..Span::default() }
    });
    vec![(OPERATIONS.into(), 2.0 * count as f64 / span.elapsed.as_secs_f64() / 1e6)]
}

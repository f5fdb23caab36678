//! Runs of 64 numbers, written and read where they lie in the ring, wherever the contender can do that.

use super::{CPU_EACH, RATE, Work, each, rate, raw};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Pause, apart, check, race, settle};
use crate::ends::{BatchRx, BatchTx, Pair};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "pipe-chunks",
    title: "One producer, one consumer, batches of 64 `u64`, N=1024, in place where the contender can",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

/// Messages a batch.
const BATCH: usize = 64;

fn cases(list: &mut Vec<Case>) {
    list.push(Case::raw(WORK.name, "64 at a time", "raw 512-byte blocks", raw::blocks::<64>));
    each!(list; add: strait::Pipe, strait::Spsc);
    each!(list; add: Rtrb, Ringbuf, gil::Spsc, disruptor::Single, kanal::Sync, Tokio);
}

fn add<P: Pair<u64, 1024, Tx: BatchTx, Rx: BatchRx>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "64 at a time", sample::<P>));
}

fn sample<P: Pair<u64, 1024, Tx: BatchTx, Rx: BatchRx>>(plan: &Plan) -> Metrics {
    let (mut tx, mut rx) = apart(P::pair());
    let mut next = 0;
    let (count, span) = settle(plan, 2048, |count| {
        let (start, end) = (next, next + count);
        next = end;
        let (tx, rx, shares_cores) = (&mut *tx, &mut *rx, plan.shares_cores(2));
        race(vec![
            Job::new(plan.core(0), move || {
                let mut pause = Pause::new(shares_cores);
                let mut due = start;
                while due < end {
                    let before = due;
                    rx.poll_many(BATCH, |came| {
                        check(due, &came);
                        due += 1;
                    });
                    if due == before {
                        pause.wait();
                    }
                }
            }),
            Job::new(plan.core(1), move || {
                let mut pause = Pause::new(shares_cores);
                let mut sent = start;
                while sent < end {
                    match tx.offer_many(sent, BATCH.min((end - sent) as usize)) {
                        0 => pause.wait(),
                        some => sent += some as u64,
                    }
                }
            }),
        ])
    });
    rate(count, span)
}

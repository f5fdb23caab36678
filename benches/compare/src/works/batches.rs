//! One or two producers that send 32 messages at once, and a consumer that takes up to 32 at once.

use super::mpsc_try::many;
use super::{CPU_EACH, RATE, Work, each};
use crate::case::{Case, Metrics, Plan};
use crate::drive::Pause;
use crate::ends::{BatchRx, BatchTx, Fan};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "batches",
    title: "One or two producers, one consumer, batches of 32 `u64`, N=1024; contenders without a batch send go one by one",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

/// Messages a batch.
pub const BATCH: usize = 32;

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::MpscBatches);
    each!(list; add: gil::Sharded, disruptor::Multi, Tokio, kanal::Sync, Crossbeam, crossfire::Mpsc, thingbuf::Sync);
}

fn add<P: Fan<u64, 1024, Tx: BatchTx, Rx: BatchRx>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "32 at a time, P=1", sample::<P, 1>));
    list.push(Case::of::<P>(WORK.name, "32 at a time, P=2", sample::<P, 2>));
}

fn sample<P: Fan<u64, 1024, Tx: BatchTx, Rx: BatchRx>, const PRODUCERS: usize>(plan: &Plan) -> Metrics {
    let shares_cores = plan.shares_cores(PRODUCERS + 1);
    let send = |tx: &mut P::Tx, numbers| send_batches(tx, numbers, shares_cores);
    many::<P::Tx, P::Rx>(plan, P::fan(PRODUCERS), send, |rx, count, order| {
        let mut pause = Pause::new(shares_cores);
        let mut left = count;
        while left > 0 {
            match rx.poll_many(BATCH, |came| order.check(came)) {
                0 => pause.wait(),
                some => left -= some as u64,
            }
        }
    })
}

/// Sends one batch after the other.
pub fn send_batches(tx: &mut impl BatchTx, numbers: std::ops::Range<u64>, shares_cores: bool) {
    let mut pause = Pause::new(shares_cores);
    let mut next = numbers.start;
    while next < numbers.end {
        match tx.offer_many(next, BATCH.min((numbers.end - next) as usize)) {
            0 => pause.wait(),
            some => next += some as u64,
        }
    }
}

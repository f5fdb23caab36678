//! One or two producers that send 32 messages at once and wait for room, and a consumer that waits and takes up to 32.

use super::batches::BATCH;
use super::mpsc_blocking::one_by_one;
use super::mpsc_try::{cell, many};
use super::{CPU_EACH, RATE, Work, each};
use crate::case::{Case, Metrics, Plan};
use crate::ends::{BlockBatchRx, BlockBatchTx, BlockRx, BlockTx, Fan};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "batches-blocking",
    title: "One or two producers, one consumer, blocking batches of 32 `u64`, N=1024; all but one contender go one by one",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: true,
    cases,
};

/// The numbers of producers.
const PRODUCERS: [usize; 2] = [1, 2];

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::MpscBatches);
    each!(list; add_one_by_one: strait::MpscSingles, gil::ShardedParking, Crossbeam, Tokio, kanal::Sync, crossfire::Mpsc);
}

fn add<P: Fan<u64, 1024, Tx: BlockBatchTx, Rx: BlockBatchRx>>(list: &mut Vec<Case>) {
    for producers in PRODUCERS {
        list.push(Case::of::<P>(WORK.name, &cell(producers), move |plan| sample::<P>(plan, producers)));
    }
}

fn add_one_by_one<P: Fan<u64, 1024, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(list: &mut Vec<Case>) {
    for producers in PRODUCERS {
        list.push(Case::of::<P>(WORK.name, &cell(producers), move |plan| one_by_one::<P>(plan, producers)));
    }
}

fn sample<P: Fan<u64, 1024, Tx: BlockBatchTx, Rx: BlockBatchRx>>(plan: &Plan, producers: usize) -> Metrics {
    many::<P::Tx, P::Rx>(
        plan,
        P::fan(producers),
        |tx, numbers| {
            let mut next = numbers.start;
            while next < numbers.end {
                let count = BATCH.min((numbers.end - next) as usize);
                tx.put_many(next, count);
                next += count as u64;
            }
        },
        |rx, count, order| {
            let mut left = count;
            while left > 0 {
                left -= rx.take_many(BATCH, |came| order.check(came)) as u64;
            }
        },
    )
}

//! Many producers, one consumer, blocking operations.

use super::mpsc_try::{PRODUCERS, cell, many};
use super::{CPU_EACH, RATE, Work, each};
use crate::case::{Case, Metrics, Plan};
use crate::ends::{BlockRx, BlockTx, Fan};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "mpsc-blocking",
    title: "1, 2, 4 and 8 producers, one consumer, one `u64` at a time, N=1024, blocking operations",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: true,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::Mpsc);
    each!(list; add: gil::Mpsc, gil::ShardedParking, Crossbeam, Std, Tokio, Flume, kanal::Sync);
    each!(list; add: crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel, omango::Mpmc);
}

fn add<P: Fan<u64, 1024, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(list: &mut Vec<Case>) {
    for producers in PRODUCERS {
        list.push(Case::of::<P>(WORK.name, &cell(producers), move |plan| one_by_one::<P>(plan, producers)));
    }
}

/// Lets `producers` send one message at a time to one consumer.
pub fn one_by_one<P: Fan<u64, 1024, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(plan: &Plan, producers: usize) -> Metrics {
    many::<P::Tx, P::Rx>(
        plan,
        P::fan(producers),
        |tx, numbers| numbers.for_each(|number| tx.put(number)),
        |rx, count, order| (0..count).for_each(|_| order.check(rx.take())),
    )
}

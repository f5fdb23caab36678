//! Two producers that fill an empty channel while nothing is received: what it costs them to share the sending end.

use crossbeam_utils::CachePadded;

use super::batches::send_batches;
use super::mpsc_try::{receive_each, send_each, senders};
use super::{CPU_EACH, RATE, Work, each, rate};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Order, Span, race, settle};
use crate::ends::{BatchTx, Fan, TryRx, TryTx};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "fill",
    title: "Two producers on two cores fill N=65536 with `u64`s while nothing is received, one by one or 32 at a time",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

const SLOTS: usize = 65536;
const PRODUCERS: usize = 2;
/// What each producer sends.
const SHARE: u64 = (SLOTS / PRODUCERS) as u64;

fn cases(list: &mut Vec<Case>) {
    each!(list; add_batches: strait::MpscBatches, gil::Sharded);
    each!(list; add: strait::Mpsc, gil::Mpsc, gil::Sharded, ArrayQueue, Crossbeam, Std, kanal::Sync, crossfire::Mpsc);
    each!(list; add: thingbuf::Sync, Tachyonix, omango::Mpmc);
}

fn add_batches<P: Fan<u64, SLOTS, Tx: BatchTx, Rx: TryRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "32 at a time", |plan| {
        fill(plan, P::fan(PRODUCERS), |tx: &mut P::Tx, numbers| send_batches(tx, numbers, false))
    }));
}

fn add<P: Fan<u64, SLOTS, Tx: TryTx<u64>, Rx: TryRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "one by one", |plan| {
        fill(plan, P::fan(PRODUCERS), |tx: &mut P::Tx, numbers| send_each(tx, numbers, false))
    }));
}

/// Lap after lap, each producer `send`s its share, then the consumer takes all; the time of the first part counts.
fn fill<Tx: Send, Rx: TryRx<u64> + Send>(
    plan: &Plan,
    (txs, rx): (Vec<Tx>, Rx),
    send: impl Fn(&mut Tx, std::ops::Range<u64>) + Sync,
) -> Metrics {
    let mut txs: Vec<_> = txs.into_iter().map(CachePadded::new).collect();
    let mut rx = CachePadded::new(rx);
    let mut order = Order::new(PRODUCERS);
    let mut next = 0;
    let (laps, span) = settle(plan, 2, |laps| {
        let mut filling = Span::default();
        for _ in 0..laps {
            let numbers = next..next + SHARE;
            next = numbers.end;
            let lap = race(senders(&mut txs, &numbers, &send, |producer| plan.core(producer)));
            filling.elapsed += lap.elapsed;
            filling.cpu += lap.cpu;
            let (rx, order) = (&mut *rx, &mut order);
            race(vec![Job::new(plan.core(0), move || receive_each(rx, SLOTS as u64, order, false))]);
        }
        filling
    });
    rate(laps * SLOTS as u64, span)
}

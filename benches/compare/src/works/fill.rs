//! Two producers that fill an empty channel while nobody receives: what it costs them to share the end they send into.

use crossbeam_utils::CachePadded;

use super::batches::BATCH;
use super::{CPU_EACH, RATE, Work, each, rate};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Order, Span, race, settle};
use crate::ends::{BatchTx, Fan, TryRx, TryTx};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "fill",
    title: "Two producers on two cores fill N=65536 with `u64`s while nobody receives, one by one or 32 at a time",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

const PLACES: usize = 65536;
const PRODUCERS: usize = 2;
/// What each producer sends.
const SHARE: u64 = (PLACES / PRODUCERS) as u64;

fn cases(list: &mut Vec<Case>) {
    each!(list; add_batches: strait::MpscBatches, gil::Sharded);
    each!(list; add: strait::Mpsc, gil::Mpsc, gil::Sharded, ArrayQueue, Crossbeam, Std, kanal::Sync, crossfire::Mpsc);
    each!(list; add: thingbuf::Sync, Tachyonix, omango::Mpmc);
}

fn add_batches<P: Fan<u64, PLACES, Tx: BatchTx, Rx: TryRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "32 at a time", |plan| {
        fill(plan, P::fan(PRODUCERS), |tx: &mut P::Tx, numbers| {
            let mut next = numbers.start;
            while next < numbers.end {
                next += tx.offer_many(next, BATCH.min((numbers.end - next) as usize)) as u64;
            }
        })
    }));
}

fn add<P: Fan<u64, PLACES, Tx: TryTx<u64>, Rx: TryRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "one by one", |plan| {
        fill(plan, P::fan(PRODUCERS), |tx: &mut P::Tx, numbers| {
            for number in numbers {
                while !tx.offer(number) {
                    std::hint::spin_loop();
                }
            }
        })
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
            let mut jobs = Vec::new();
            for (producer, tx) in txs.iter_mut().enumerate() {
                let numbers = Order::encode(producer, numbers.start)..Order::encode(producer, numbers.end);
                let send = &send;
                jobs.push(Job::new(plan.core(producer), move || send(&mut *tx, numbers)));
            }
            let lap = race(jobs);
            filling.elapsed += lap.elapsed;
            filling.cpu += lap.cpu;
            let (rx, order) = (&mut *rx, &mut order);
            race(vec![Job::new(plan.core(0), move || take_all(rx, order))]);
        }
        filling
    });
    rate(laps * PLACES as u64, span)
}

/// Takes as many messages as were sent.
fn take_all(rx: &mut impl TryRx<u64>, order: &mut Order) {
    for _ in 0..PLACES {
        let came = loop {
            match rx.poll() {
                Some(came) => break came,
                None => std::hint::spin_loop(),
            }
        };
        order.check(came);
    }
}

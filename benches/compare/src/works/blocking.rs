//! One producer, one consumer, blocking operations: throughput and the CPU time it takes.

use super::{CPU_EACH, RATE, Work, each, rate};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, apart, check, race, settle};
use crate::ends::{BlockRx, BlockTx, Pair};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "blocking",
    title: "One producer, one consumer, one `u64` at a time, blocking operations",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: true,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: gil::Spsc, gil::Parking, gil::Mpsc, Crossbeam, Std, Tokio, Flume, kanal::Sync, crossfire::Spsc);
    each!(list; add: crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel, omango::Spsc);
}

fn add<P>(list: &mut Vec<Case>)
where
    P: Pair<u64, 1, Tx: BlockTx<u64>, Rx: BlockRx<u64>> + Pair<u64, 1024, Tx: BlockTx<u64>, Rx: BlockRx<u64>>,
{
    list.push(Case::of::<P>(WORK.name, "N=1024", sample::<P, 1024>));
    list.push(Case::of::<P>(WORK.name, "N=1", sample::<P, 1>));
}

/// One sample over a ring of capacity `N`.
pub fn sample<P: Pair<u64, N, Tx: BlockTx<u64>, Rx: BlockRx<u64>>, const N: usize>(plan: &Plan) -> Metrics {
    let (mut tx, mut rx) = apart(P::pair());
    let mut next = 0;
    let (count, span) = settle(plan, 2 * N as u64, |count| {
        let numbers = next..next + count;
        next = numbers.end;
        let (sent, due) = (numbers.clone(), numbers);
        let (tx, rx) = (&mut *tx, &mut *rx);
        race(vec![
            Job::new(plan.core(0), move || due.for_each(|number| check(number, &rx.take()))),
            Job::new(plan.core(1), move || sent.for_each(|number| tx.put(number))),
        ])
    });
    rate(count, span)
}

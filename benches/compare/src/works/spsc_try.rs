//! One producer, one consumer, one `u64` at a time; both ends spin and never yield.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{CPU_EACH, EMPTY, FULL, RATE, Work, each, rate, raw};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Pause, apart, check, race, settle};
use crate::ends::{Pair, TryRx, TryTx};
use crate::message::Message;
use crate::peers::*;

pub const WORK: Work = Work {
    name: "spsc-try",
    title: "One producer, one consumer, one `u64` at a time, try-operations, both sides spinning",
    metrics: &[RATE, CPU_EACH, EMPTY, FULL],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

/// The raw row's name.
const RAW: &str = "raw lines of 7 and a mark";

fn cases(list: &mut Vec<Case>) {
    list.push(Case::raw(WORK.name, "N=64", RAW, raw::lines::<64>));
    list.push(Case::raw(WORK.name, "N=1024", RAW, raw::lines::<1024>));
    list.push(Case::raw(WORK.name, "N=65536", RAW, raw::lines::<65536>));
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: Rtrb, Ringbuf, Heapless, gil::Spsc, gil::Mpsc, disruptor::Single, ArrayQueue, Crossbeam, Std, Tokio);
    each!(list; add: Flume, kanal::Sync, crossfire::Spsc, crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel);
    each!(list; add: omango::Spsc);
}

fn add<P>(list: &mut Vec<Case>)
where
    P: Pair<u64, 64, Tx: TryTx<u64>, Rx: TryRx<u64>>
        + Pair<u64, 1024, Tx: TryTx<u64>, Rx: TryRx<u64>>
        + Pair<u64, 65536, Tx: TryTx<u64>, Rx: TryRx<u64>>,
{
    list.push(Case::of::<P>(WORK.name, "N=64", sample::<P, u64, 64>));
    list.push(Case::of::<P>(WORK.name, "N=1024", sample::<P, u64, 1024>));
    list.push(Case::of::<P>(WORK.name, "N=65536", sample::<P, u64, 65536>));
}

/// One sample of any message in a ring of capacity `N`.
pub fn sample<P, T, const N: usize>(plan: &Plan) -> Metrics
where
    T: Message,
    P: Pair<T, N, Tx: TryTx<T>, Rx: TryRx<T>>,
{
    let (mut tx, mut rx) = apart(P::pair());
    let mut next = 0;
    let (empty, full) = (AtomicU64::new(0), AtomicU64::new(0));
    let (count, span) = settle(plan, 2 * N as u64, |count| {
        let numbers = next..next + count;
        next = numbers.end;
        let (sent, due) = (numbers.clone(), numbers);
        let (tx, rx, shares_cores) = (&mut *tx, &mut *rx, plan.shares_cores(2));
        let (empty, full) = (&empty, &full);
        race(vec![
            Job::new(plan.core(0), move || {
                let mut pause = Pause::new(shares_cores);
                for number in due {
                    let message = loop {
                        match rx.poll() {
                            Some(message) => break message,
                            None => pause.wait(),
                        }
                    };
                    check(number, &message);
                }
                empty.store(pause.count(), Ordering::Relaxed);
            }),
            Job::new(plan.core(1), move || {
                let mut pause = Pause::new(shares_cores);
                for number in sent {
                    let message = T::new(number);
                    while !tx.offer(message) {
                        pause.wait();
                    }
                }
                full.store(pause.count(), Ordering::Relaxed);
            }),
        ])
    });
    let each = |tries: AtomicU64| tries.into_inner() as f64 / count as f64;
    let mut metrics = rate(count, span);
    metrics.extend([(EMPTY.into(), each(empty)), (FULL.into(), each(full))]);
    metrics
}

//! One producer that evicts the oldest, one consumer, one `u64` at a time; both ends spin and never yield.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::{CPU_EACH, RATE, Work, each, rate};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Pause, apart, race, settle};
use crate::ends::{ForceTx, Pair, TryRx};
use crate::message::Message;
use crate::peers::*;

/// Messages that arrive, in millions a second.
const ARRIVED: &str = "arrived M/s";
/// Share of the messages that were evicted.
const EVICTED: &str = "evicted";

pub const WORK: Work = Work {
    name: "evict",
    title: "One producer that evicts the oldest, one consumer, one `u64` at a time, both sides spinning",
    metrics: &[ARRIVED, RATE, CPU_EACH, EVICTED],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::Evict, ArrayQueue, AsyncChannel);
}

fn add<P>(list: &mut Vec<Case>)
where
    P: Pair<u64, 64, Tx: ForceTx<u64>, Rx: TryRx<u64>> + Pair<u64, 1024, Tx: ForceTx<u64>, Rx: TryRx<u64>>,
{
    list.push(Case::of::<P>(WORK.name, "N=64, no pause", sample::<P, 64, 0>));
    list.push(Case::of::<P>(WORK.name, "N=64, a hint between sends", sample::<P, 64, 1>));
    list.push(Case::of::<P>(WORK.name, "N=1024, no pause", sample::<P, 1024, 0>));
    list.push(Case::of::<P>(WORK.name, "N=1024, a hint between sends", sample::<P, 1024, 1>));
}

/// One sample, with `HINTS` spin hints after each send. Messages arrive in order, and those that do not were evicted.
fn sample<P, const N: usize, const HINTS: usize>(plan: &Plan) -> Metrics
where
    P: Pair<u64, N, Tx: ForceTx<u64>, Rx: TryRx<u64>>,
{
    let (mut tx, mut rx) = apart(P::pair());
    let mut next = 0;
    let (arrived, evicted) = (AtomicU64::new(0), AtomicU64::new(0));
    let (count, span) = settle(plan, 2 * N as u64, |count| {
        let numbers = next..next + count;
        next = numbers.end;
        let is_over = AtomicBool::new(false);
        let (tx, rx, shares_cores) = (&mut *tx, &mut *rx, plan.shares_cores(2));
        let (arrived, evicted, is_over, begin) = (&arrived, &evicted, &is_over, numbers.start);
        race(vec![
            Job::new(plan.core(0), move || {
                let (mut pause, mut received, mut expected) = (Pause::new(shares_cores), 0, begin);
                loop {
                    // Asked before the look, so that nothing is left when it is over.
                    let was_over = is_over.load(Ordering::Acquire);
                    match rx.poll() {
                        Some(message) => {
                            let number = message.number().expect("a whole message");
                            assert!(number >= expected, "in order, once");
                            (expected, received) = (number + 1, received + 1);
                        }
                        None if was_over => break,
                        None => pause.wait(),
                    }
                }
                arrived.store(received, Ordering::Relaxed);
            }),
            Job::new(plan.core(1), move || {
                let mut lost = 0;
                for number in numbers {
                    lost += u64::from(tx.force(number));
                    for _ in 0..HINTS {
                        spin_loop();
                    }
                }
                evicted.store(lost, Ordering::Relaxed);
                is_over.store(true, Ordering::Release);
            }),
        ])
    });
    let (arrived, evicted) = (arrived.into_inner(), evicted.into_inner());
    assert_eq!(arrived + evicted, count, "each message arrived or was evicted");
    let mut metrics = rate(count, span);
    metrics.push((ARRIVED.into(), arrived as f64 / span.elapsed.as_secs_f64() / 1e6));
    metrics.push((EVICTED.into(), evicted as f64 / count as f64));
    metrics
}

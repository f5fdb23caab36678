//! A message each millisecond, or five thousand a second, to a consumer that blocks: latency and CPU time.

use std::time::{Duration, Instant};

use super::{CPU_SHARE, Work, each, percentiles};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, apart, race, wrong};
use crate::ends::{BlockRx, BlockTx, Pair};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "interval",
    title: "A message at fixed intervals to a blocking consumer: from send to receive, and CPU time of both threads",
    metrics: &["p50 ns", "p99 ns", CPU_SHARE],
    more_is_better: false,
    distance: false,
    sleeps: true,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: gil::Spsc, gil::Parking, Crossbeam, Std, Tokio, Flume, kanal::Sync, crossfire::Spsc, crossfire::Mpsc);
    each!(list; add: thingbuf::Sync, Tachyonix, AsyncChannel, omango::Spsc);
}

fn add<P: Pair<u64, 64, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "1 ms", |plan| sample::<P>(plan, Duration::from_millis(1))));
    list.push(Case::of::<P>(WORK.name, "0.2 ms", |plan| sample::<P>(plan, Duration::from_micros(200))));
}

/// Ten times the plan's time: a quarter of a second and more, since most of it is spent asleep.
fn sample<P: Pair<u64, 64, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(plan: &Plan, interval: Duration) -> Metrics {
    let count = (10 * plan.sample).div_duration_f64(interval) as u32;
    let (mut tx, mut rx) = apart(P::pair());
    let (tx, rx) = (&mut *tx, &mut *rx);
    let start = Instant::now();
    let now = || start.elapsed().as_nanos() as u64;
    let mut times = Vec::with_capacity(count as usize);
    let span = race(vec![
        Job::new(plan.core(0), || {
            let mut last = 0;
            for _ in 0..count {
                let sent = rx.take();
                times.push(now().saturating_sub(sent));
                if sent <= last {
                    wrong("a message came twice or too late");
                }
                last = sent;
            }
        }),
        Job::new(plan.core(1), || {
            let begun = Instant::now();
            for turn in 1..=count {
                std::thread::sleep((interval * turn).saturating_sub(begun.elapsed()));
                tx.put(now());
            }
        }),
    ]);
    let mut metrics = percentiles(&mut times, 0.0);
    metrics.push((CPU_SHARE.into(), 100.0 * span.cpu.as_secs_f64() / span.elapsed.as_secs_f64()));
    metrics
}

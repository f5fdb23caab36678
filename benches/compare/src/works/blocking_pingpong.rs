//! A message there and one back, blocking operations: what a hand-over between two waiting threads takes.

use super::round_trip::{timed, trips};
use super::{Work, each, raw};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, apart, check, race};
use crate::ends::{BlockRx, BlockTx, Pair};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "blocking-pingpong",
    title: "Ping-pong over two channels of capacity 64, blocking operations: round trip",
    metrics: &["p50 ns", "p99 ns", "p99.9 ns"],
    more_is_better: false,
    distance: true,
    sleeps: true,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    list.push(Case::raw(WORK.name, "u64", "raw two sleepers", raw::two_sleepers));
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: gil::Spsc, gil::Parking, gil::Mpsc, Crossbeam, Std, Tokio, Flume, kanal::Sync, crossfire::Spsc);
    each!(list; add: crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel, omango::Spsc);
}

fn add<P: Pair<u64, 64, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "u64", sample::<P>));
}

fn sample<P: Pair<u64, 64, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(plan: &Plan) -> Metrics {
    let (mut ping, mut pinged) = apart(P::pair());
    let (mut pong, mut ponged) = apart(P::pair());
    timed(plan, |number, count, times| {
        let (ping, pinged, pong, ponged) = (&mut *ping, &mut *pinged, &mut *pong, &mut *ponged);
        race(vec![
            Job::new(plan.core(0), move || {
                trips(times, count, || {
                    ping.put(*number);
                    check(*number, &ponged.take());
                    *number += 1;
                });
            }),
            Job::new(plan.core(1), move || {
                for _ in 0..count {
                    pong.put(pinged.take());
                }
            }),
        ])
    })
}

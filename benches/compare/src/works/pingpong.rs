//! A message there and one back over two channels, both ends spinning: each round trip timed alone.

use std::hint::spin_loop;

use super::round_trip::{timed, trips};
use super::{Work, each, raw};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, apart, check, race};
use crate::ends::{Pair, TryRx, TryTx};
use crate::message::{Bytes56, Message};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "pingpong",
    title: "Ping-pong over two channels of capacity 64, both sides spinning: round trip",
    metrics: &["p50 ns", "p99 ns", "p99.9 ns"],
    more_is_better: false,
    distance: true,
    sleeps: false,
    cases,
};

fn cases(list: &mut Vec<Case>) {
    list.push(Case::raw(WORK.name, "u64", "raw two words", raw::two_words));
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: Rtrb, Ringbuf, Heapless, gil::Spsc, gil::Mpsc, disruptor::Single, ArrayQueue, Crossbeam, Std, Tokio);
    each!(list; add: Flume, kanal::Sync, crossfire::Spsc, crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel);
    each!(list; add: omango::Spsc);
}

fn add<P>(list: &mut Vec<Case>)
where
    P: Pair<u64, 64, Tx: TryTx<u64>, Rx: TryRx<u64>> + Pair<Bytes56, 64, Tx: TryTx<Bytes56>, Rx: TryRx<Bytes56>>,
{
    list.push(Case::of::<P>(WORK.name, "u64", sample::<P, u64>));
    list.push(Case::of::<P>(WORK.name, "56 B", sample::<P, Bytes56>));
}

fn sample<P: Pair<T, 64, Tx: TryTx<T>, Rx: TryRx<T>>, T: Message>(plan: &Plan) -> Metrics {
    let (mut ping, mut pinged) = apart(P::pair());
    let (mut pong, mut ponged) = apart(P::pair());
    let put = |tx: &mut P::Tx, message| {
        while !tx.offer(message) {
            spin_loop();
        }
    };
    let take = |rx: &mut P::Rx| loop {
        match rx.poll() {
            Some(message) => break message,
            None => spin_loop(),
        }
    };
    timed(plan, |number, count, times| {
        let (ping, pinged, pong, ponged) = (&mut *ping, &mut *pinged, &mut *pong, &mut *ponged);
        race(vec![
            Job::new(plan.core(0), move || {
                trips(times, count, || {
                    put(ping, T::new(*number));
                    check(*number, &take(ponged));
                    *number += 1;
                });
            }),
            Job::new(plan.core(1), move || {
                for _ in 0..count {
                    let message = take(pinged);
                    put(pong, message);
                }
            }),
        ])
    })
}

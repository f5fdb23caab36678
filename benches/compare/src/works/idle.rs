//! A consumer that waits 300 ms for one message: what the wait costs, and how soon it wakes.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::{CPU_SHARE, Work, each};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, apart, check, race};
use crate::ends::{BlockRx, BlockTx, Pair};
use crate::machine;
use crate::peers::*;

/// From the send to the consumer's return.
const WAKE: &str = "wake ns";

pub const WORK: Work = Work {
    name: "idle",
    title: "A consumer parked for 300 ms in a blocking receive: its CPU time, and the time its wake-up takes",
    metrics: &[CPU_SHARE, WAKE],
    more_is_better: false,
    distance: false,
    sleeps: true,
    cases,
};

/// How long nothing comes.
const SILENCE: Duration = Duration::from_millis(300);

fn cases(list: &mut Vec<Case>) {
    each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
    each!(list; add: gil::Spsc, gil::Parking, Crossbeam, Std, Tokio, Flume, kanal::Sync, crossfire::Spsc, crossfire::Mpsc);
    each!(list; add: thingbuf::Sync, Tachyonix, AsyncChannel, omango::Spsc);
}

fn add<P: Pair<u64, 64, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "300 ms", sample::<P>));
}

fn sample<P: Pair<u64, 64, Tx: BlockTx<u64>, Rx: BlockRx<u64>>>(plan: &Plan) -> Metrics {
    let (mut tx, mut rx) = apart(P::pair());
    let (tx, rx) = (&mut *tx, &mut *rx);
    let sent = OnceLock::new();
    let (mut used, mut woken) = (Duration::ZERO, Instant::now());
    race(vec![
        Job::new(plan.core(0), || {
            let before = machine::thread_time();
            check(1, &rx.take());
            woken = Instant::now();
            used = machine::thread_time() - before;
        }),
        Job::new(plan.core(1), || {
            std::thread::sleep(SILENCE);
            sent.get_or_init(Instant::now);
            tx.put(1);
        }),
    ]);
    let wake = woken - *sent.get().expect("the producer sets it before it sends");
    vec![(CPU_SHARE.into(), 100.0 * used.as_secs_f64() / SILENCE.as_secs_f64()), (WAKE.into(), wake.as_nanos() as f64)]
}

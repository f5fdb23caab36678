//! Tasks on two threads: two workers of one runtime, or an executor of its own for each end.

use tokio::runtime::Builder;

use super::async_one::{receive, send, two_tasks};
use super::{CPU_EACH, RATE, Work, each, rate};
use crate::case::{Case, Metrics, Plan};
use crate::cores;
use crate::drive::{Job, race, settle};
use crate::ends::{AsyncRx, AsyncTx, Pair};
use crate::peers::*;

pub const WORKERS: Work = Work {
    name: "async-two-workers",
    title: "Two tasks on two workers (tokio multi_thread), one `u64` at a time, N=1024",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases: |list| {
        each!(list; add_workers: strait::Spsc, strait::Mpsc, strait::Pipe);
        each!(list; add_workers: Tokio, Flume, kanal::Async, crossfire::AsyncSpsc, crossfire::AsyncMpsc, thingbuf::Async);
        each!(list; add_workers: Tachyonix, AsyncChannel);
        #[cfg(feature = "gil-async")]
        each!(list; add_workers: gil::Spsc);
    },
};

pub const EXECUTORS: Work = Work {
    name: "async-two-executors",
    title: "Two tasks, each alone on its thread (futures block_on), one `u64` at a time, N=1024",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases: |list| {
        each!(list; add_executors: strait::Spsc, strait::Mpsc, strait::Pipe);
        each!(list; add_executors: Tokio, Flume, kanal::Async, crossfire::AsyncSpsc, crossfire::AsyncMpsc, thingbuf::Async);
        each!(list; add_executors: Tachyonix, AsyncChannel);
        #[cfg(feature = "gil-async")]
        each!(list; add_executors: gil::Spsc);
    },
};

fn add_workers<P: Pair<u64, 1024, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORKERS.name, "N=1024", |plan| {
        let cores = plan.cores.clone();
        let started = std::sync::atomic::AtomicUsize::new(0);
        let place = move || {
            // Relaxed: a number for each worker, nothing else passes.
            let worker = started.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            cores::pin_to(cores[worker % cores.len()]);
        };
        let runtime = Builder::new_multi_thread().worker_threads(2).on_thread_start(place).build();
        two_tasks::<P>(plan, &runtime.expect("a runtime without drivers needs threads alone"))
    }));
}

fn add_executors<P: Pair<u64, 1024, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(EXECUTORS.name, "N=1024", two_executors::<P>));
}

fn two_executors<P: Pair<u64, 1024, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(plan: &Plan) -> Metrics {
    let (tx, rx) = P::pair();
    let (mut tx, mut rx) = (Some(tx), Some(rx));
    let mut next = 0;
    let (count, span) = settle(plan, 2048, |count| {
        let numbers = next..next + count;
        next = numbers.end;
        let (sent, due) = (numbers.clone(), numbers);
        let (tx, rx) = (&mut tx, &mut rx);
        race(vec![
            Job::new(plan.core(0), move || *rx = rx.take().map(|rx| futures::executor::block_on(receive(rx, due)))),
            Job::new(plan.core(1), move || *tx = tx.take().map(|tx| futures::executor::block_on(send(tx, sent)))),
        ])
    });
    rate(count, span)
}

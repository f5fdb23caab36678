//! Tasks on one thread: a producer and a consumer, and a ping-pong of two tasks.

use std::time::Instant;

use tokio::runtime::{Builder, Runtime};

use super::round_trip::{timed, trips_async};
use super::{CPU_EACH, RATE, Work, each, rate};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Span, check, settle};
use crate::ends::{AsyncRx, AsyncTx, Pair};
use crate::peers::*;
use crate::{cores, machine};

pub const WORK: Work = Work {
    name: "async-one-thread",
    title: "Two tasks on one thread (tokio current_thread), one `u64` at a time, N=1024",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: false,
    sleeps: false,
    cases: |list| {
        each!(list; add: strait::Spsc, strait::Mpsc, strait::Pipe);
        each!(list; add: Tokio, Flume, kanal::Async, crossfire::AsyncSpsc, crossfire::AsyncMpsc, thingbuf::Async, Tachyonix, AsyncChannel);
        #[cfg(feature = "gil-async")]
        each!(list; add: gil::Spsc);
    },
};

pub const PINGPONG: Work = Work {
    name: "async-pingpong",
    title: "Ping-pong of two tasks on one thread (tokio current_thread), two channels of capacity 64: round trip",
    metrics: &["p50 ns", "p99 ns", "p99.9 ns"],
    more_is_better: false,
    distance: false,
    sleeps: false,
    cases: |list| {
        each!(list; add_pingpong: strait::Spsc, strait::Mpsc, strait::Pipe);
        each!(list; add_pingpong: Tokio, Flume, kanal::Async, crossfire::AsyncSpsc, crossfire::AsyncMpsc, thingbuf::Async);
        each!(list; add_pingpong: Tachyonix, AsyncChannel);
        #[cfg(feature = "gil-async")]
        each!(list; add_pingpong: gil::Spsc);
    },
};

fn add<P: Pair<u64, 1024, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(WORK.name, "N=1024", |plan| {
        cores::pin_to(plan.core(0));
        two_tasks::<P>(plan, &current_thread())
    }));
}

fn add_pingpong<P: Pair<u64, 64, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(list: &mut Vec<Case>) {
    list.push(Case::of::<P>(PINGPONG.name, "u64", pingpong::<P>));
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().build().expect("a runtime without drivers needs nothing")
}

/// A producer task and a consumer task on any runtime; the CPU time is the whole process's.
pub fn two_tasks<P: Pair<u64, 1024, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(plan: &Plan, runtime: &Runtime) -> Metrics {
    let mut ends = Some(P::pair());
    let mut next = 0;
    let (count, span) = settle(plan, 2048, |count| {
        let (tx, rx) = ends.take().expect("put back below");
        let numbers = next..next + count;
        next = numbers.end;
        let (start, cpu) = (Instant::now(), machine::process_time());
        ends = Some(runtime.block_on(async {
            let receiving = tokio::spawn(receive(rx, numbers.clone()));
            let sending = tokio::spawn(send(tx, numbers));
            let rx = receiving.await.expect("the consumer does not panic");
            (sending.await.expect("the producer does not panic"), rx)
        }));
        Span { elapsed: start.elapsed(), cpu: machine::process_time() - cpu }
    });
    rate(count, span)
}

/// Sends the numbers and gives the handle back.
pub async fn send<Tx: AsyncTx<u64>>(mut tx: Tx, numbers: std::ops::Range<u64>) -> Tx {
    for number in numbers {
        tx.put_async(number).await;
    }
    tx
}

/// Receives the numbers and gives the handle back.
pub async fn receive<Rx: AsyncRx<u64>>(mut rx: Rx, numbers: std::ops::Range<u64>) -> Rx {
    for number in numbers {
        check(number, &rx.take_async().await);
    }
    rx
}

fn pingpong<P: Pair<u64, 64, Tx: AsyncTx<u64>, Rx: AsyncRx<u64>>>(plan: &Plan) -> Metrics {
    cores::pin_to(plan.core(0));
    let runtime = current_thread();
    let (mut ping, mut pinged) = P::pair();
    let (mut pong, mut ponged) = P::pair();
    let echo = async move {
        loop {
            let number = pinged.take_async().await;
            pong.put_async(number).await;
        }
    };
    runtime.spawn(echo);
    timed(plan, |number, count, times| {
        let start = Instant::now();
        runtime.block_on(trips_async(times, count, async || {
            ping.put_async(*number).await;
            check(*number, &ponged.take_async().await);
            *number += 1;
        }));
        Span { elapsed: start.elapsed(), ..Span::default() }
    })
}

//! Many producers, one consumer, try-operations. With more threads than cores, threads yield after 64 tries.

use crossbeam_utils::CachePadded;

use super::{CPU_EACH, RATE, Work, each, rate, raw};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, Order, Pause, race, settle};
use crate::ends::{Fan, TryRx, TryTx};
use crate::peers::*;

pub const WORK: Work = Work {
    name: "mpsc-try",
    title: "1, 2, 4 and 8 producers, one consumer, one `u64` at a time, N=1024, try-operations",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

/// The numbers of producers, here and in the blocking twin of this work.
pub const PRODUCERS: [usize; 4] = [1, 2, 4, 8];

fn cases(list: &mut Vec<Case>) {
    for producers in PRODUCERS {
        list.push(Case::raw(WORK.name, &cell(producers), "raw fetch_add", move |plan| raw::fetch_add(plan, producers)));
    }
    each!(list; add: strait::Mpsc);
    each!(list; add: gil::Mpsc, gil::Sharded, disruptor::Multi, ArrayQueue, Crossbeam, Std, Tokio, Flume, kanal::Sync);
    each!(list; add: crossfire::Mpsc, thingbuf::Sync, Tachyonix, AsyncChannel, omango::Mpmc);
}

/// The name of the cell with this many producers.
pub fn cell(producers: usize) -> String {
    format!("P={producers}")
}

fn add<P: Fan<u64, 1024, Tx: TryTx<u64>, Rx: TryRx<u64>>>(list: &mut Vec<Case>) {
    for producers in PRODUCERS {
        list.push(Case::of::<P>(WORK.name, &cell(producers), move |plan| sample::<P>(plan, producers)));
    }
}

fn sample<P: Fan<u64, 1024, Tx: TryTx<u64>, Rx: TryRx<u64>>>(plan: &Plan, producers: usize) -> Metrics {
    let shares_cores = plan.shares_cores(producers + 1);
    many::<P::Tx, P::Rx>(
        plan,
        P::fan(producers),
        |tx, numbers| send_each(tx, numbers, shares_cores),
        |rx, count, order| receive_each(rx, count, order, shares_cores),
    )
}

/// Sends one number after the other.
pub fn send_each(tx: &mut impl TryTx<u64>, numbers: std::ops::Range<u64>, shares_cores: bool) {
    let mut pause = Pause::new(shares_cores);
    for number in numbers {
        while !tx.offer(number) {
            pause.wait();
        }
    }
}

/// Receives so many messages, one after the other, and checks their order.
pub fn receive_each(rx: &mut impl TryRx<u64>, count: u64, order: &mut Order, shares_cores: bool) {
    let mut pause = Pause::new(shares_cores);
    for _ in 0..count {
        let came = loop {
            match rx.poll() {
                Some(came) => break came,
                None => pause.wait(),
            }
        };
        order.check(came);
    }
}

/// Lets every producer `send` its share of the numbers and the consumer `receive` them all.
pub fn many<Tx: Send, Rx: Send>(
    plan: &Plan,
    (txs, rx): (Vec<Tx>, Rx),
    send: impl Fn(&mut Tx, std::ops::Range<u64>) + Sync,
    receive: impl Fn(&mut Rx, u64, &mut Order) + Sync,
) -> Metrics {
    let producers = txs.len();
    let mut txs: Vec<_> = txs.into_iter().map(CachePadded::new).collect();
    let mut rx = CachePadded::new(rx);
    let mut order = Order::new(producers);
    let mut next = 0;
    let (count, span) = settle(plan, 2048, |count| {
        let share = count / producers as u64;
        let numbers = next..next + share;
        next = numbers.end;
        let (rx, order, send, receive) = (&mut *rx, &mut order, &send, &receive);
        let mut jobs = vec![Job::new(plan.core(0), move || receive(rx, share * producers as u64, order))];
        jobs.extend(senders(&mut txs, &numbers, send, |producer| plan.core(producer + 1)));
        race(jobs)
    });
    rate(count - count % producers as u64, span)
}

/// A job for each producer: it sends numbers of its own, on the core that is named for it.
pub fn senders<'a, Tx: Send>(
    txs: &'a mut [CachePadded<Tx>],
    numbers: &std::ops::Range<u64>,
    send: &'a (impl Fn(&mut Tx, std::ops::Range<u64>) + Sync),
    core: impl Fn(usize) -> usize,
) -> Vec<Job<'a>> {
    txs.iter_mut()
        .enumerate()
        .map(|(producer, tx)| {
            let numbers = Order::encode(producer, numbers.start)..Order::encode(producer, numbers.end);
            Job::new(core(producer), move || send(&mut *tx, numbers))
        })
        .collect()
}

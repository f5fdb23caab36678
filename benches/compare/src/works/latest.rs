//! The latest value: one thread publishes as fast as it can, readers look as fast as they can until they see the last.

use std::hint::black_box;
use std::sync::Arc;

use super::{RATE, Work};
use crate::case::{Case, Metrics, Plan};
use crate::drive::{Job, race, settle, wrong};
use crate::ends::Named;
use crate::peers::named;

/// Looks a second of all readers, in millions.
const LOOKS: &str = "M looks/s";

pub const WORK: Work = Work {
    name: "latest",
    title: "One publishes 64 bytes without a pause, readers look without a pause",
    metrics: &[RATE, LOOKS],
    more_is_better: true,
    distance: true,
    sleeps: false,
    cases,
};

/// Eight copies of one number, so that a torn value is seen.
type Value = [u64; 8];

/// A contender: a way to publish the latest value.
trait Latest: Named {
    type Tx: Send;
    type Rx: Send;
    fn make(readers: usize) -> (Self::Tx, Vec<Self::Rx>);
    fn publish(tx: &mut Self::Tx, value: Value);
    fn look(rx: &mut Self::Rx) -> Value;
}

named!(
    /// Ours.
    Watch, "strait watch", "strait"
);
named!(
    /// Three places, one reader.
    TripleBuffer, "triple_buffer", "triple_buffer"
);
named!(
    /// An allocation for each value.
    ArcSwap, "arc-swap", "arc-swap"
);
named!(
    /// A lock of readers and writers.
    Tokio, "tokio watch", "tokio"
);

impl Latest for Watch {
    type Tx = strait::watch::Producer<Value, 8>;
    type Rx = strait::watch::Consumer<Value, 8>;

    fn make(readers: usize) -> (Self::Tx, Vec<Self::Rx>) {
        let (tx, rx) = strait::watch::channel([0; 8]);
        let others = (1..readers).map(|_| rx.try_clone().expect("a seat is free")).collect::<Vec<_>>();
        (tx, others.into_iter().chain([rx]).collect())
    }

    fn publish(tx: &mut Self::Tx, value: Value) {
        if tx.send(value).is_err() {
            wrong("`Closed` from an open channel");
        }
    }

    fn look(rx: &mut Self::Rx) -> Value {
        *rx.get()
    }
}

impl Latest for TripleBuffer {
    type Tx = triple_buffer::Input<Value>;
    type Rx = triple_buffer::Output<Value>;

    fn make(_: usize) -> (Self::Tx, Vec<Self::Rx>) {
        let (tx, rx) = triple_buffer::triple_buffer(&[0; 8]);
        (tx, vec![rx])
    }

    fn publish(tx: &mut Self::Tx, value: Value) {
        tx.write(value);
    }

    fn look(rx: &mut Self::Rx) -> Value {
        *rx.read()
    }
}

impl Latest for ArcSwap {
    type Tx = Arc<arc_swap::ArcSwap<Value>>;
    type Rx = Arc<arc_swap::ArcSwap<Value>>;

    fn make(readers: usize) -> (Self::Tx, Vec<Self::Rx>) {
        let shared = Arc::new(arc_swap::ArcSwap::from_pointee([0; 8]));
        (shared.clone(), vec![shared; readers])
    }

    fn publish(tx: &mut Self::Tx, value: Value) {
        tx.store(Arc::new(value));
    }

    fn look(rx: &mut Self::Rx) -> Value {
        **rx.load()
    }
}

impl Latest for Tokio {
    type Tx = tokio::sync::watch::Sender<Value>;
    type Rx = tokio::sync::watch::Receiver<Value>;

    fn make(readers: usize) -> (Self::Tx, Vec<Self::Rx>) {
        let (tx, rx) = tokio::sync::watch::channel([0; 8]);
        (tx, vec![rx; readers])
    }

    fn publish(tx: &mut Self::Tx, value: Value) {
        tx.send_replace(value);
    }

    fn look(rx: &mut Self::Rx) -> Value {
        *rx.borrow_and_update()
    }
}

fn cases(list: &mut Vec<Case>) {
    for readers in [1, 4] {
        add::<Watch>(list, readers);
        if readers == 1 {
            add::<TripleBuffer>(list, readers);
        }
        add::<ArcSwap>(list, readers);
        add::<Tokio>(list, readers);
    }
}

fn add<P: Latest>(list: &mut Vec<Case>, readers: usize) {
    let cell = format!("{readers} reader{}", if readers == 1 { "" } else { "s" });
    list.push(Case::of::<P>(WORK.name, &cell, move |plan| sample::<P>(plan, readers)));
}

fn sample<P: Latest>(plan: &Plan, readers: usize) -> Metrics {
    let mut looks = vec![0; readers];
    let (count, span) = settle(plan, 2048, |count| {
        let (mut tx, readers) = P::make(readers);
        let mut jobs = vec![Job::new(plan.core(0), move || {
            (1..=count).for_each(|number| P::publish(&mut tx, black_box([number; 8])));
            drop(tx);
        })];
        for (number, (mut rx, looks)) in readers.into_iter().zip(&mut looks).enumerate() {
            jobs.push(Job::new(plan.core(1 + number), move || {
                let mut last = 0;
                *looks = 0;
                while last < count {
                    let value = P::look(&mut rx);
                    if value[0] < last || value != [value[0]; 8] {
                        wrong("an older or a torn value");
                    }
                    last = value[0];
                    *looks += 1;
                }
            }));
        }
        race(jobs)
    });
    let seconds = span.elapsed.as_secs_f64() * 1e6;
    vec![(RATE.into(), count as f64 / seconds), (LOOKS.into(), looks.iter().sum::<u64>() as f64 / seconds)]
}

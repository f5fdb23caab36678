//! What a message costs when 1, 2, 4 or 8 producers send to one consumer.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use core::time::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use strait::mpsc;
use support::{Apart, Due, Job, apart, group, race, row, settings, until};

const N: usize = 1024;

type Producer = mpsc::Producer<u64, N>;
type Consumer = mpsc::Consumer<u64, N>;

/// Moves `count` messages from `producers` threads to one; each message holds its producer and its number there.
fn many_to_one(count: u64, producers: u64, send: fn(&Producer, u64), recv: fn(&Consumer) -> u64) -> Duration {
    const NUMBER_BITS: u32 = 48;
    let (tx, rx) = apart(mpsc::channel::<u64, N>());
    let share = |producer: u64| count / producers + u64::from(producer < count % producers);

    let mut jobs: Vec<Job<'_>> = vec![Box::new(move || {
        let mut due: Vec<Due> = (0..producers).map(|_| Due::default()).collect();
        for _ in 0..count {
            let message = recv(&rx);
            due[(message >> NUMBER_BITS) as usize].came(message & ((1 << NUMBER_BITS) - 1));
        }
        for (producer, due) in due.iter().enumerate() {
            assert_eq!(due.number(), share(producer as u64), "every message of producer {producer} came");
        }
    })];
    for producer in 0..producers {
        let tx = Apart::new(tx.clone());
        jobs.push(Box::new(move || {
            for number in 0..share(producer) {
                send(&tx, producer << NUMBER_BITS | number);
            }
        }));
    }
    race(jobs)
}

fn producers(criterion: &mut Criterion) {
    let mut group = group(criterion, "producers", 1);
    for producers in [1, 2, 4, 8] {
        row(&mut group, &format!("{producers}, try_send and try_recv"), |count| {
            let send = |tx: &Producer, message| until(|| tx.try_send(message).ok());
            many_to_one(count, producers, send, |rx| until(|| rx.try_recv().ok()))
        });
        row(&mut group, &format!("{producers}, send and recv"), |count| {
            let send = |tx: &Producer, message| tx.send(message).expect("the consumer lives");
            many_to_one(count, producers, send, |rx| rx.recv().expect("a producer lives"))
        });
    }
}

criterion_group! { name = benches; config = settings(); targets = producers }
criterion_main!(benches);

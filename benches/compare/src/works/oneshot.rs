//! One message per channel: what it costs to make the channel, send and receive; and a call with its answer.

use std::hint::black_box;
use std::time::Instant;

use super::{CPU_EACH, RATE, Work, rate};
use crate::case::{Case, Metrics, Plan};
use crate::cores;
use crate::drive::{Job, Span, check, race, settle};
use crate::ends::Named;
use crate::peers::named;

/// Channels a second, in millions.
pub const WORK: Work = Work {
    name: "oneshot",
    title: "One thread, `u64`: a channel for one message made, sent through, received from and dropped",
    metrics: &[RATE],
    more_is_better: true,
    distance: false,
    sleeps: false,
    cases,
};

/// Calls a second, in millions.
pub const CALL: Work = Work {
    name: "call",
    title: "Two threads: a request and its answer, both waiting in the contender's own way",
    metrics: &[RATE, CPU_EACH],
    more_is_better: true,
    distance: true,
    sleeps: true,
    cases: cases_of_calls,
};

named!(
    /// On the heap.
    Heap, "strait oneshot", "strait"
);
named!(
    /// A place that is used again.
    Slot, "strait oneshot::Slot", "strait"
);
named!(
    /// The crate of that name.
    Oneshot, "oneshot", "oneshot"
);
named!(
    /// tokio's.
    Tokio, "tokio oneshot", "tokio"
);
named!(
    /// Requests and answers.
    Call, "strait call", "strait"
);
named!(
    /// What is written by hand.
    ByHand, "strait mpsc, a fresh oneshot in each", "strait"
);
named!(
    /// The same with the crate's.
    Crates, "strait mpsc, a fresh oneshot of the crate", "oneshot"
);

fn cases(list: &mut Vec<Case>) {
    list.push(case::<Heap>(|number| {
        let (tx, rx) = strait::oneshot::channel();
        tx.send(number).expect("the consumer is there");
        rx.try_recv().expect("it was sent")
    }));
    list.push(Case::of::<Slot>(WORK.name, "u64", |plan| {
        let mut slot = strait::oneshot::Slot::new();
        laps(plan, |number| {
            let (tx, rx) = slot.split();
            tx.send(number).expect("the consumer is there");
            rx.try_recv().expect("it was sent")
        })
    }));
    list.push(case::<Oneshot>(|number| {
        let (tx, rx) = oneshot::channel();
        tx.send(number).expect("the consumer is there");
        rx.try_recv().expect("it was sent")
    }));
    list.push(case::<Tokio>(|number| {
        let (tx, mut rx) = tokio::sync::oneshot::channel();
        tx.send(number).expect("the consumer is there");
        rx.try_recv().expect("it was sent")
    }));
}

fn case<P: Named>(lap: fn(u64) -> u64) -> Case {
    Case::of::<P>(WORK.name, "u64", move |plan| laps(plan, lap))
}

fn laps(plan: &Plan, mut lap: impl FnMut(u64) -> u64) -> Metrics {
    cores::pin_to(plan.core(0));
    let mut next = 0;
    let (count, span) = settle(plan, 2048, |count| {
        let start = Instant::now();
        for number in next..next + count {
            check(number, &black_box(lap(black_box(number))));
        }
        next += count;
        Span { elapsed: start.elapsed(), ..Span::default() }
    });
    vec![(RATE.into(), count as f64 / span.elapsed.as_secs_f64() / 1e6)]
}

fn cases_of_calls(list: &mut Vec<Case>) {
    list.push(Case::of::<Call>(CALL.name, "u64", |plan| {
        let (count, span) = settle(plan, 256, |count| {
            let (mut client, mut server) = strait::call::channel::<u64, u64, 16>();
            race(vec![
                Job::new(plan.core(0), move || server.iter().for_each(|it| it.reply.send(it.query).expect("it waits"))),
                Job::new(plan.core(1), move || {
                    (0..count).for_each(|number| check(number, &client.call(number).expect("the server is there")));
                }),
            ])
        });
        rate(count, span)
    }));
    list.push(Case::of::<ByHand>(CALL.name, "u64", |plan| {
        let (count, span) = settle(plan, 256, |count| {
            let (tx, mut rx) = strait::mpsc::channel::<(u64, strait::oneshot::Producer<u64>), 16>();
            race(vec![
                Job::new(plan.core(0), move || {
                    rx.iter().for_each(|(number, reply)| reply.send(number).expect("it waits"))
                }),
                Job::new(plan.core(1), move || {
                    for number in 0..count {
                        let (reply, answer) = strait::oneshot::channel();
                        tx.send((number, reply)).expect("the server is there");
                        check(number, &answer.recv().expect("it is answered"));
                    }
                }),
            ])
        });
        rate(count, span)
    }));
    list.push(Case::of::<Crates>(CALL.name, "u64", |plan| {
        let (count, span) = settle(plan, 256, |count| {
            let (tx, mut rx) = strait::mpsc::channel::<(u64, oneshot::Sender<u64>), 16>();
            race(vec![
                Job::new(plan.core(0), move || {
                    rx.iter().for_each(|(number, reply)| reply.send(number).expect("it waits"))
                }),
                Job::new(plan.core(1), move || {
                    for number in 0..count {
                        let (reply, answer) = oneshot::channel();
                        tx.send((number, reply)).expect("the server is there");
                        check(number, &answer.recv().expect("it is answered"));
                    }
                }),
            ])
        });
        rate(count, span)
    }));
}

//! The time of a round trip over two channels, with one message in flight.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use core::time::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use strait::{mpsc, pipe, spsc};
use support::{Due, apart, group, race, row, settings, until};

const N: usize = 64;

/// Sends the numbers up to `count` there and back. Each end sends only after it has received.
fn trips(
    count: u64,
    mut serve: impl FnMut(u64) + Send,
    mut back: impl FnMut() -> u64 + Send,
    mut there: impl FnMut() -> u64 + Send,
    mut answer: impl FnMut(u64) + Send,
) -> Duration {
    race(vec![
        Box::new(move || {
            let mut due = Due::default();
            for number in 0..count {
                serve(number);
                due.came(back());
            }
        }),
        Box::new(move || {
            let mut due = Due::default();
            for _ in 0..count {
                let number = there();
                due.came(number);
                answer(number);
            }
        }),
    ])
}

/// A row that spins at both ends, for any mode; each of the `$words` words of a message holds its number.
macro_rules! spinning {
    ($group:expr, $name:literal, $mode:ident, $words:literal) => {
        row($group, $name, |count| {
            let (serve, there) = apart($mode::channel::<[u64; $words], N>());
            let (answer, back) = apart($mode::channel::<[u64; $words], N>());
            trips(
                count,
                move |number| until(|| serve.try_send([number; $words]).ok()),
                move || until(|| back.try_recv().ok())[$words - 1],
                move || until(|| there.try_recv().ok())[$words - 1],
                move |number| until(|| answer.try_send([number; $words]).ok()),
            )
        });
    };
}

/// A row that blocks at both ends.
macro_rules! blocking {
    ($group:expr, $name:literal, $mode:ident) => {
        row($group, $name, |count| {
            let (serve, there) = apart($mode::channel::<u64, N>());
            let (answer, back) = apart($mode::channel::<u64, N>());
            trips(
                count,
                move |number| serve.send(number).expect("the other end lives"),
                move || back.recv().expect("the other end lives"),
                move || there.recv().expect("the other end lives"),
                move |number| answer.send(number).expect("the other end lives"),
            )
        });
    };
}

fn ping_pong(criterion: &mut Criterion) {
    let mut group = group(criterion, "ping-pong", 1);
    spinning!(&mut group, "spsc, spinning", spsc, 1);
    spinning!(&mut group, "mpsc, spinning", mpsc, 1);
    spinning!(&mut group, "pipe, spinning", pipe, 1);
    spinning!(&mut group, "spsc, spinning, 56 bytes", spsc, 7);
    spinning!(&mut group, "pipe, spinning, 56 bytes", pipe, 7);
    blocking!(&mut group, "spsc, blocking", spsc);
    blocking!(&mut group, "mpsc, blocking", mpsc);
    blocking!(&mut group, "pipe, blocking", pipe);
}

criterion_group! { name = benches; config = settings(); targets = ping_pong }
criterion_main!(benches);

//! The latency of single messages, one each millisecond, by the way the receiver waits.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use core::time::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use futures::executor::block_on;
use strait::spsc;
use support::{Apart, Stamped, apart, gaps, group, row, settings, until};

const N: usize = 64;
const GAP: Duration = Duration::from_millis(1);

type Consumer = spsc::Consumer<Stamped, N>;

/// Messages at intervals, received with `recv`.
fn arrivals(count: u64, recv: fn(&mut Apart<Consumer>) -> Stamped) -> Duration {
    let (tx, mut rx) = apart(spsc::channel::<Stamped, N>());
    gaps(count, GAP, move |message| tx.try_send(message).expect("there is room"), move || recv(&mut rx))
}

fn interval(criterion: &mut Criterion) {
    const ALL: &str = "the producer sends all";
    let mut group = group(criterion, "1 ms interval", 1);
    row(&mut group, "try_recv, spinning", |count| arrivals(count, |rx| until(|| rx.try_recv().ok())));
    row(&mut group, "recv", |count| arrivals(count, |rx| rx.recv().expect(ALL)));
    row(&mut group, "recv_timeout", |count| arrivals(count, |rx| rx.recv_timeout(Duration::from_secs(1)).expect(ALL)));
    row(&mut group, "recv_async", |count| arrivals(count, |rx| block_on(rx.recv_async()).expect(ALL)));
}

criterion_group! {
    name = benches;
    config = settings().sample_size(10).measurement_time(Duration::from_secs(3));
    targets = interval
}
criterion_main!(benches);

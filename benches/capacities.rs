//! What one message costs by the capacity of the channel, 64 to 65536, between two threads.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use strait::{mpsc, pipe, spsc};
use support::{apart, group, row, settings, stream};

/// A row for each capacity.
macro_rules! capacities {
    ($group:expr, $mode:ident: $($capacity:literal)*) => {$(
        row($group, concat!(stringify!($mode), ", ", $capacity), |count| {
            let (tx, rx) = apart($mode::channel::<u64, $capacity>());
            stream(count, move |number| tx.try_send(number).is_ok(), move || rx.try_recv().ok())
        });
    )*};
}

fn capacities(criterion: &mut Criterion) {
    let mut group = group(criterion, "capacity", 1);
    capacities!(&mut group, spsc: 64 256 1024 4096 16384 65536);
    capacities!(&mut group, mpsc: 64 256 1024 4096 16384 65536);
    capacities!(&mut group, pipe: 64 256 1024 4096 16384 65536);
}

criterion_group! { name = benches; config = settings(); targets = capacities }
criterion_main!(benches);

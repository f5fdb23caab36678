//! What blocking operations cost while nobody has to wait: `send` and `recv` next to the try-operations.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use strait::{mpsc, pipe, spsc};
use support::{apart, group, row, row_alone, settings, stream};

const N: usize = 1024;

/// Between two threads: both ends try, or both ends block and sleep if they must.
macro_rules! two_threads {
    ($group:expr, $mode:ident) => {
        row($group, concat!(stringify!($mode), ", try_send and try_recv"), |count| {
            let (tx, rx) = apart($mode::channel::<u64, N>());
            stream(count, move |number| tx.try_send(number).is_ok(), move || rx.try_recv().ok())
        });
        row($group, concat!(stringify!($mode), ", send and recv"), |count| {
            let (tx, rx) = apart($mode::channel::<u64, N>());
            stream(count, move |number| tx.send(number).is_ok(), move || rx.recv().ok())
        });
    };
}

/// On one thread, where no other thread can be waiting.
macro_rules! one_thread {
    ($group:expr, $mode:ident) => {
        let (tx, rx) = $mode::channel::<u64, N>();
        row_alone($group, concat!(stringify!($mode), ", try_send and try_recv"), |number| {
            tx.try_send(number).ok().and_then(|()| rx.try_recv().ok())
        });
        row_alone($group, concat!(stringify!($mode), ", send and recv"), |number| {
            tx.send(number).ok().and_then(|()| rx.recv().ok())
        });
    };
}

fn between_threads(criterion: &mut Criterion) {
    let mut group = group(criterion, "waiting cost, two threads", 1);
    two_threads!(&mut group, spsc);
    two_threads!(&mut group, mpsc);
    two_threads!(&mut group, pipe);
}

fn alone(criterion: &mut Criterion) {
    let mut group = group(criterion, "waiting cost, one thread", 1);
    one_thread!(&mut group, spsc);
    one_thread!(&mut group, mpsc);
    one_thread!(&mut group, pipe);
}

criterion_group! { name = benches; config = settings(); targets = between_threads, alone }
criterion_main!(benches);

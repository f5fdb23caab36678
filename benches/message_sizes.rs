//! What one message costs by its size, 8 to 256 bytes, between two threads.
#![allow(missing_docs, reason = "a bench has no readers of its documentation")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use strait::{pipe, spsc};
use support::{apart, group, row, settings, stream};

const N: usize = 1024;

/// The number that every word of a message holds.
fn number<const WORDS: usize>(message: [u64; WORDS]) -> u64 {
    assert_eq!(message[0], message[WORDS - 1], "a message comes whole");
    message[0]
}

/// A row for each size in words.
macro_rules! sizes {
    ($group:expr, $mode:ident: $($words:literal)*) => {$(
        row($group, &format!("{}, {} bytes", stringify!($mode), 8 * $words), |count| {
            let (tx, rx) = apart($mode::channel::<[u64; $words], N>());
            stream(count, move |n| tx.try_send([n; $words]).is_ok(), move || rx.try_recv().ok().map(number))
        });
    )*};
}

fn message_sizes(criterion: &mut Criterion) {
    let mut group = group(criterion, "message size", 1);
    sizes!(&mut group, spsc: 1 2 4 7 8 16 32);
    sizes!(&mut group, pipe: 1 2 4 7 8 16 32);
}

criterion_group! { name = benches; config = settings(); targets = message_sizes }
criterion_main!(benches);

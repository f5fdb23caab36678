//! The operations, each with the state it needs: an empty channel, a full one, or one with room for every round.

use std::collections::VecDeque;
use std::hint::black_box;
use std::ops::Range;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use strait::{mpsc, pipe, spsc};

/// A name, as in the table of limits, and what runs under it.
pub type Operation = (&'static str, fn());

/// How often each operation runs. `check.py` divides by it.
const ROUNDS: u64 = 10_000;

/// More slots than all rounds need for one message each.
const ROOM: usize = 16_384;

/// More slots than all rounds need for an array of 8 each.
const ROOM_FOR_ARRAYS: usize = 131_072;

/// The length of a batch, and of an array that a drain empties.
const BATCH: usize = 64;

/// A channel whose slots are all taken.
macro_rules! filled {
    ($mode:ident, $channel:ident, $capacity:expr) => {{
        let (tx, rx) = $mode::$channel::<u64, { $capacity }>();
        (0..$capacity as u64).for_each(|number| tx.try_send(number).expect("there is room"));
        (tx, rx)
    }};
}

/// The operations that every mode has, quiet or not.
macro_rules! of_every_mode {
    ($name:literal, $mode:ident, $channel:ident) => {
        &[
            (concat!($name, " try_send"), || {
                let (tx, rx) = $mode::$channel::<u64, ROOM>();
                count(tx, rx, |tx, _, round| tx.try_send(round).is_ok());
            }),
            (concat!($name, " try_recv"), || {
                let (tx, rx) = filled!($mode, $channel, ROOM);
                count(tx, rx, |_, rx, round| rx.try_recv() == Ok(round));
            }),
            (concat!($name, " try_send, full"), || {
                let (tx, rx) = filled!($mode, $channel, BATCH);
                count(tx, rx, |tx, _, round| tx.try_send(round).is_err());
            }),
            (concat!($name, " try_recv, empty"), || {
                let (tx, rx) = $mode::$channel::<u64, BATCH>();
                count(tx, rx, |_, rx, _| rx.try_recv().is_err());
            }),
            (concat!($name, " recv"), || {
                let (tx, rx) = filled!($mode, $channel, ROOM);
                count(tx, rx, |_, rx, round| rx.recv() == Ok(round));
            }),
            (concat!($name, " try_send_array of 8"), || {
                let (tx, rx) = $mode::$channel::<u64, ROOM_FOR_ARRAYS>();
                count(tx, rx, |tx, _, round| tx.try_send_array([round; 8]).is_ok());
            }),
            (concat!($name, " try_send_array of 64 + drain"), || {
                let (tx, rx) = $mode::$channel::<u64, BATCH>();
                count(tx, rx, |tx, rx, round| {
                    tx.try_send_array([round; BATCH]).is_ok() && rx.drain().all(|message| message == round)
                });
            }),
        ]
    };
}

/// The operations of a mode whose producers may wait.
macro_rules! that_wait {
    ($name:literal, $mode:ident) => {
        &[
            (concat!($name, " send"), || {
                let (tx, rx) = $mode::channel::<u64, ROOM>();
                count(tx, rx, |tx, _, round| tx.send(round).is_ok());
            }),
            (concat!($name, " send_async + recv_async"), || {
                let (tx, rx) = $mode::channel::<u64, BATCH>();
                count(tx, rx, |tx, rx, round| {
                    ready(tx.send_async(round)).is_ok() && ready(rx.recv_async()) == Ok(round)
                });
            }),
        ]
    };
}

/// Batches from an iterator, which a lone producer sends.
macro_rules! of_iterators {
    ($name:literal, $mode:ident, $channel:ident) => {
        (concat!($name, " try_send_many + try_recv_many of 64"), || {
            many(
                $mode::$channel::<u64, BATCH>(),
                |tx, numbers| tx.try_send_many(numbers),
                |rx, received| rx.try_recv_many(received, BATCH),
            );
        })
    };
}

/// Batches from a deque, which many producers send.
macro_rules! of_deques {
    ($name:literal, $channel:ident) => {
        (concat!($name, " try_send_many + try_recv_many of 64"), || {
            let mut unsent = VecDeque::with_capacity(BATCH);
            many(
                mpsc::$channel::<u64, BATCH>(),
                |tx, numbers| {
                    unsent.extend(numbers);
                    tx.try_send_deque(&mut unsent)
                },
                |rx, received| rx.try_recv_many(received, BATCH),
            );
        })
    };
}

/// Slices, copied in and out.
macro_rules! of_slices {
    ($name:literal, $channel:ident) => {
        (concat!($name, " try_send_slice + try_recv_slice of 64"), || {
            let (tx, rx) = pipe::$channel::<u64, BATCH>();
            let (out, mut back) = ([1; BATCH], [0; BATCH]);
            count(tx, rx, |tx, rx, _| {
                tx.try_send_slice(black_box(&out)) == Ok(BATCH) && rx.try_recv_slice(black_box(&mut back)) == Ok(BATCH)
            });
        })
    };
}

/// Every operation, mode by mode.
pub const ALL: &[&[Operation]] = &[
    &[("loop", || count(0_u64, 0_u64, |_, _, _| black_box(true)))],
    of_every_mode!("spsc", spsc, channel),
    that_wait!("spsc", spsc),
    of_every_mode!("mpsc", mpsc, channel),
    that_wait!("mpsc", mpsc),
    of_every_mode!("pipe", pipe, channel),
    that_wait!("pipe", pipe),
    &[
        of_iterators!("spsc", spsc, channel),
        of_deques!("mpsc", channel),
        of_iterators!("pipe", pipe, channel),
        of_slices!("pipe", channel),
    ],
    of_every_mode!("quiet spsc", spsc, quiet_channel),
    of_every_mode!("quiet mpsc", mpsc, quiet_channel),
    of_every_mode!("quiet pipe", pipe, quiet_channel),
    &[
        of_iterators!("quiet spsc", spsc, quiet_channel),
        of_deques!("quiet mpsc", quiet_channel),
        of_iterators!("quiet pipe", pipe, quiet_channel),
        of_slices!("quiet pipe", quiet_channel),
    ],
];

/// Counts an operation; the drop of the handles is not counted.
fn count<Tx, Rx>(mut tx: Tx, mut rx: Rx, operation: impl FnMut(&mut Tx, &mut Rx, u64) -> bool) {
    measured(&mut tx, &mut rx, operation);
}

/// The counted loop. Each operation has its own instance of it, with the operation inlined. The handles pass through a
/// black box in each round, as they are between other work, so the compiler cannot keep them in registers.
#[inline(never)]
fn measured<Tx, Rx>(tx: &mut Tx, rx: &mut Rx, mut operation: impl FnMut(&mut Tx, &mut Rx, u64) -> bool) {
    for round in 0..ROUNDS {
        assert!(operation(black_box(tx), black_box(rx), black_box(round)), "each round does what it should");
    }
}

/// Polls a future that must be ready at once.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("there is room, or a message"),
    }
}

/// Sends and receives `BATCH` numbers in each round, into a vector that has room for them.
fn many<Tx, Rx>(
    (tx, rx): (Tx, Rx),
    mut send: impl FnMut(&mut Tx, &mut Range<u64>) -> usize,
    mut receive: impl FnMut(&mut Rx, &mut Vec<u64>) -> usize,
) {
    let mut received = Vec::with_capacity(BATCH);
    count(tx, rx, |tx, rx, round| {
        received.clear();
        send(tx, &mut (round..round + BATCH as u64)) == BATCH
            && receive(rx, black_box(&mut received)) == BATCH
            && received[BATCH - 1] == round + BATCH as u64 - 1
    });
}

//! The operations, each with what it needs before it: an empty ring, a full one, one with room for every round.

use std::collections::VecDeque;
use std::hint::black_box;
use std::ops::Range;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use strait::{mpsc, pipe, spsc};

/// How often each operation runs. The counting part divides by it.
const ROUNDS: u64 = 10_000;

/// More places than one message a round takes.
const ROOM: usize = 16_384;

/// More places than one array of 8 a round takes.
const ROOM_FOR_ARRAYS: usize = 131_072;

/// A slice, or an array that a drain finds.
const BATCH: usize = 64;

/// What each operation is called, in the table of limits too.
pub const ALL: &[(&str, fn())] = &[
    ("loop", nothing),
    ("spsc try_send", spsc_try_send),
    ("spsc try_recv", spsc_try_recv),
    ("spsc try_send, full", spsc_full),
    ("spsc try_recv, empty", spsc_empty),
    ("spsc send", spsc_send),
    ("spsc recv", spsc_recv),
    ("spsc try_send_array of 8", spsc_array),
    ("spsc try_send_array of 64 + drain", spsc_drain),
    ("spsc try_send_many + try_recv_many of 64", spsc_many),
    ("spsc send_async + recv_async", spsc_async),
    ("mpsc try_send", mpsc_try_send),
    ("mpsc try_recv", mpsc_try_recv),
    ("mpsc try_send, full", mpsc_full),
    ("mpsc try_recv, empty", mpsc_empty),
    ("mpsc send", mpsc_send),
    ("mpsc recv", mpsc_recv),
    ("mpsc try_send_array of 8", mpsc_array),
    ("mpsc try_send_array of 64 + drain", mpsc_drain),
    ("mpsc try_send_many + try_recv_many of 64", mpsc_many),
    ("mpsc send_async + recv_async", mpsc_async),
    ("pipe try_send", pipe_try_send),
    ("pipe try_recv", pipe_try_recv),
    ("pipe try_send, full", pipe_full),
    ("pipe try_recv, empty", pipe_empty),
    ("pipe send", pipe_send),
    ("pipe recv", pipe_recv),
    ("pipe try_send_array of 8", pipe_array),
    ("pipe try_send_array of 64 + drain", pipe_drain),
    ("pipe try_send_many + try_recv_many of 64", pipe_many),
    ("pipe send_async + recv_async", pipe_async),
    ("pipe try_send_slice + try_recv_slice of 64", pipe_slices),
];

/// The counted loop: an instance for each operation, which is inlined here. Both handles are seen afresh each round, as
/// they are between other work, and so cannot be kept in registers.
#[inline(never)]
fn measured<Tx, Rx>(mut tx: Tx, mut rx: Rx, mut operation: impl FnMut(&mut Tx, &mut Rx, u64) -> bool) {
    for round in 0..ROUNDS {
        assert!(operation(black_box(&mut tx), black_box(&mut rx), black_box(round)), "each round does what it should");
    }
}

fn nothing() {
    measured(0_u64, 0_u64, |_, _, _| black_box(true));
}

/// Polls a future that must be ready at once.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("there is room, or a message"),
    }
}

/// The operations that every mode has; `$tx` is how it takes its producer.
macro_rules! of_every_mode {
    ($mode:ident: $try_send:ident $try_recv:ident $full:ident $empty:ident $send:ident $recv:ident $array:ident $drain:ident $both:ident) => {
        fn $try_send() {
            let (tx, rx) = $mode::channel::<u64, ROOM>();
            measured(tx, rx, |tx, _, round| tx.try_send(round).is_ok());
        }

        fn $try_recv() {
            let (tx, rx) = filled!($mode, ROOM);
            measured(tx, rx, |_, rx, round| rx.try_recv() == Ok(round));
        }

        fn $full() {
            let (tx, rx) = filled!($mode, BATCH);
            measured(tx, rx, |tx, _, round| tx.try_send(round).is_err());
        }

        fn $empty() {
            let (tx, rx) = $mode::channel::<u64, BATCH>();
            measured(tx, rx, |_, rx, _| rx.try_recv().is_err());
        }

        fn $send() {
            let (tx, rx) = $mode::channel::<u64, ROOM>();
            measured(tx, rx, |tx, _, round| tx.send(round).is_ok());
        }

        fn $recv() {
            let (tx, rx) = filled!($mode, ROOM);
            measured(tx, rx, |_, rx, round| rx.recv() == Ok(round));
        }

        fn $array() {
            let (tx, rx) = $mode::channel::<u64, ROOM_FOR_ARRAYS>();
            measured(tx, rx, |tx, _, round| tx.try_send_array([round; 8]).is_ok());
        }

        fn $drain() {
            let (tx, rx) = $mode::channel::<u64, BATCH>();
            measured(tx, rx, |tx, rx, round| {
                tx.try_send_array([round; BATCH]).is_ok() && rx.drain().all(|message| message == round)
            });
        }

        fn $both() {
            let (tx, rx) = $mode::channel::<u64, BATCH>();
            measured(tx, rx, |tx, rx, round| {
                ready(tx.send_async(round)).is_ok() && ready(rx.recv_async()) == Ok(round)
            });
        }
    };
}

/// A channel whose places are all taken.
macro_rules! filled {
    ($mode:ident, $capacity:expr) => {{
        #[allow(unused_mut, reason = "an `mpsc` producer sends by `&self`")]
        let (mut tx, rx) = $mode::channel::<u64, { $capacity }>();
        (0..$capacity as u64).for_each(|number| tx.try_send(number).expect("there is room"));
        (tx, rx)
    }};
}

of_every_mode!(spsc: spsc_try_send spsc_try_recv spsc_full spsc_empty spsc_send spsc_recv spsc_array spsc_drain spsc_async);
of_every_mode!(mpsc: mpsc_try_send mpsc_try_recv mpsc_full mpsc_empty mpsc_send mpsc_recv mpsc_array mpsc_drain mpsc_async);
of_every_mode!(pipe: pipe_try_send pipe_try_recv pipe_full pipe_empty pipe_send pipe_recv pipe_array pipe_drain pipe_async);

fn spsc_many() {
    many(
        spsc::channel::<u64, BATCH>(),
        |tx, numbers| tx.try_send_many(numbers),
        |rx, received| rx.try_recv_many(received, BATCH),
    );
}

fn mpsc_many() {
    let mut unsent = VecDeque::with_capacity(BATCH);
    many(
        mpsc::channel::<u64, BATCH>(),
        |tx, numbers| {
            unsent.extend(numbers);
            tx.try_send_many(&mut unsent)
        },
        |rx, received| rx.try_recv_many(received, BATCH),
    );
}

fn pipe_many() {
    many(
        pipe::channel::<u64, BATCH>(),
        |tx, numbers| tx.try_send_many(numbers),
        |rx, received| rx.try_recv_many(received, BATCH),
    );
}

/// Sends and receives `BATCH` numbers in each round, into a vector that has room for them.
fn many<Tx, Rx>(
    (tx, rx): (Tx, Rx),
    mut send: impl FnMut(&mut Tx, &mut Range<u64>) -> usize,
    mut receive: impl FnMut(&mut Rx, &mut Vec<u64>) -> usize,
) {
    let mut received = Vec::with_capacity(BATCH);
    measured(tx, rx, |tx, rx, round| {
        received.clear();
        send(tx, &mut (round..round + BATCH as u64)) == BATCH
            && receive(rx, black_box(&mut received)) == BATCH
            && received[BATCH - 1] == round + BATCH as u64 - 1
    });
}

fn pipe_slices() {
    let (tx, rx) = pipe::channel::<u64, BATCH>();
    let (out, mut back) = ([1; BATCH], [0; BATCH]);
    measured(tx, rx, |tx, rx, _| {
        tx.try_send_slice(black_box(&out)) == BATCH && rx.try_recv_slice(black_box(&mut back)) == BATCH
    });
}

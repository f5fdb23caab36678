//! Random sequences of all operations of each mode, mixed, across many laps, against a `VecDeque`.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "../support/polling.rs"]
mod polling;

use polling::poll;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use std::collections::VecDeque;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};
use strait::{RecvTimeoutError, TryRecvError, TrySendError};

/// One step; the numbers are taken modulo what makes sense.
#[derive(Debug, Clone, Copy)]
enum Step {
    TrySend,
    SendUntilNow,
    SendArray,
    SendMany(usize),
    SendAsync,
    /// What the mode alone has: permits, chunks, slices.
    SendInPlace(usize, usize),
    TryRecv,
    RecvUntilNow,
    RecvMany(usize),
    RecvBatch(usize),
    RecvAsync,
    Drain(usize),
    ChangePeeked,
    RecvInPlace(usize, usize),
    Close(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let many = || any::<usize>();
    let step = prop_oneof![
        8 => Just(Step::TrySend),
        2 => Just(Step::SendUntilNow),
        4 => Just(Step::SendArray),
        4 => many().prop_map(Step::SendMany),
        2 => Just(Step::SendAsync),
        8 => (many(), many()).prop_map(|(n, k)| Step::SendInPlace(n, k)),
        8 => Just(Step::TryRecv),
        2 => Just(Step::RecvUntilNow),
        4 => many().prop_map(Step::RecvMany),
        2 => many().prop_map(Step::RecvBatch),
        2 => Just(Step::RecvAsync),
        2 => many().prop_map(Step::Drain),
        2 => Just(Step::ChangePeeked),
        8 => (many(), many()).prop_map(|(n, k)| Step::RecvInPlace(n, k)),
    ];
    let closes = proptest::option::weighted(0.3, (any::<proptest::sample::Index>(), any::<bool>()));
    (proptest::collection::vec(step, 1..150), closes).prop_map(|(mut steps, close)| {
        if let Some((at, by_producer)) = close {
            steps.insert(at.index(steps.len()), Step::Close(by_producer));
        }
        steps
    })
}

/// What the channel should be.
#[derive(Default)]
struct Model {
    messages: VecDeque<u32>,
    closed: bool,
    next: u32,
}

impl Model {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// The next numbers, of which the channel may take some.
    fn fresh_many(&self, count: usize) -> Vec<u32> {
        (self.next + 1..).take(count).collect()
    }

    /// How many of `wanted` go into a ring of `capacity`; they are taken as sent.
    fn send(&mut self, capacity: usize, wanted: usize) -> usize {
        let count = if self.closed { 0 } else { wanted.min(capacity - self.messages.len()) };
        for _ in 0..count {
            let number = self.fresh();
            self.messages.push_back(number);
        }
        count
    }

    fn refusal<V>(&self, value: V) -> TrySendError<V> {
        if self.closed { TrySendError::Closed(value) } else { TrySendError::Full(value) }
    }

    fn receive(&mut self) -> Result<u32, TryRecvError> {
        self.messages.pop_front().ok_or(if self.closed { TryRecvError::Closed } else { TryRecvError::Empty })
    }
}

/// What every mode has, step by step.
macro_rules! run {
    ($mode:ident, $n:literal, $steps:expr, $send_many:expr, $send_in_place:expr, $recv_in_place:expr) => {{
        const N: usize = $n;
        let (mut tx, mut rx) = strait::$mode::channel::<u32, N>();
        let mut model = Model::default();
        for step in $steps {
            match step {
                Step::TrySend => {
                    let number = model.next + 1;
                    let expected = if model.send(N, 1) == 1 { Ok(()) } else { Err(model.refusal(number)) };
                    assert_eq!(tx.try_send(number), expected);
                }
                Step::SendUntilNow => {
                    let number = model.next + 1;
                    let expected = if model.send(N, 1) == 1 { Ok(()) } else { Err(number) };
                    let sent = tx.send_deadline(number, Instant::now());
                    assert_eq!(sent.map_err(|error| error.into_inner()), expected);
                }
                Step::SendArray => {
                    const K: usize = if N < 3 { N } else { 3 };
                    let numbers: [u32; K] = model.fresh_many(K).try_into().unwrap();
                    let fits = !model.closed && model.messages.len() + K <= N;
                    let expected = if fits { Ok(()) } else { Err(model.refusal(numbers)) };
                    model.send(N, if fits { K } else { 0 });
                    assert_eq!(tx.try_send_array(numbers), expected);
                }
                Step::SendMany(count) => {
                    let numbers = model.fresh_many(count % (2 * N));
                    let expected = model.send(N, numbers.len());
                    $send_many(&mut tx, numbers, expected);
                }
                Step::SendAsync => {
                    let number = model.next + 1;
                    let is_refused = model.closed;
                    let sent = poll(&mut tx.send_async(number), Waker::noop());
                    match model.send(N, 1) {
                        1 => assert_eq!(sent, Poll::Ready(Ok(()))),
                        _ => assert_eq!(sent.is_pending(), !is_refused),
                    }
                }
                Step::SendInPlace(n, k) => $send_in_place(&mut tx, &mut model, n, k),
                Step::TryRecv => assert_eq!(rx.try_recv(), model.receive()),
                Step::RecvUntilNow => {
                    let expected = model.receive().map_err(|error| match error {
                        TryRecvError::Empty => RecvTimeoutError::Timeout,
                        TryRecvError::Closed => RecvTimeoutError::Closed,
                    });
                    assert_eq!(rx.recv_timeout(Duration::ZERO), expected);
                }
                Step::RecvMany(max) => {
                    let mut batch = Vec::new();
                    let count = model.messages.len().min(max % (2 * N));
                    assert_eq!(rx.try_recv_many(&mut batch, max % (2 * N)), count);
                    assert!(batch.into_iter().eq(model.messages.drain(..count)));
                }
                Step::RecvBatch(max) => {
                    let mut batch = Vec::new();
                    let max = 1 + max % (2 * N);
                    let count = model.messages.len().min(max);
                    let received = rx.recv_batch(&mut batch, max, Instant::now());
                    assert_eq!(received.unwrap_or(0), count);
                    assert!(batch.into_iter().eq(model.messages.drain(..count)));
                }
                Step::RecvAsync => match poll(&mut core::pin::pin!(rx.recv_async()), Waker::noop()) {
                    Poll::Pending => assert_eq!(model.receive(), Err(TryRecvError::Empty)),
                    Poll::Ready(received) => assert_eq!(received.map_err(TryRecvError::from), model.receive()),
                },
                Step::Drain(count) => {
                    let count = count % (N + 1);
                    let expected: Vec<_> = (0..count).map_while(|_| model.messages.pop_front()).collect();
                    assert!(rx.drain().take(count).eq(expected));
                }
                Step::ChangePeeked => {
                    assert_eq!(rx.peek(), model.messages.front());
                    if let (Some(message), Some(expected)) = (rx.peek_mut(), model.messages.front_mut()) {
                        *message ^= 1 << 31;
                        *expected ^= 1 << 31;
                    }
                }
                Step::RecvInPlace(n, k) => $recv_in_place(&mut rx, &mut model, n, k),
                Step::Close(by_producer) => {
                    if by_producer {
                        tx.close()
                    } else {
                        rx.close()
                    }
                    model.closed = true;
                }
            }
            let len = model.messages.len();
            assert_eq!((tx.len(), tx.is_empty(), tx.is_full()), (len, len == 0, len == N));
            assert_eq!((rx.len(), rx.is_empty(), rx.is_full()), (len, len == 0, len == N));
            assert_eq!((tx.is_closed(), rx.is_closed()), (model.closed, model.closed));
        }
        drop(tx);
        assert!(rx.into_iter().eq(model.messages), "what is left is received after the close");
    }};
}

mod in_place;

macro_rules! properties {
    ($($name:ident: $mode:ident, $n:literal;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
            $(
                #[test]
                #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
                fn $name(steps in steps()) {
                    use in_place::$mode::{recv_in_place, send_in_place, send_many};
                    run!($mode, $n, steps, send_many, send_in_place, recv_in_place);
                }
            )*
        }
    };
}

properties! {
    spsc_of_1_is_a_queue: spsc, 1;
    spsc_of_2_is_a_queue: spsc, 2;
    spsc_of_8_is_a_queue: spsc, 8;
    spsc_of_64_is_a_queue: spsc, 64;
    spsc_of_1024_is_a_queue: spsc, 1024;
    mpsc_of_1_is_a_queue: mpsc, 1;
    mpsc_of_2_is_a_queue: mpsc, 2;
    mpsc_of_8_is_a_queue: mpsc, 8;
    mpsc_of_64_is_a_queue: mpsc, 64;
    mpsc_of_1024_is_a_queue: mpsc, 1024;
    pipe_of_1_is_a_queue: pipe, 1;
    pipe_of_2_is_a_queue: pipe, 2;
    pipe_of_8_is_a_queue: pipe, 8;
    pipe_of_64_is_a_queue: pipe, 64;
    pipe_of_1024_is_a_queue: pipe, 1024;
}

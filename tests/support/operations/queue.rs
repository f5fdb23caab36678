//! Operations of each mode, mixed, across many laps, against a `VecDeque`.

use crate::polling::poll;
use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use strait::{RecvTimeoutError, TryRecvError, TrySendError};

/// One step; the numbers are taken modulo what makes sense.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    TrySend,
    SendUntilNow,
    SendArray,
    SendMany(usize),
    SendAsync,
    /// What only some modes have: permits, chunks, slices.
    SendInPlace(usize, usize),
    TryRecv,
    RecvUntilNow,
    RecvMany(usize),
    RecvManyUntilNow(usize),
    RecvAsync(usize),
    Drain(usize),
    ChangePeeked,
    RecvInPlace(usize, usize),
    Close(bool),
}

impl From<[u8; 3]> for Step {
    fn from([kind, n, k]: [u8; 3]) -> Self {
        let (n, k) = (usize::from(n), usize::from(k));
        match kind % 20 {
            0 | 1 => Self::TrySend,
            2 => Self::SendUntilNow,
            3 => Self::SendArray,
            4 => Self::SendMany(n),
            5 => Self::SendAsync,
            6..10 => Self::SendInPlace(n, k),
            10 | 11 => Self::TryRecv,
            12 => Self::RecvUntilNow,
            13 => Self::RecvMany(n),
            14 => Self::RecvManyUntilNow(n),
            15 => Self::RecvAsync(n),
            16 => Self::Drain(n),
            17 => Self::ChangePeeked,
            // Seldom: little happens after it.
            18 if k == 255 => Self::Close(n % 2 == 0),
            _ => Self::RecvInPlace(n, k),
        }
    }
}

/// What the channel should be.
#[derive(Default)]
pub(super) struct Model {
    pub(super) messages: VecDeque<u32>,
    pub(super) closed: bool,
    pub(super) next: u32,
}

impl Model {
    pub(super) fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// The next numbers, of which the channel may take some.
    pub(super) fn fresh_many(&self, count: usize) -> Vec<u32> {
        (self.next + 1..).take(count).collect()
    }

    /// How many of `wanted` fit into a ring of `capacity`; they are recorded as sent.
    pub(super) fn send(&mut self, capacity: usize, wanted: usize) -> usize {
        let count = if self.closed { 0 } else { wanted.min(capacity - self.messages.len()) };
        for _ in 0..count {
            let number = self.fresh();
            self.messages.push_back(number);
        }
        count
    }

    pub(super) fn refusal<V>(&self, value: V) -> TrySendError<V> {
        if self.closed { TrySendError::Closed(value) } else { TrySendError::Full(value) }
    }

    pub(super) fn receive(&mut self) -> Result<u32, TryRecvError> {
        self.messages.pop_front().ok_or(if self.closed { TryRecvError::Closed } else { TryRecvError::Empty })
    }
}

/// What every mode has, step by step.
macro_rules! run {
    ($mode:ident, $n:literal, $steps:expr) => {{
        use super::in_place::$mode::{recv_in_place, send_in_place, send_many};
        const N: usize = $n;
        let (mut tx, mut rx) = strait::$mode::channel::<u32, N>();
        let mut model = Model::default();
        for step in $steps {
            match *step {
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
                    send_many(&mut tx, numbers, expected);
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
                Step::SendInPlace(n, k) => send_in_place(&mut tx, &mut model, n, k),
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
                Step::RecvManyUntilNow(max) => {
                    let mut batch = Vec::new();
                    let max = 1 + max % (2 * N);
                    let count = model.messages.len().min(max);
                    let received = match max % 2 {
                        0 => rx.recv_many_deadline(&mut batch, max, Instant::now()),
                        _ => rx.recv_many_timeout(&mut batch, max, Duration::ZERO),
                    };
                    assert_eq!(received.unwrap_or(0), count);
                    assert!(batch.into_iter().eq(model.messages.drain(..count)));
                }
                Step::RecvAsync(n) => {
                    let polled = match n % 2 {
                        0 => poll(&mut core::pin::pin!(rx.recv_async()), Waker::noop()),
                        _ => rx.poll_recv(&mut Context::from_waker(Waker::noop())),
                    };
                    match polled {
                        Poll::Pending => assert_eq!(model.receive(), Err(TryRecvError::Empty)),
                        Poll::Ready(received) => assert_eq!(received.map_err(TryRecvError::from), model.receive()),
                    }
                }
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
                Step::RecvInPlace(n, k) => recv_in_place(&mut rx, &mut model, n, k),
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

channels! {
    spsc_of_1: spsc, 1;
    spsc_of_2: spsc, 2;
    spsc_of_8: spsc, 8;
    spsc_of_64: spsc, 64;
    spsc_of_1024: spsc, 1024;
    mpsc_of_1: mpsc, 1;
    mpsc_of_2: mpsc, 2;
    mpsc_of_8: mpsc, 8;
    mpsc_of_64: mpsc, 64;
    mpsc_of_1024: mpsc, 1024;
    pipe_of_1: pipe, 1;
    pipe_of_2: pipe, 2;
    pipe_of_8: pipe, 8;
    pipe_of_64: pipe, 64;
    pipe_of_1024: pipe, 1024;
}

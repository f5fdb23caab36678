//! Lives of a channel: it is split, used, closed, left, leaked and split again, while messages panic in their drops and
//! collections panic at what they are given. Every message is dropped exactly once, or was forgotten.

use crate::counted::{Counted, Drops};
use crate::panicking::{PanicsAfter, panics};
use crate::polling::poll;
use std::collections::VecDeque;
use std::mem::forget;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use strait::TrySendError;

/// A life ends when so many messages have been made.
const MESSAGES: usize = 96;

/// One step; the numbers are taken modulo what makes sense.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Send(u8),
    SendMany(u8),
    SendArray,
    SendInPlace(u8, u8),
    Recv(u8),
    RecvMany(u8, u8),
    RecvInPlace(u8, u8),
    Drain(u8),
    Close(bool),
    /// An end goes; `true` for the producer's.
    Leave(bool),
    /// An end is forgotten.
    Forget(bool),
    Split,
    /// The drop of a message in the ring will panic.
    SetBomb(u8),
}

impl From<[u8; 3]> for Step {
    fn from([kind, n, k]: [u8; 3]) -> Self {
        match kind % 20 {
            0..4 => Self::Send(n),
            4 => Self::SendMany(n),
            5 => Self::SendArray,
            6 | 7 => Self::SendInPlace(n, k),
            8..11 => Self::Recv(n),
            11 => Self::RecvMany(n, k),
            12 | 13 => Self::RecvInPlace(n, k),
            14 => Self::Drain(n),
            15 => Self::Close(n % 2 == 0),
            16 if k % 4 == 0 => Self::Forget(n % 2 == 0),
            16 => Self::Leave(n % 2 == 0),
            17 => Self::Split,
            _ => Self::SetBomb(n),
        }
    }
}

/// What the channel should be.
pub(super) struct Life {
    drops: Drops,
    /// How often each message that was made should have been dropped.
    expected: Vec<u32>,
    pub(super) ring: VecDeque<usize>,
    pub(super) is_closed: bool,
    bomb: Option<usize>,
}

impl Life {
    fn new() -> Self {
        Self { drops: Drops::of(MESSAGES), expected: Vec::new(), ring: VecDeque::new(), is_closed: false, bomb: None }
    }

    /// Whether so many more messages may be made.
    fn has(&self, count: usize) -> bool {
        self.expected.len() + count <= MESSAGES
    }

    /// The next message; it counts as dropped, unless it is recorded as sent or forgotten.
    pub(super) fn message(&mut self) -> Counted {
        self.expected.push(1);
        self.drops.message(self.expected.len() - 1)
    }

    /// The last message that was made is forgotten.
    pub(super) fn forgotten(&mut self) {
        *self.expected.last_mut().expect("a message was made") = 0;
    }

    /// How many messages can be sent now.
    pub(super) fn room(&self, capacity: usize) -> usize {
        if self.is_closed { 0 } else { capacity - self.ring.len() }
    }

    /// Of the last `made` messages the first `count` are in the ring.
    pub(super) fn sent(&mut self, made: usize, count: usize) {
        let first = self.expected.len() - made;
        for number in first..first + count {
            self.expected[number] = 0;
            self.ring.push_back(number);
        }
    }

    pub(super) fn refuses<V>(&self, error: &TrySendError<V>) -> bool {
        matches!(error, TrySendError::Closed(_)) == self.is_closed
    }

    /// The next message leaves the ring and is dropped.
    pub(super) fn taken(&mut self) -> Option<usize> {
        let number = self.ring.pop_front()?;
        self.expected[number] = 1;
        Some(number)
    }

    /// Lets the drop of one of the ring's messages panic.
    fn set_bomb(&mut self, n: usize) {
        if !self.ring.is_empty() {
            let number = self.ring[n % self.ring.len()];
            self.drops.set_bomb(number);
            self.bomb = Some(number);
        }
    }

    /// Drops a message that was received, where it may panic.
    pub(super) fn receive(&mut self, message: Counted) {
        assert_eq!(Some(message.number), self.taken());
        let (number, panicked) = (message.number, panics(|| drop(message)));
        assert_eq!(panicked, self.bomb == Some(number));
    }

    /// How many messages from the front are dropped before one panics, of `count`; that one is among them.
    pub(super) fn dropped_of(&self, count: usize) -> usize {
        let before = self.ring.iter().take(count).position(|&number| self.bomb == Some(number));
        before.map_or(count, |before| before + 1)
    }

    /// The consumer, or the last handle, drops what is in the ring when it leaves, up to a message that panics.
    fn cleared(&mut self, panicked: bool) {
        let dropped = self.dropped_of(self.ring.len());
        let last = (0..dropped).filter_map(|_| self.taken()).last();
        assert_eq!(panicked, self.is_bomb(last));
    }

    pub(super) fn is_bomb(&self, number: Option<usize>) -> bool {
        number.is_some() && number == self.bomb
    }

    #[track_caller]
    fn check(&self) {
        assert_eq!(self.drops.counts()[..self.expected.len()], self.expected);
    }
}

/// One channel's lives, step by step.
macro_rules! run {
    ($mode:ident, $n:literal, $steps:expr) => {{
        use super::in_place::lives::$mode::{recv_in_place, send_in_place, send_many};
        const N: usize = $n;
        let mut life = Life::new();
        let mut channel = strait::$mode::Channel::<Counted, N>::new();
        let mut steps = $steps.iter().copied().peekable();
        while steps.peek().is_some() && life.has(2 * N + 2) {
            // The split drops the messages that leaked ends left, up to one that panics.
            if life.bomb.is_some_and(|bomb| life.ring.contains(&bomb)) {
                let panicked = panics(|| drop(channel.split()));
                life.cleared(panicked);
            }
            let (tx, rx) = channel.split();
            let (mut tx, mut rx, mut is_leaked) = (Some(tx), Some(rx), false);
            life.cleared(false);
            life.is_closed = false;
            life.check();
            for step in steps.by_ref() {
                if !life.has(2 * N + 2) {
                    break;
                }
                match (step, &mut tx, &mut rx) {
                    (Step::Split, ..) => break,
                    (Step::SetBomb(n), ..) => life.set_bomb(usize::from(n)),
                    (Step::Close(true), Some(tx), _) => {
                        tx.close();
                        life.is_closed = true;
                    }
                    (Step::Close(false), _, Some(rx)) => {
                        rx.close();
                        life.is_closed = true;
                    }
                    (Step::Forget(true), Some(_), _) => {
                        forget(tx.take());
                        is_leaked = true;
                    }
                    (Step::Forget(false), _, Some(_)) => {
                        forget(rx.take());
                        is_leaked = true;
                    }
                    // The last end goes below, where what it does is checked.
                    (Step::Leave(true), Some(_), Some(_)) => {
                        drop(tx.take());
                        life.is_closed = true;
                    }
                    (Step::Leave(false), Some(_), Some(_)) => {
                        let panicked = panics(|| drop(rx.take()));
                        life.cleared(panicked);
                        life.is_closed = true;
                    }
                    (Step::Send(n), Some(tx), _) => {
                        let (message, room) = (life.message(), life.room(N));
                        let sent = match n % 3 {
                            0 => tx.try_send(message).map_err(|error| assert!(life.refuses(&error))).is_ok(),
                            1 => tx.send_timeout(message, Duration::ZERO).is_ok(),
                            _ => matches!(poll(&mut tx.send_async(message), Waker::noop()), Poll::Ready(Ok(()))),
                        };
                        assert_eq!(sent, room > 0);
                        life.sent(1, usize::from(sent));
                    }
                    (Step::SendArray, Some(tx), _) => {
                        const K: usize = if N < 2 { N } else { 2 };
                        let sent = tx.try_send_array([(); K].map(|()| life.message())).is_ok();
                        assert_eq!(sent, life.room(N) >= K);
                        life.sent(K, if sent { K } else { 0 });
                    }
                    (Step::SendMany(n), Some(tx), _) => send_many(tx, &mut life, usize::from(n)),
                    (Step::SendInPlace(n, k), Some(tx), _) => {
                        send_in_place(tx, &mut life, usize::from(n), usize::from(k));
                    }
                    (Step::Recv(n), _, Some(rx)) => {
                        let ready = |polled| match polled {
                            Poll::Ready(received) => Result::ok(received),
                            Poll::Pending => None,
                        };
                        let received = match n % 4 {
                            0 => rx.try_recv().ok(),
                            1 => rx.recv_timeout(Duration::ZERO).ok(),
                            2 => ready(poll(&mut core::pin::pin!(rx.recv_async()), Waker::noop())),
                            _ => ready(rx.poll_recv(&mut Context::from_waker(Waker::noop()))),
                        };
                        match received {
                            Some(message) => life.receive(message),
                            None => assert!(life.ring.is_empty()),
                        }
                    }
                    (Step::RecvMany(max, most), _, Some(rx)) => {
                        let (max, most) = (usize::from(max) % (N + 2), 1 + usize::from(most) % (N + 1));
                        let mut taken = PanicsAfter { taken: Vec::new(), most };
                        let there = life.ring.len().min(max);
                        assert_eq!(panics(|| rx.try_recv_many(&mut taken, max)), there >= most);
                        assert_eq!(taken.taken.len(), there.min(most));
                        taken.taken.into_iter().for_each(|message| life.receive(message));
                    }
                    (Step::Drain(n), _, Some(rx)) => {
                        let n = usize::from(n) % (N + 1);
                        let there: Vec<_> = rx.drain().take(n).collect();
                        assert_eq!(there.len(), n.min(life.ring.len()));
                        there.into_iter().for_each(|message| life.receive(message));
                    }
                    (Step::RecvInPlace(n, k), _, Some(rx)) => {
                        recv_in_place(rx, &mut life, usize::from(n), usize::from(k));
                    }
                    _ => {} // That end is not there.
                }
                if let Some(tx) = &tx {
                    assert_eq!((tx.len(), tx.is_closed()), (life.ring.len(), life.is_closed));
                }
                if let Some(rx) = &rx {
                    assert_eq!((rx.len(), rx.is_closed()), (life.ring.len(), life.is_closed));
                }
                life.check();
            }
            let has_consumer = rx.is_some();
            let panicked = panics(|| drop((tx, rx)));
            if is_leaked && !has_consumer {
                assert!(!panicked, "nobody is known to be the last");
            } else {
                life.cleared(panicked);
            }
            if panicked && has_consumer && !is_leaked {
                while life.taken().is_some() {} // The consumer has dropped what came before the panic, the channel the rest.
            }
            life.check();
        }
        life.drops.set_bomb(usize::MAX);
        drop(channel);
        while life.taken().is_some() {}
        life.check();
    }};
}

channels! {
    spsc_of_1: spsc, 1;
    spsc_of_4: spsc, 4;
    mpsc_of_1: mpsc, 1;
    mpsc_of_4: mpsc, 4;
    pipe_of_1: pipe, 1;
    pipe_of_4: pipe, 4;
}

//! One of many producers is stopped: the others go on until the ring is full, and a receive behind its claim returns
//! `Empty`.

use super::{Counting, MOMENT, STOPS, TIMES, in_place};
use crate::polling::poll;
use crate::rounds::rounds;
use crate::stopping::{WALK, stop_at_many_instants};
use crate::waking::counting;
use crate::watchdog::guarded;
use std::pin::pin;
use std::task::Waker;
use std::thread;
use strait::mpsc::{channel, quiet_channel};
use strait::{Consumer, Keeps, LoneConsumer, Mode, Mpsc, Producer, Refuses, Shared, TryRecvError, TrySendError};

/// What the other producer sends; the stopped one counts up from 0.
const OTHER: u64 = u64::MAX;

type Ends<M, const N: usize> = (Producer<'static, u64, N, M>, Consumer<'static, u64, N, M>);

/// The other producer, and the consumer of both.
struct Others<M: Refuses, const N: usize> {
    tx: Producer<'static, u64, N, M>,
    rx: Consumer<'static, u64, N, M>,
    /// The next number to come from the stopped producer.
    next: u64,
    stops: usize,
    sent: usize,
    received: usize,
    /// How often the stopped one was caught between claim and publish.
    claims_met: usize,
}

impl<M: Refuses + Keeps + LoneConsumer + Mode<Producers: Shared>, const N: usize> Others<M, N> {
    fn new(tx: Producer<'static, u64, N, M>, rx: Consumer<'static, u64, N, M>) -> Self {
        Self { tx, rx, next: 0, stops: 0, sent: 0, received: 0, claims_met: 0 }
    }

    /// Receives until there is nothing, at most what fits; returns how much came, and the error at its end.
    fn take_what_fits(&mut self) -> (usize, TryRecvError) {
        for count in 0..=N {
            match self.rx.try_recv() {
                Ok(n) => self.take(n),
                Err(error) => return (count, error),
            }
        }
        panic!("more than fits came from stopped producers");
    }

    fn take_what_there_is(&mut self) {
        for _ in 0..N {
            let Ok(n) = self.rx.try_recv() else { return };
            self.take(n);
        }
    }

    fn take(&mut self, n: u64) {
        match n {
            OTHER => self.received += 1,
            n => {
                assert_eq!(n, self.next);
                self.next += 1;
            }
        }
    }

    /// Sends until the ring is full; returns how many slots the stopped producer has claimed and not published.
    fn fill(&mut self) -> usize {
        let before = self.sent;
        while self.tx.try_send(OTHER).is_ok() {
            self.sent += 1;
            assert!(self.sent - before <= N, "more went than fits");
        }
        for _ in 0..TIMES {
            assert_eq!(self.tx.try_send(OTHER), Err(TrySendError::Full(OTHER)));
            assert_eq!(self.tx.try_send_array([OTHER]), Err(TrySendError::Full([OTHER])));
            assert_eq!(self.tx.try_send_deque(&mut [OTHER].into()), 0);
        }
        N - (self.sent - before)
    }

    /// Receives until there is nothing; returns how many slots the stopped producer has claimed and not published.
    fn claimed(&mut self) -> usize {
        assert_eq!(self.take_what_fits().1, TryRecvError::Empty);
        self.tx.len()
    }

    /// Whether the producer must still be stopped between claim and publish. Without single steps it may never be.
    fn has_met_no_claim(&self) -> bool {
        self.claims_met == 0 && WALK > 0
    }

    /// Sends and receives around what is claimed; `wait` waits at both ends.
    fn go_on(&mut self, wait: impl Fn(&mut Self)) {
        let claimed = self.claimed();
        self.claims_met += usize::from(claimed > 0);
        // Each claim of others makes the stopped one start its claim again: with one after each instruction it never
        // ended.
        self.stops += 1;
        if claimed == 0 && self.stops % 1024 != 0 {
            return;
        }
        assert_eq!(self.fill(), claimed);
        // The claimed slot comes before all that the other has sent.
        for _ in 0..TIMES {
            let there = if claimed > 0 { 0 } else { N };
            assert_eq!(self.take_what_fits(), (there, TryRecvError::Empty));
            if claimed > 0 {
                assert!(self.rx.peek().is_none());
                self.waits_and_is_not_woken();
                wait(self);
            } else {
                assert_eq!(self.fill(), 0);
            }
        }
        self.take_what_there_is();
    }

    /// A task that waits for a stopped thread sleeps: if it woke itself, it might keep that thread from its core.
    fn waits_and_is_not_woken(&mut self) {
        let (waker, wakes) = counting();
        assert!(poll(&mut self.rx.recv_async(), &waker).is_pending());
        assert!(poll(&mut self.rx.recv_many_async(&mut Vec::new(), 1), &waker).is_pending());
        assert_eq!(wakes.count(), 0);
    }

    /// In a quiet channel that is closed the task attempts again by itself: nobody wakes it when the claim is
    /// published.
    fn waits_and_is_woken(&mut self) {
        let (waker, wakes) = counting();
        assert!(poll(&mut self.rx.recv_async(), &waker).is_pending());
        assert!(wakes.count() > 0);
    }

    /// Closes, either at once or as soon as there is a claim; `wait` waits for what is claimed.
    fn close(&mut self, at_a_claim: bool, wait: impl Fn(&mut Self)) {
        if self.tx.is_closed() {
            return;
        }
        let claimed = self.claimed();
        if at_a_claim && claimed == 0 {
            return;
        }
        assert_eq!(self.fill(), claimed);
        self.tx.close();
        let expected = if claimed > 0 { TryRecvError::Empty } else { TryRecvError::Closed };
        for _ in 0..TIMES {
            assert_eq!(self.take_what_fits().1, expected);
        }
        if claimed > 0 {
            wait(self);
        }
        self.claims_met += usize::from(claimed > 0);
    }
}

impl<const N: usize> Others<Mpsc, N> {
    /// Nor do those that wait at both ends wake each other with attempts that find nothing.
    fn both_wait_and_are_not_woken(&mut self) {
        let [(receivers, received), (senders, sent)] = [counting(), counting()];
        let mut batch = [OTHER].into();
        let mut sending = pin!(self.tx.send_deque_async(&mut batch));
        assert!(poll(&mut sending, &senders).is_pending());
        assert!(poll(&mut self.rx.recv_many_async(&mut Vec::new(), 1), &receivers).is_pending());
        let mut receiving = pin!(self.rx.recv_async());
        assert!(poll(&mut receiving, &receivers).is_pending());
        assert!(poll(&mut sending, &senders).is_pending());
        assert_eq!((received.count(), sent.count()), (0, 0));
    }
}

fn count<M: Refuses + Keeps + LoneConsumer + Mode<Producers: Shared>, const N: usize>(
    Counting { tx, next, turn }: &mut Counting<Producer<'static, u64, N, M>>,
) {
    *turn += 1;
    *next += in_place::mpsc::send(tx, *next, *turn);
}

fn others_go_on<M: Refuses + Keeps + LoneConsumer + Mode<Producers: Shared>, const N: usize>(
    (tx, rx): Ends<M, N>,
    wait: fn(&mut Others<M, N>),
) {
    let mut stopped = Counting { tx: tx.clone(), next: 0, turn: 0 };
    let mut others = Others::new(tx, rx);
    while others.stops == 0 || others.has_met_no_claim() {
        (stopped, others) =
            stop_at_many_instants(rounds(STOPS), (stopped, count), others, Others::take_what_there_is, |others| {
                others.go_on(wait);
            });
    }
    others.take_what_there_is();
    assert_eq!((others.next, others.received), (stopped.next, others.sent), "everything is received, once");
}

#[test]
fn other_producers_go_on_and_the_consumer_says_empty_behind_the_claim() {
    guarded(|| {
        others_go_on(channel::<_, 1>(), Others::both_wait_and_are_not_woken);
        others_go_on(channel::<_, 8>(), Others::both_wait_and_are_not_woken);
        others_go_on(quiet_channel::<_, 2>(), |_| {});
    });
}

/// `Closed` is returned only when no claim is outstanding: not as long as the stopped producer has one.
fn closed_comes_after_the_claim<M: Refuses + Keeps + LoneConsumer + Mode<Producers: Shared>>(
    channel: fn() -> Ends<M, 8>,
    wait: fn(&mut Others<M, 8>),
) {
    let (mut round, mut has_met_no_claim) = (0, true);
    while round < rounds(2 * STOPS) || has_met_no_claim {
        let (tx, rx) = channel();
        let stopped = Counting { tx: tx.clone(), next: 0, turn: round };
        let (stopped, mut others) =
            stop_at_many_instants(1, (stopped, count), Others::new(tx, rx), Others::take_what_there_is, |others| {
                others.close(round % 4 > 0, wait);
            });
        others.tx.close();
        assert_eq!(others.take_what_fits().1, TryRecvError::Closed);
        assert_eq!((others.next, others.received), (stopped.next, others.sent));
        has_met_no_claim &= others.has_met_no_claim();
        round += 1;
    }
}

#[test]
fn closed_is_not_said_before_a_stopped_producers_claim_is_published() {
    guarded(|| {
        closed_comes_after_the_claim(channel, Others::waits_and_is_not_woken);
        closed_comes_after_the_claim(quiet_channel, Others::waits_and_is_woken);
    });
}

/// A producer that is stopped while it waits may hold the lock of the waiters' queue. A receive that makes room for
/// them may wait for that lock; a try-send never does.
#[test]
fn a_producer_stopped_while_it_waits_holds_up_no_try_send() {
    guarded(|| {
        let (tx, mut rx) = channel::<u64, 2>();
        let stopped = Counting { tx: tx.clone(), next: 0, turn: 0 };
        let wait = |Counting { tx, next, turn }: &mut Counting<strait::mpsc::Producer<u64, 2>>| {
            *turn += 1;
            *next += match *turn % 2 {
                0 => u64::from(tx.send_timeout(*next, MOMENT).is_ok()),
                _ => u64::from(poll(&mut tx.send_async(*next), Waker::noop()).is_ready()),
            };
        };
        let try_sends_return = |(tx, sent): &mut (strait::mpsc::Producer<u64, 2>, u64)| {
            *sent += (0..TIMES).filter(|_| tx.try_send(OTHER).is_ok()).count() as u64;
        };
        thread::scope(|scope| {
            let received = scope.spawn(move || {
                let (mut next, mut others) = (0, 0);
                for n in rx.iter() {
                    match n {
                        OTHER => others += 1,
                        n => {
                            assert_eq!(n, next);
                            next += 1;
                        }
                    }
                }
                (next, others)
            });
            let ends =
                stop_at_many_instants(rounds(STOPS), (stopped, wait), (tx, 0), try_sends_return, try_sends_return);
            let sent = (ends.0.next, ends.1.1);
            drop(ends);
            assert_eq!(received.join().unwrap(), sent);
        });
    });
}

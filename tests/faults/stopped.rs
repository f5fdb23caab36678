//! A thread is stopped in the middle of an operation: the other end's try-operations return all the same.
//!
//! The stopped thread continues only when all of them have returned, so none can have waited for it.

mod crowd;
mod in_place;
#[cfg(feature = "stream")]
mod notifier;

use crate::polling::poll;
use std::task::{Poll, Waker};
use std::time::Duration;
use strait::{Consumer, Keeps, LoneConsumer, RecvTimeoutError, TryRecvError};

/// How often each test stops a thread at a random instant, to continue instruction by instruction.
const STOPS: usize = 25;
/// How often a receive or a send that finds nothing is tried again: it has to return each time.
const TIMES: usize = 3;
/// A wait that may end in the middle of everything.
const MOMENT: Duration = Duration::from_micros(30);

/// A producer that counts up, by every kind of send in turn.
struct Counting<P> {
    tx: P,
    next: u64,
    turn: usize,
}

/// A consumer that knows what comes next.
struct Expecting<C> {
    rx: C,
    next: u64,
    turn: usize,
}

impl<M: Keeps + LoneConsumer, const N: usize> Expecting<Consumer<'_, u64, N, M>> {
    #[track_caller]
    fn expect(next: &mut u64, received: impl IntoIterator<Item = u64>) {
        for n in received {
            assert_eq!(n, *next);
            *next += 1;
        }
    }

    /// Receives by every kind of receive in turn.
    fn receive(&mut self) {
        self.turn += 1;
        let Self { rx, next, turn } = self;
        match *turn % 7 {
            0 => Self::expect(next, rx.try_recv()),
            1 => {
                let mut batch = Vec::new();
                rx.try_recv_many(&mut batch, 3);
                Self::expect(next, batch);
            }
            2 => Self::expect(next, rx.drain().take(2)),
            3 => Self::expect(next, rx.recv_timeout(MOMENT)),
            4 => match poll(&mut rx.recv_async(), Waker::noop()) {
                Poll::Ready(received) => Self::expect(next, received),
                Poll::Pending => {}
            },
            5 => assert!(rx.peek().is_none_or(|n| n == next)),
            _ => Self::expect(next, rx.recv()),
        }
    }

    /// Takes what is there now, and no more than fits.
    fn take_all(&mut self) {
        let there = self.rx.drain();
        Self::expect(&mut self.next, there);
    }

    /// With the producer stopped, no more comes than was there, and every receive returns.
    fn receives_return(&mut self) {
        let first = self.next;
        while let Ok(n) = self.rx.try_recv() {
            Self::expect(&mut self.next, [n]);
            assert!(self.next - first <= N as u64, "more than fits came from a stopped producer");
        }
        let rx = &mut self.rx;
        for _ in 0..TIMES {
            assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
            assert_eq!(rx.try_recv_many(&mut Vec::new(), N), 0);
            assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
            assert_eq!(rx.drain().count(), 0);
            assert!(rx.peek().is_none() && rx.is_empty() && !rx.is_closed());
            assert!(poll(&mut rx.recv_async(), Waker::noop()).is_pending());
        }
    }
}

/// Tests of one mode's channels.
macro_rules! stopped {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use crate::rounds::rounds;
                use crate::stopping::stop_at_many_instants;
                use crate::watchdog::guarded;
                use super::in_place::$mode as in_place;
                use super::{Counting, Duration, Expecting, STOPS, TIMES};
                use strait::$mode::{Producer, channel};
                use strait::{Capacity, PowerOfTwo, TrySendError};

                type Sender<const N: usize> = Counting<Producer<u64, N>>;

                fn stopped_producer<const N: usize>()
                where
                    Capacity<N>: PowerOfTwo,
                {
                    let (tx, rx) = channel::<u64, N>();
                    let producer = Counting { tx, next: 0, turn: 0 };
                    let consumer = Expecting { rx, next: 0, turn: 0 };
                    let (producer, mut consumer) = stop_at_many_instants(
                        rounds(STOPS),
                        (producer, |Counting { tx, next, turn }: &mut Sender<N>| {
                            *turn += 1;
                            *next += in_place::send(tx, *next, *turn);
                        }),
                        consumer,
                        Expecting::take_all,
                        |consumer| {
                            consumer.receives_return();
                            in_place::receives_return(&mut consumer.rx);
                        },
                    );
                    consumer.take_all();
                    assert_eq!(consumer.next, producer.next, "everything that was sent is received");
                }

                #[test]
                fn a_stopped_producer_holds_up_no_receive() {
                    guarded(|| {
                        stopped_producer::<1>();
                        stopped_producer::<8>();
                    });
                }

                /// With the consumer stopped, no more goes than fits, and every send returns.
                fn sends_return<const N: usize>(Counting { tx, next, .. }: &mut Sender<N>) {
                    let first = *next;
                    while tx.try_send(*next).is_ok() {
                        *next += 1;
                        assert!(*next - first <= N as u64, "more went than fits");
                    }
                    for _ in 0..TIMES {
                        assert_eq!(tx.try_send(*next), Err(TrySendError::Full(*next)));
                        assert_eq!(tx.try_send_array([*next]), Err(TrySendError::Full([*next])));
                        assert!(tx.send_timeout(*next, Duration::ZERO).is_err());
                        assert_eq!((tx.len(), tx.is_full(), tx.is_closed()), (N, true, false));
                        in_place::sends_return(tx);
                    }
                }

                fn stopped_consumer<const N: usize>()
                where
                    Capacity<N>: PowerOfTwo,
                {
                    let (tx, rx) = channel::<u64, N>();
                    let producer = Counting { tx, next: 0, turn: 0 };
                    let consumer = Expecting { rx, next: 0, turn: 0 };
                    let (mut consumer, producer) = stop_at_many_instants(
                        rounds(STOPS),
                        (consumer, |consumer: &mut Expecting<_>| {
                            consumer.receive();
                            in_place::receive(&mut consumer.rx, &mut consumer.next);
                        }),
                        producer,
                        |Counting { tx, next, .. }| *next += u64::from(tx.try_send(*next).is_ok()),
                        sends_return,
                    );
                    consumer.take_all();
                    assert_eq!(consumer.next, producer.next, "everything that was sent is received");
                }

                #[test]
                fn a_stopped_consumer_holds_up_no_send() {
                    guarded(|| {
                        stopped_consumer::<1>();
                        stopped_consumer::<8>();
                    });
                }
            }
        )*
    };
}

stopped! { spsc mpsc pipe }

//! Code of the caller's that panics in the middle of an operation: what was passed before the panic counts, nothing is
//! doubled, and the channel works on with the same handles. `tests/drops.rs` has the drops of messages and the
//! iterators of lone producers.

mod closing;
mod waiting_again;
mod wakers;

use crate::counted::{Counted, Drops};
use crate::panicking::{PanicsAfter, panics};
use crate::polling::poll;
use crate::waking::counting;
use std::panic::resume_unwind;
use std::pin::pin;
use std::task::Waker;
use std::time::{Duration, Instant};

const N: usize = 4;

/// Tests of one mode's channels.
macro_rules! panics {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            mod $mode {
                use super::*;
                use strait::$mode::{Consumer, Producer, channel};

                /// A full ring with messages 0 and up.
                fn full(drops: &Drops) -> (Producer<Counted, N>, Consumer<Counted, N>) {
                    let (tx, rx) = channel();
                    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    (tx, rx)
                }

                /// Checks that every slot works, and that a wake-up in either direction comes.
                pub(super) fn works(tx: &mut Producer<Counted, N>, rx: &mut Consumer<Counted, N>) {
                    let drops = Drops::of(N + 1);
                    rx.drain().for_each(drop);
                    let (waker, wakes) = counting();
                    {
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &waker).is_pending());
                        (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                        assert_eq!(wakes.count(), 1, "a message wakes");
                        assert!(poll(&mut receiving, &waker).is_ready());
                    }
                    assert!(tx.try_send(drops.message(0)).is_ok());
                    let mut sending = tx.send_async(drops.message(N));
                    assert!(poll(&mut sending, &waker).is_pending());
                    assert!(rx.drain().map(|message| message.number).eq([1, 2, 3, 0]));
                    assert_eq!(wakes.count(), 2, "room wakes");
                    assert!(poll(&mut sending, &waker).is_ready());
                    assert_eq!(rx.drain().count(), 1);
                }

                /// A collection panics at each message in turn, by each kind of receive; the producer is woken all the
                /// same.
                fn a_collection_panics(
                    receive: impl Fn(&mut Consumer<Counted, N>, &mut PanicsAfter),
                ) {
                    for most in 1..=N {
                        let drops = Drops::of(N + 1);
                        let (mut tx, mut rx) = full(&drops);
                        let (waker, wakes) = counting();
                        let mut taken = PanicsAfter { taken: Vec::new(), most };
                        {
                            let mut sending = tx.send_async(drops.message(N));
                            assert!(poll(&mut sending, &waker).is_pending());
                            assert!(panics(|| receive(&mut rx, &mut taken)));
                            assert_eq!(wakes.count(), 1, "room wakes, panic or not");
                            assert!(poll(&mut sending, &waker).is_ready());
                        }
                        assert!(taken.taken.iter().map(|message| message.number).eq(0..most));
                        assert!(rx.drain().map(|message| message.number).eq(most..=N));
                        drop(taken);
                        drops.assert_each_once();
                        works(&mut tx, &mut rx);
                    }
                }

                #[test]
                fn a_collection_that_panics_in_any_kind_of_receive_keeps_what_it_took() {
                    a_collection_panics(|rx, taken| {
                        rx.try_recv_many(taken, N);
                    });
                    a_collection_panics(|rx, taken| {
                        let _ = rx.recv_many(taken, N);
                    });
                    a_collection_panics(|rx, taken| {
                        let _ = rx.recv_many_timeout(taken, N, Duration::from_secs(3600));
                    });
                    a_collection_panics(|rx, taken| {
                        let _ = rx.recv_many_deadline(taken, N, Instant::now() + Duration::from_secs(3600));
                    });
                    a_collection_panics(|rx, taken| {
                        let _ = poll(&mut pin!(rx.recv_many_async(taken, N)), Waker::noop());
                    });
                }

                /// A collection that asks how many messages are left, and asks for more after the end.
                #[test]
                fn a_collection_that_asks_again_after_the_end_is_given_nothing_twice() {
                    struct Insistent {
                        taken: Vec<Counted>,
                        there: usize,
                    }

                    impl Extend<Counted> for Insistent {
                        fn extend<I: IntoIterator<Item = Counted>>(&mut self, messages: I) {
                            let mut messages = messages.into_iter();
                            for _ in 0..self.there + 3 {
                                let left = self.there - self.taken.len();
                                let (least, most) = messages.size_hint();
                                assert!(least <= left && most.is_none_or(|most| left <= most));
                                self.taken.extend(messages.next());
                            }
                        }
                    }

                    for there in 0..=N {
                        let drops = Drops::of(there);
                        let (mut tx, mut rx) = channel::<Counted, N>();
                        (0..there).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                        let mut insistent = Insistent { taken: Vec::new(), there };
                        assert_eq!(rx.try_recv_many(&mut insistent, N), there);
                        assert!(insistent.taken.iter().map(|message| message.number).eq(0..there));
                        drop(insistent);
                        drops.assert_each_once();
                        works(&mut tx, &mut rx);
                    }
                }

                /// A closure over messages panics at each of them in turn.
                #[test]
                fn a_closure_that_panics_has_received_what_it_was_given() {
                    for at in 0..N {
                        let panic_at = |message: Counted| {
                            if message.number == at {
                                resume_unwind(Box::new("a closure that panics"));
                            }
                        };
                        let drops = Drops::of(N);
                        let (mut tx, mut rx) = full(&drops);
                        assert!(panics(|| rx.drain().for_each(panic_at)));
                        assert!(rx.drain().map(|message| message.number).eq(at + 1..N));
                        drops.assert_each_once();
                        works(&mut tx, &mut rx);

                        let drops = Drops::of(N);
                        let (mut tx, mut rx) = full(&drops);
                        assert!(panics(|| rx.iter().for_each(panic_at)));
                        assert!(rx.drain().map(|message| message.number).eq(at + 1..N));
                        drops.assert_each_once();
                        works(&mut tx, &mut rx);

                        let drops = Drops::of(N);
                        let (tx, rx) = full(&drops);
                        assert!(panics(|| rx.into_iter().for_each(panic_at)));
                        assert!(tx.is_closed(), "the consumer went with its iterator");
                        drop(tx);
                        drops.assert_each_once();
                    }
                }

                /// The message that a future owns panics in its drop.
                #[test]
                fn a_future_whose_message_panics_in_its_drop_leaves_its_place() {
                    let drops = Drops::of(N + 4);
                    let (mut tx, mut rx) = full(&drops);
                    drops.set_bomb(N);
                    assert!(panics(|| drop(tx.send_async(drops.message(N)))));
                    let mut sending = tx.send_async(drops.message(N + 1));
                    assert!(poll(&mut sending, Waker::noop()).is_pending());
                    drops.set_bomb(N + 1);
                    assert!(panics(|| drop(sending)));
                    let mut sending = tx.send_array_async([drops.message(N + 2), drops.message(N + 3)]);
                    assert!(poll(&mut sending, Waker::noop()).is_pending());
                    drops.set_bomb(N + 2);
                    assert!(panics(|| drop(sending)));
                    assert!(rx.drain().map(|message| message.number).eq(0..N));
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }
            }
        )*
    };
}

panics! { spsc mpsc pipe }

/// What only a lone producer has: iterators and permits.
macro_rules! lone_panics {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use super::super::$mode::works;
                use super::super::{Drops, N, Waker, panics, pin, poll, resume_unwind};
                use crate::counted::Counted;
                use crate::panicking::numbers_that_panic_at;
                use strait::$mode::channel;

                #[test]
                fn an_iterator_that_panics_in_a_poll_has_sent_what_it_gave_before() {
                    for at in 0..N {
                        let drops = Drops::of(N);
                        let (mut tx, mut rx) = channel::<Counted, N>();
                        let numbers = numbers_that_panic_at(&drops, at);
                        assert!(panics(|| poll(&mut pin!(tx.send_many_async(numbers)), Waker::noop())));
                        assert!(rx.drain().map(|message| message.number).eq(0..at));
                        assert!(drops.counts()[..at].iter().all(|&count| count == 1));
                        works(&mut tx, &mut rx);
                    }
                }

                /// An iterator whose every part but `next` panics.
                struct Unmeasurable;

                impl Iterator for Unmeasurable {
                    type Item = Counted;

                    fn next(&mut self) -> Option<Counted> {
                        None
                    }

                    fn size_hint(&self) -> (usize, Option<usize>) {
                        resume_unwind(Box::new("a hint that panics"))
                    }
                }

                #[test]
                fn a_hint_that_panics_sends_nothing() {
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    assert!(panics(|| tx.try_send_many(&mut Unmeasurable)));
                    assert!(panics(|| tx.send_many(Unmeasurable)));
                    assert!(rx.is_empty());
                    works(&mut tx, &mut rx);
                }
            }
        )*
    };
}

mod lone {
    lone_panics! { spsc pipe }
}

#[test]
fn a_closure_over_a_chunk_that_panics_has_received_what_it_was_given() {
    for at in 0..N {
        let drops = Drops::of(N);
        let (mut tx, mut rx) = strait::pipe::channel::<Counted, N>();
        (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
        let chunk = rx.read_chunk(N).unwrap();
        assert!(panics(|| chunk.into_iter().for_each(|message| {
            if message.number == at {
                resume_unwind(Box::new("a closure that panics"));
            }
        })));
        assert!(rx.drain().map(|message| message.number).eq(at + 1..N));
        drops.assert_each_once();
        pipe::works(&mut tx, &mut rx);
    }
}

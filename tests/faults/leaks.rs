//! Everything that may be forgotten is forgotten: nothing is received or dropped twice, the handles work on, and the
//! channel can be split again.
#![allow(clippy::forget_non_drop, reason = "that a type has no drop is how some of these leaks are harmless")]

use crate::counted::{Counted, Drops};
use crate::polling::poll;
use crate::waking::counting;
use std::mem::forget;
use std::sync::Arc;
use std::task::Waker;
use strait::{Consumer, Producer, Refuses};

const N: usize = 4;
/// More than any leak here makes.
const MESSAGES: usize = 256;

/// Messages with numbers that nobody else has.
struct Fresh {
    drops: Drops,
    next: usize,
    /// What is lost with what is forgotten, at most.
    lost: usize,
}

impl Fresh {
    fn message(&mut self) -> Counted {
        self.next += 1;
        self.drops.message(self.next - 1)
    }

    /// A message that is forgotten with what holds it.
    fn lost(&mut self) -> Counted {
        self.lost += 1;
        self.message()
    }

    #[track_caller]
    fn assert_the_others_are_dropped_once(&self) {
        self.drops.assert_none_twice();
        let dropped = self.drops.counts().iter().sum::<u32>() as usize;
        assert!(dropped + self.lost >= self.next, "{dropped} dropped, {} lost, {} made", self.lost, self.next);
    }
}

/// Makes a test of each leak, at every fill of the ring, in one mode.
macro_rules! leaks {
    ($mode:ident: $($name:ident($tx:ident, $rx:ident, $fresh:ident) $leak:block)*) => {
        $(
            #[test]
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            fn $name() {
                crate::watchdog::guarded(|| {
                    let mut fresh = Fresh { drops: Drops::of(MESSAGES), next: 0, lost: 0 };
                    let mut channel = strait::$mode::Channel::<Counted, N>::new();
                    for fill in 0..=N {
                        for handles_too in [false, true] {
                            {
                                let (mut tx, mut rx) = channel.split();
                                (0..fill).for_each(|_| assert!(tx.try_send(fresh.message()).is_ok()));
                                {
                                    let ($tx, $rx, $fresh) = (&mut tx, &mut rx, &mut fresh);
                                    $leak
                                }
                                // The same handles work on.
                                rx.drain().for_each(drop);
                                for _ in 0..2 {
                                    (0..N).for_each(|_| assert!(tx.try_send(fresh.message()).is_ok()));
                                    assert!(tx.try_send(fresh.message()).is_err());
                                    assert_eq!(rx.drain().count(), N);
                                }
                                fresh.assert_the_others_are_dropped_once();
                                if handles_too {
                                    assert!(tx.try_send(fresh.message()).is_ok());
                                    forget((tx, rx));
                                }
                            }
                            // So does the channel, and those that wait are woken.
                            let (mut tx, mut rx) = channel.split();
                            rx.drain().for_each(drop);
                            let (waker, wakes) = counting();
                            {
                                let mut receiving = std::pin::pin!(rx.recv_async());
                                assert!(poll(&mut receiving, &waker).is_pending());
                                (0..N).for_each(|_| assert!(tx.try_send(fresh.message()).is_ok()));
                                assert_eq!(wakes.count(), 1, "a message wakes");
                            }
                            let mut sending = tx.send_async(fresh.message());
                            assert!(poll(&mut sending, &waker).is_pending());
                            assert_eq!(rx.drain().count(), N);
                            assert_eq!(wakes.count(), 2, "room wakes");
                        }
                    }
                    drop(channel);
                    fresh.assert_the_others_are_dropped_once();
                });
            }
        )*
    };
}

/// Polls once and forgets.
macro_rules! forget_polled {
    ($future:expr) => {{
        let mut future = Box::pin($future);
        let _ = poll(&mut future, Waker::noop());
        forget(future);
    }};
}

type Ends<M, const N: usize> = (Producer<'static, Counted, N, M>, Consumer<'static, Counted, N, M>);

/// A handle of a channel on the heap that is forgotten, itself or in an iterator, leaks the channel and nothing else.
fn forget_handles<M: Refuses>(four: fn() -> Ends<M, N>, one: fn() -> Ends<M, 1>) {
    let drops = Drops::of(4);
    let (tx, rx) = four();
    (0..4).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
    forget(tx);
    let mut iterating = rx.into_iter();
    assert!((0..4).all(|number| iterating.next().is_some_and(|message| message.number == number)));
    drop(iterating);
    drops.assert_each_once();

    let drops = Drops::of(2);
    let (tx, rx) = one();
    assert!(tx.try_send(drops.message(0)).is_ok());
    forget(rx.into_iter());
    assert!(tx.try_send(drops.message(1)).is_err(), "the consumer is not known to be gone");
    drop(tx);
    assert_eq!(drops.counts(), [0, 1]);
}

/// What every mode has.
macro_rules! leaks_of_every_mode {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use super::*;

                leaks! { $mode:
                    a_send(tx, rx, fresh) {
                        let _ = rx.peek();
                        forget_polled!(tx.send_async(fresh.lost()));
                    }
                    a_send_before_its_first_poll(tx, rx, fresh) {
                        let _ = rx.peek();
                        forget(tx.send_async(fresh.lost()));
                    }
                    an_array(tx, rx, fresh) {
                        let _ = rx.peek();
                        forget_polled!(tx.send_array_async([fresh.lost(), fresh.lost(), fresh.lost()]));
                    }
                    a_receive(tx, rx, fresh) {
                        forget_polled!(rx.recv_async());
                        let _ = tx.try_send(fresh.message());
                    }
                    a_receive_of_many(tx, rx, fresh) {
                        let mut batch = Vec::new();
                        forget_polled!(rx.recv_many_async(&mut batch, 3));
                        let _ = tx.try_send(fresh.message());
                    }
                    a_drain_half_way(tx, rx, fresh) {
                        let mut draining = rx.drain();
                        drop((draining.next(), draining.next()));
                        forget(draining);
                        let _ = tx.try_send(fresh.message());
                    }
                    an_iterator(tx, rx, fresh) {
                        assert!(tx.try_send(fresh.message()).is_ok() || tx.is_full());
                        let mut iterating = rx.iter();
                        drop(iterating.next());
                        forget(iterating);
                    }
                }

                /// The waker of a future that was forgotten with both handles is not kept beyond the next split.
                #[test]
                #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
                fn a_waker() {
                    let mut channel = strait::$mode::Channel::<u8, 1>::new();
                    let (receiver, received) = counting();
                    {
                        let (tx, mut rx) = channel.split();
                        let mut receiving = Box::pin(rx.recv_async());
                        assert!(poll(&mut receiving, &receiver).is_pending());
                        forget(receiving);
                        forget((tx, rx));
                    }
                    let (sender, sent) = counting();
                    {
                        let (mut tx, rx) = channel.split();
                        tx.try_send(0).unwrap();
                        let mut sending = Box::pin(tx.send_async(1));
                        assert!(poll(&mut sending, &sender).is_pending());
                        forget(sending);
                        forget((tx, rx));
                    }
                    drop((receiver, sender));
                    let _handles = channel.split();
                    assert_eq!((Arc::strong_count(&received), Arc::strong_count(&sent)), (1, 1));
                }

                #[test]
                fn handles() {
                    forget_handles(strait::$mode::channel, strait::$mode::channel);
                    forget_handles(strait::$mode::quiet_channel, strait::$mode::quiet_channel);
                }
            }
        )*
    };
}

leaks_of_every_mode! { spsc mpsc pipe }

/// What only a lone producer has.
macro_rules! leaks_of_a_lone_producer {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use super::super::*;

                leaks! { $mode:
                    a_permit(tx, rx, fresh) {
                        let _ = (rx.peek(), &fresh);
                        forget(tx.try_reserve());
                        forget(tx.try_reserve());
                    }
                    a_reservation(tx, rx, fresh) {
                        let _ = (rx.peek(), &fresh);
                        forget_polled!(tx.reserve_async());
                    }
                    a_batch(tx, rx, fresh) {
                        let _ = rx.peek();
                        let mut batch = vec![fresh.message(), fresh.message(), fresh.message()].into_iter();
                        forget_polled!(tx.send_many_async(&mut batch));
                    }
                }
            }
        )*
    };
}

mod lone {
    leaks_of_a_lone_producer! { spsc pipe }
}

mod many {
    use super::*;

    leaks! { mpsc:
        a_clone(tx, rx, fresh) {
            let _ = rx.peek();
            let another = tx.clone();
            let _ = another.try_send(fresh.message());
            forget(another);
        }
        a_batch(tx, rx, fresh) {
            let _ = rx.peek();
            let mut batch = [fresh.message(), fresh.message(), fresh.message()].into();
            forget_polled!(tx.send_deque_async(&mut batch));
        }
        two_waiting_sends(tx, rx, fresh) {
            let _ = rx.peek();
            forget_polled!(tx.send_async(fresh.lost()));
            forget_polled!(tx.send_async(fresh.lost()));
        }
    }

    /// The wakers of several senders that were forgotten with all handles are not kept beyond the next split.
    #[test]
    fn all_wakers_of_waiting_sends() {
        let mut channel = strait::mpsc::Channel::<u8, 1>::new();
        let wakers: [_; 3] = std::array::from_fn(|_| counting());
        {
            let (tx, rx) = channel.split();
            tx.try_send(0).unwrap();
            for (waker, _) in &wakers {
                let mut sending = Box::pin(tx.send_async(1));
                assert!(poll(&mut sending, waker).is_pending());
                forget(sending);
            }
            forget((tx, rx));
        }
        let wakes = wakers.map(|(_, wakes)| wakes);
        let _handles = channel.split();
        assert_eq!(wakes.map(|wakes| Arc::strong_count(&wakes)), [1; 3]);
    }
}

mod chunks {
    use super::*;
    use core::mem::MaybeUninit;

    leaks! { pipe:
        a_written_chunk(tx, rx, fresh) {
            let _ = rx.peek();
            if let Ok(mut chunk) = tx.write_chunk(2) {
                let first: &mut [MaybeUninit<Counted>] = chunk.as_mut_slices().0;
                first[0].write(fresh.lost());
                forget(chunk);
            }
        }
        a_chunk_that_was_read(tx, rx, fresh) {
            forget(rx.read_chunk(3));
            let _ = tx.try_send(fresh.message());
        }
        an_iterator_over_a_chunk(tx, rx, fresh) {
            if let Ok(chunk) = rx.read_chunk(3) {
                let mut iterating = chunk.into_iter();
                drop(iterating.next());
                forget(iterating);
            }
            let _ = tx.try_send(fresh.message());
        }
    }
}

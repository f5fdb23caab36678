//! Every message is dropped exactly once, whichever end goes last; where user code panics it may leak, never double.
#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "drops/chunks.rs"]
mod chunks;
#[path = "support/counted.rs"]
mod counted;
#[path = "support/panicking.rs"]
mod panicking;
#[path = "support/watchdog.rs"]
mod watchdog;

use counted::{Counted, Drops};
use panicking::{numbers_that_panic_at, panics};
use strait::{Consumer, Producer, Refuses};

const N: usize = 8;

/// Sends `left` messages behind `received` ones that have come and gone.
fn use_channel<M: Refuses>(
    tx: &Producer<'_, Counted, N, M>,
    rx: &Consumer<'_, Counted, N, M>,
    drops: &Drops,
    received: usize,
    left: usize,
) {
    for number in 0..received {
        assert!(tx.try_send(drops.message(number)).is_ok());
        assert!(rx.try_recv().is_ok());
    }
    for number in received..received + left {
        assert!(tx.try_send(drops.message(number)).is_ok());
    }
}

/// Every mode's channels under one name, those of the quiet modes too.
mod modes {
    macro_rules! quiet {
        ($($quiet:ident: $mode:ident;)*) => {
            $(pub(crate) mod $quiet {
                pub(crate) use strait::$mode::{QuietChannel as Channel, quiet_channel as channel};
            })*
        };
    }

    quiet! { quiet_spsc: spsc; quiet_mpsc: mpsc; quiet_pipe: pipe; }
    pub(crate) use strait::{mpsc, pipe, spsc};
}

/// Tests of one mode's channels.
macro_rules! drops {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use super::modes::$mode::{Channel, channel};
                use super::{Counted, Drops, N, panics, use_channel};
                use std::mem;

                /// Every head, every fill, both orders of leaving.
                fn ways_to_leave() -> impl Iterator<Item = (usize, usize, bool)> {
                    let of_head = |received| (0..=N).flat_map(move |left| [false, true].map(|last| (received, left, last)));
                    (0..=N).flat_map(of_head)
                }

                #[test]
                fn owned_whichever_end_goes_last() {
                    for (received, left, consumer_last) in ways_to_leave() {
                        let drops = Drops::of(received + left);
                        let (tx, rx) = channel::<Counted, N>();
                        use_channel(&tx, &rx, &drops, received, left);
                        if consumer_last {
                            drop(tx);
                            assert_eq!(drops.counts().iter().sum::<u32>() as usize, received);
                            drop(rx);
                        } else {
                            drop(rx);
                            drops.assert_each_once(); // The consumer drops what is left, then and there.
                            drop(tx);
                        }
                        drops.assert_each_once();
                    }
                }

                #[test]
                fn borrowed_when_both_ends_are_gone() {
                    let mut channel = Channel::<Counted, N>::new();
                    for (received, left, consumer_last) in ways_to_leave() {
                        let drops = Drops::of(received + left);
                        {
                            let (tx, rx) = channel.split();
                            use_channel(&tx, &rx, &drops, received, left);
                            if consumer_last { drop(tx) } else { drop(rx) }
                        }
                        drops.assert_each_once();
                    }
                }

                #[test]
                fn static_when_both_ends_are_gone() {
                    static CHANNEL: Channel<Counted, N> = Channel::new();
                    for (received, left, consumer_last) in ways_to_leave() {
                        let drops = Drops::of(received + left);
                        {
                            let (tx, rx) = CHANNEL.try_split().unwrap();
                            use_channel(&tx, &rx, &drops, received, left);
                            if consumer_last { drop(tx) } else { drop(rx) }
                        }
                        drops.assert_each_once();
                    }
                }

                #[test]
                fn what_leaked_handles_left_is_dropped_at_the_next_split() {
                    for (received, left, _) in ways_to_leave() {
                        let drops = Drops::of(received + left);
                        let mut channel = Channel::<Counted, N>::new();
                        {
                            let (tx, rx) = channel.split();
                            use_channel(&tx, &rx, &drops, received, left);
                            mem::forget((tx, rx));
                        }
                        drops.assert_none_twice();
                        let (tx, mut rx) = channel.split();
                        assert!(rx.drain().count() + drops.counts().iter().sum::<u32>() as usize >= received + left);
                        drop((tx, rx));
                        drops.assert_each_once();
                    }
                }

                #[test]
                fn what_leaked_handles_left_is_dropped_with_the_channel() {
                    let drops = Drops::of(5);
                    let mut channel = Channel::<Counted, N>::new();
                    {
                        let (tx, rx) = channel.split();
                        use_channel(&tx, &rx, &drops, 2, 3);
                        mem::forget((tx, rx));
                    }
                    drop(channel);
                    drops.assert_each_once();
                }

                #[test]
                fn a_message_that_was_refused_is_dropped_once() {
                    let drops = Drops::of(N + 3);
                    let (tx, rx) = channel::<Counted, N>();
                    use_channel(&tx, &rx, &drops, 0, N);
                    drop(tx.try_send(drops.message(N)));
                    drop(tx.try_send_array([drops.message(N + 1)]));
                    rx.close();
                    drop(tx.try_send(drops.message(N + 2)));
                    assert_eq!(drops.counts()[N..], [1; 3]);
                    drop((tx, rx));
                    drops.assert_each_once();
                }

                #[test]
                fn a_drop_that_panics_while_the_ring_is_freed_doubles_nothing() {
                    for bomb in 0..N {
                        let drops = Drops::of(N);
                        let (tx, rx) = channel::<Counted, N>();
                        use_channel(&tx, &rx, &drops, 0, N);
                        drop(tx);
                        drops.set_bomb(bomb);
                        assert!(panics(|| drop(rx)));
                        drops.assert_none_twice();
                        assert_eq!(drops.counts()[bomb], 1);
                    }
                }

                #[test]
                fn a_drop_that_panics_while_a_borrowed_ring_is_cleared_leaves_it_usable() {
                    let mut channel = Channel::<Counted, N>::new();
                    for bomb in 0..N {
                        let drops = Drops::of(N);
                        let left = panics(|| {
                            let (tx, rx) = channel.split();
                            use_channel(&tx, &rx, &drops, 0, N);
                            drop(tx);
                            drops.set_bomb(bomb);
                            drop(rx);
                        });
                        assert!(left);
                        drops.assert_none_twice();
                        let (tx, mut rx) = channel.split();
                        drops.assert_each_once();
                        let more = Drops::of(N);
                        use_channel(&tx, &rx, &more, 0, N);
                        assert_eq!(rx.drain().count(), N);
                    }
                }
            }
        )*
    };
}

drops! { spsc mpsc pipe quiet_spsc quiet_mpsc quiet_pipe }

/// Tests of the channels whose producers wait.
macro_rules! drops_of_what_waits {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use crate::watchdog::guarded;
                use crate::{Counted, Drops, N, use_channel};
                use std::thread;
                use strait::$mode::channel;

                #[test]
                fn a_message_that_would_have_waited_is_dropped_once() {
                    let drops = Drops::of(N + 2);
                    #[allow(unused_mut, reason = "an `mpsc` producer's futures borrow it shared")]
                    let (mut tx, rx) = channel::<Counted, N>();
                    use_channel(&tx, &rx, &drops, 0, N);
                    rx.close();
                    drop(tx.send(drops.message(N)));
                    drop(tx.send_async(drops.message(N + 1)));
                    assert_eq!(drops.counts()[N..], [1; 2]);
                    drop((tx, rx));
                    drops.assert_each_once();
                }

                /// Each message is refused, received or dropped with the ring.
                #[test]
                fn sends_that_race_with_the_consumers_drop() {
                    guarded(|| {
                        for round in 0..300 {
                            let drops = Drops::of(N * 4);
                            let (tx, rx) = channel::<Counted, N>();
                            thread::scope(|scope| {
                                let messages = &drops;
                                scope.spawn(move || {
                                    for number in 0..N * 4 {
                                        drop(tx.send(messages.message(number)));
                                    }
                                });
                                for _ in 0..round % 20 {
                                    drop(rx.recv());
                                }
                                drop(rx);
                            });
                            drops.assert_each_once();
                        }
                    });
                }
            }
        )*
    };
}

mod that_wait {
    drops_of_what_waits! { spsc mpsc pipe }
}

/// Operations of lone producers and of pipes in which user code can panic, or which drop messages themselves.
macro_rules! lone_drops {
    ($($mode:ident)*) => {
        $(
            mod $mode {
                use crate::{Counted, Drops, numbers_that_panic_at, panics};
                use strait::$mode::channel;

                const N: usize = 64;

                #[test]
                fn an_iterator_that_panics_has_sent_what_it_gave_before() {
                    for at in 0..=N {
                        let drops = Drops::of(N);
                        let (mut tx, mut rx) = channel::<Counted, N>();
                        let mut messages = numbers_that_panic_at(&drops, at);
                        let panicked = panics(|| tx.try_send_many(&mut messages));
                        assert_eq!(panicked, at < N);
                        assert_eq!((tx.len(), rx.len()), (at, at));
                        assert!(rx.drain().map(|message| message.number).eq(0..at));
                        assert!(panics(|| tx.send_many(numbers_that_panic_at(&Drops::of(3), 3))));
                        assert_eq!(rx.drain().count(), 3, "the channel works on");
                        assert!(drops.counts()[..at].iter().all(|&count| count == 1));
                    }
                }

                #[test]
                fn a_permit_for_a_consumer_that_is_gone_drops_its_message_with_the_ring() {
                    let drops = Drops::of(1);
                    let (mut tx, rx) = channel::<Counted, 2>();
                    let permit = tx.try_reserve().unwrap();
                    drop(rx);
                    permit.send(drops.message(0));
                    assert_eq!(drops.counts(), [0]);
                    drop(tx);
                    drops.assert_each_once();
                }
            }
        )*
    };
}

mod lone {
    lone_drops! { spsc pipe }
}

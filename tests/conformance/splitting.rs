//! Splitting again: after both ends are gone, after a close, after handles, permits and futures were leaked.

/// Tests of one mode's channels.
macro_rules! splitting {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
            mod $mode {
                use crate::polling::poll;
                use crate::waking::counting;
                use crate::watchdog::guarded;
                use std::task::Waker;
                use std::{mem, thread};
                use strait::$mode::{Channel, ConsumerRef, ProducerRef};
                use strait::{Capacity, PowerOfTwo, TryRecvError, TrySendError};

                /// Whether all of a channel works: every place, over two laps, and both ways of waiting.
                fn works<const N: usize>(channel: &mut Channel<u32, N>) {
                    let (mut tx, mut rx) = channel.split();
                    assert!(!tx.is_closed() && !rx.is_closed() && rx.is_empty() && tx.is_empty());
                    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
                    for _ in 0..2 {
                        (0..N as u32).for_each(|n| tx.try_send(n).unwrap());
                        assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
                        assert!(rx.drain().eq(0..N as u32));
                    }
                    wakes_both_ways(&mut tx, &mut rx);
                    thread::scope(|scope| {
                        scope.spawn(move || (0..200).for_each(|n| tx.send(n).unwrap()));
                        assert!(rx.iter().eq(0..200));
                    });
                }

                fn wakes_both_ways<const N: usize>(tx: &mut ProducerRef<u32, N>, rx: &mut ConsumerRef<u32, N>) {
                    let (waker, wakes) = counting();
                    let mut receiving = rx.recv_async();
                    assert!(poll(&mut receiving, &waker).is_pending());
                    while tx.try_send(7).is_ok() {}
                    assert_eq!(wakes.count(), 1, "a message wakes");
                    drop(receiving);
                    let mut sending = tx.send_async(7);
                    assert!(poll(&mut sending, &waker).is_pending());
                    rx.drain().for_each(drop);
                    assert_eq!(wakes.count(), 2, "room wakes");
                }

                fn fill<const N: usize>(channel: &mut Channel<u32, N>, head: usize) {
                    let (mut tx, mut rx) = channel.split();
                    (0..head as u32).for_each(|n| tx.try_send(n).unwrap());
                    rx.drain().for_each(drop);
                    while tx.try_send(7).is_ok() {}
                }

                fn after_both_ends_are_gone<const N: usize>()
                where
                    Capacity<N>: PowerOfTwo,
                {
                    let mut channel = Channel::<u32, N>::new();
                    for head in 0..=N {
                        fill(&mut channel, head);
                        works(&mut channel);
                    }
                }

                #[test]
                fn a_channel_can_be_split_again_after_both_ends_are_gone() {
                    guarded(|| {
                        after_both_ends_are_gone::<1>();
                        after_both_ends_are_gone::<2>();
                        after_both_ends_are_gone::<8>();
                    });
                }

                #[test]
                fn a_channel_that_was_closed_is_open_when_it_is_split_again() {
                    let mut channel = Channel::<u32, 2>::new();
                    channel.split().0.close();
                    works(&mut channel);
                    channel.split().1.close();
                    works(&mut channel);
                }

                fn after_leaked_handles<const N: usize>()
                where
                    Capacity<N>: PowerOfTwo,
                {
                    let mut channel = Channel::<u32, N>::new();
                    for leaked in 0..12 {
                        {
                            let (mut tx, mut rx) = channel.split();
                            for n in 0..1 + leaked / 4 % N as u32 {
                                tx.try_send(n).unwrap();
                            }
                            let _ = rx.try_recv();
                            match leaked % 4 {
                                0 => mem::forget((tx, rx)),
                                1 => mem::forget(tx),
                                2 => mem::forget(rx),
                                _ => {
                                    tx.close();
                                    mem::forget((tx, rx));
                                }
                            }
                        }
                        works(&mut channel);
                    }
                }

                #[test]
                fn a_channel_can_be_split_again_after_leaked_handles() {
                    guarded(|| {
                        after_leaked_handles::<1>();
                        after_leaked_handles::<2>();
                        after_leaked_handles::<8>();
                    });
                }

                fn forget_a_waiting_send(channel: &mut Channel<u32, 1>, waker: &Waker) {
                    let (mut tx, rx) = channel.split();
                    tx.try_send(0).unwrap();
                    let mut sending = tx.send_async(1);
                    assert!(poll(&mut sending, waker).is_pending());
                    mem::forget(sending);
                    mem::forget((tx, rx));
                }

                #[test]
                fn a_channel_can_be_split_again_after_leaked_futures() {
                    guarded(|| {
                        let mut channel = Channel::<u32, 1>::new();
                        let (waker, wakes) = counting();
                        forget_a_waiting_send(&mut channel, &waker);
                        works(&mut channel);
                        let before = wakes.count();
                        {
                            let (tx, mut rx) = channel.split();
                            let mut receiving = rx.recv_async();
                            assert!(poll(&mut receiving, &waker).is_pending());
                            mem::forget(receiving);
                            mem::forget((tx, rx));
                        }
                        works(&mut channel);
                        assert!(wakes.count() <= before + 1, "a forgotten future is woken at most once");
                    });
                }

                /// Those that were left waiting are found nowhere near where the channel was then.
                #[test]
                fn a_channel_that_was_moved_with_leaked_futures_can_be_split_again() {
                    guarded(|| {
                        let mut channel = Box::new(Channel::<u32, 1>::new());
                        let (waker, _) = counting();
                        for _ in 0..3 {
                            forget_a_waiting_send(&mut channel, &waker);
                            let moved = Box::new(*channel);
                            channel = moved;
                            works(&mut channel);
                        }
                    });
                }

                #[test]
                fn a_static_channel_can_be_split_again_only_when_all_handles_are_gone() {
                    static CHANNEL: Channel<u32, 4> = Channel::new();
                    for round in 0..8 {
                        let (mut tx, mut rx) = CHANNEL.try_split().unwrap();
                        assert!(CHANNEL.try_split().is_none());
                        tx.try_send(round).unwrap();
                        assert_eq!(rx.try_recv(), Ok(round));
                        tx.try_send(round).unwrap();
                        match round % 2 {
                            0 => drop(tx),
                            _ => drop(rx),
                        }
                        assert!(CHANNEL.try_split().is_none(), "the other end lives");
                        // The other end goes here.
                    }
                    let (tx, mut rx) = CHANNEL.try_split().unwrap();
                    assert_eq!((rx.try_recv(), tx.is_closed()), (Err(TryRecvError::Empty), false));
                }

                #[test]
                fn a_leaked_handle_keeps_a_static_channel_taken_and_open() {
                    static CHANNEL: Channel<u32, 4> = Channel::new();
                    let (tx, mut rx) = CHANNEL.try_split().unwrap();
                    mem::forget(tx);
                    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
                    drop(rx);
                    assert!(CHANNEL.try_split().is_none());
                }

                #[test]
                fn one_of_many_threads_that_split_a_static_channel_at_once_gets_it() {
                    static CHANNEL: Channel<u32, 4> = Channel::new();
                    for _ in 0..50 {
                        let got: Vec<_> = thread::scope(|scope| {
                            let tries = [(); 4].map(|()| scope.spawn(|| CHANNEL.try_split()));
                            tries.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
                        });
                        assert_eq!(got.len(), 1);
                    }
                }
            }
        )*
    };
}

splitting! { spsc mpsc pipe }

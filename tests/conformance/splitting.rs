//! Splitting again: after both ends are gone, after a close, after handles, permits and futures were leaked.

use crate::harness::{Receiving as _, Rx, Sends, Tx};
use crate::polling::poll;
use crate::waking::counting;
use crate::watchdog::guarded;
use std::task::Waker;
use std::{mem, thread};
use strait::{Capacity, Channel, Mpsc, Pipe, PowerOfTwo, Quiet, Refuses, Spsc, TryRecvError, TrySendError};

/// Makes tests of functions that are generic over the mode.
macro_rules! on_every_mode {
    ($($test:ident;)*) => {
        mod on_every_mode {
            use super::{Mpsc, Pipe, Quiet, Spsc, guarded};
            $(
                #[test]
                fn $test() {
                    guarded(|| {
                        super::$test::<Spsc>();
                        super::$test::<Mpsc>();
                        super::$test::<Pipe>();
                        super::$test::<Quiet<Spsc>>();
                        super::$test::<Quiet<Mpsc>>();
                        super::$test::<Quiet<Pipe>>();
                    });
                }
            )*
        }
    };
    (that waits: $($test:ident;)*) => {
        mod on_every_mode_that_waits {
            use super::{Mpsc, Pipe, Spsc, guarded};
            $(
                #[test]
                fn $test() {
                    guarded(|| {
                        super::$test::<Spsc>();
                        super::$test::<Mpsc>();
                        super::$test::<Pipe>();
                    });
                }
            )*
        }
    };
    (static: $($test:ident;)*) => {
        mod on_a_static_of_every_mode {
            use super::{Channel, Mpsc, Pipe, Quiet, Spsc, guarded};
            $(
                #[test]
                fn $test() {
                    static SPSC: Channel<u32, 4, Spsc> = Channel::new();
                    static MPSC: Channel<u32, 4, Mpsc> = Channel::new();
                    static PIPE: Channel<u32, 4, Pipe> = Channel::new();
                    static QUIET_SPSC: Channel<u32, 4, Quiet<Spsc>> = Channel::new();
                    static QUIET_MPSC: Channel<u32, 4, Quiet<Mpsc>> = Channel::new();
                    static QUIET_PIPE: Channel<u32, 4, Quiet<Pipe>> = Channel::new();
                    guarded(|| {
                        super::$test(&SPSC);
                        super::$test(&MPSC);
                        super::$test(&PIPE);
                        super::$test(&QUIET_SPSC);
                        super::$test(&QUIET_MPSC);
                        super::$test(&QUIET_PIPE);
                    });
                }
            )*
        }
    };
}

on_every_mode! {
    a_channel_can_be_split_again_after_both_ends_are_gone;
    a_channel_that_was_closed_is_open_when_it_is_split_again;
    a_channel_can_be_split_again_after_leaked_handles;
    a_channel_that_was_moved_between_two_splits_works;
}

on_every_mode! { that waits:
    a_channel_can_be_split_again_after_leaked_futures;
    a_channel_that_was_moved_with_leaked_futures_can_be_split_again;
    a_channel_that_was_split_before_wakes_both_ways;
}

on_every_mode! { static:
    a_static_channel_can_be_split_again_only_when_all_handles_are_gone;
    a_leaked_handle_keeps_a_static_channel_taken_and_open;
    one_of_many_threads_that_split_a_static_channel_at_once_gets_it;
}

/// Whether all of a channel works: every place, over two laps.
#[track_caller]
fn works<M: Refuses, const N: usize>(channel: &mut Channel<u32, N, M>) {
    let (tx, mut rx) = channel.split();
    assert!(!tx.is_closed() && !rx.is_closed() && rx.is_empty() && tx.is_empty());
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    for _ in 0..2 {
        (0..N as u32).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
        assert!(rx.drain().eq(0..N as u32));
    }
}

/// Whether both ways of waiting work, too.
#[track_caller]
fn works_and_wakes<M: Sends, const N: usize>(channel: &mut Channel<u32, N, M>) {
    works(channel);
    let (mut tx, mut rx) = channel.split();
    wakes_both_ways(&mut tx, &mut rx);
    thread::scope(|scope| {
        scope.spawn(move || (0..200).for_each(|n| tx.send(n).unwrap()));
        assert!(rx.iter().eq(0..200));
    });
}

#[track_caller]
fn wakes_both_ways<M: Sends, const N: usize>(tx: &mut Tx<N, M>, rx: &mut Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut receiving = rx.recv_async();
    assert!(poll(&mut receiving, &waker).is_pending());
    while tx.try_send(7).is_ok() {}
    assert_eq!(wakes.count(), 1, "a message wakes");
    drop(receiving);
    let mut sending = M::send_async(tx, 7);
    assert!(poll(&mut sending, &waker).is_pending());
    rx.drain().for_each(drop);
    assert_eq!(wakes.count(), 2, "room wakes");
}

/// Leaves a full ring whose first message lies at `head`.
fn fill<M: Refuses, const N: usize>(channel: &mut Channel<u32, N, M>, head: usize) {
    let (tx, mut rx) = channel.split();
    (0..head as u32).for_each(|n| tx.try_send(n).unwrap());
    rx.drain().for_each(drop);
    while tx.try_send(7).is_ok() {}
}

fn a_channel_can_be_split_again_after_both_ends_are_gone<M: Refuses>() {
    fn of_capacity<M: Refuses, const N: usize>()
    where
        Capacity<N>: PowerOfTwo,
    {
        let mut channel = Channel::<u32, N, M>::new();
        for head in 0..=N {
            fill(&mut channel, head);
            works(&mut channel);
        }
    }
    of_capacity::<M, 1>();
    of_capacity::<M, 2>();
    of_capacity::<M, 8>();
}

fn a_channel_that_was_split_before_wakes_both_ways<M: Sends>() {
    let mut channel = Channel::<u32, 2, M>::new();
    for head in 0..=2 {
        fill(&mut channel, head);
        works_and_wakes(&mut channel);
    }
}

fn a_channel_that_was_closed_is_open_when_it_is_split_again<M: Refuses>() {
    let mut channel = Channel::<u32, 2, M>::new();
    channel.split().0.close();
    works(&mut channel);
    channel.split().1.close();
    works(&mut channel);
}

fn a_channel_can_be_split_again_after_leaked_handles<M: Refuses>() {
    fn of_capacity<M: Refuses, const N: usize>()
    where
        Capacity<N>: PowerOfTwo,
    {
        let mut channel = Channel::<u32, N, M>::new();
        for leaked in 0..12 {
            {
                let (tx, rx) = channel.split();
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
    of_capacity::<M, 1>();
    of_capacity::<M, 2>();
    of_capacity::<M, 8>();
}

fn a_channel_that_was_moved_between_two_splits_works<M: Refuses>() {
    let mut channel = Channel::<u32, 8, M>::new();
    for head in 0..=8 {
        fill(&mut channel, head);
        let mut moved = Box::new(channel);
        works(&mut *moved);
        channel = *moved;
        works(&mut channel);
    }
}

fn forget_a_waiting_send<M: Sends>(channel: &mut Channel<u32, 1, M>, waker: &Waker) {
    let (mut tx, rx) = channel.split();
    tx.try_send(0).unwrap();
    let mut sending = M::send_async(&mut tx, 1);
    assert!(poll(&mut sending, waker).is_pending());
    mem::forget(sending);
    mem::forget((tx, rx));
}

fn a_channel_can_be_split_again_after_leaked_futures<M: Sends>() {
    let mut channel = Channel::<u32, 1, M>::new();
    let (waker, wakes) = counting();
    forget_a_waiting_send(&mut channel, &waker);
    works_and_wakes(&mut channel);
    let before = wakes.count();
    {
        let (tx, mut rx) = channel.split();
        let mut receiving = rx.recv_async();
        assert!(poll(&mut receiving, &waker).is_pending());
        mem::forget(receiving);
        mem::forget((tx, rx));
    }
    works_and_wakes(&mut channel);
    assert!(wakes.count() <= before + 1, "a forgotten future is woken at most once");
}

/// Waiters that were left behind are not looked for where the channel was then.
fn a_channel_that_was_moved_with_leaked_futures_can_be_split_again<M: Sends>() {
    let mut channel = Box::new(Channel::<u32, 1, M>::new());
    let (waker, _) = counting();
    for _ in 0..3 {
        forget_a_waiting_send(&mut channel, &waker);
        let moved = Box::new(*channel);
        channel = moved;
        works_and_wakes(&mut *channel);
    }
}

fn a_static_channel_can_be_split_again_only_when_all_handles_are_gone<M: Refuses>(
    channel: &'static Channel<u32, 4, M>,
) {
    for round in 0..8 {
        let (tx, rx) = channel.try_split().unwrap();
        assert!(channel.try_split().is_none());
        tx.try_send(round).unwrap();
        assert_eq!(rx.try_recv(), Ok(round));
        tx.try_send(round).unwrap();
        match round % 2 {
            0 => drop(tx),
            _ => drop(rx),
        }
        assert!(channel.try_split().is_none(), "the other end lives");
        // The other end goes here.
    }
    let (tx, rx) = channel.try_split().unwrap();
    assert_eq!((rx.try_recv(), tx.is_closed()), (Err(TryRecvError::Empty), false));
}

fn a_leaked_handle_keeps_a_static_channel_taken_and_open<M: Refuses>(channel: &'static Channel<u32, 4, M>) {
    let (tx, rx) = channel.try_split().unwrap();
    mem::forget(tx);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    drop(rx);
    assert!(channel.try_split().is_none());
}

fn one_of_many_threads_that_split_a_static_channel_at_once_gets_it<M: Refuses>(channel: &'static Channel<u32, 4, M>) {
    for _ in 0..50 {
        let got: Vec<_> = thread::scope(|scope| {
            let tries = [(); 4].map(|()| scope.spawn(|| channel.try_split()));
            tries.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(got.len(), 1);
    }
}

/// A channel that was split by borrow may still move; a tail may then lie in bytes that the move need not copy.
#[test]
fn a_channel_that_moves_after_a_borrow_is_split_as_a_static() {
    #[repr(C)]
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Padded(u64, u8);

    let mut local = strait::spsc::Channel::<Padded, 16>::new();
    {
        let (tx, rx) = local.split();
        (0..40_u8).for_each(|n| {
            tx.try_send(Padded(n.into(), n)).unwrap();
            assert_eq!(rx.try_recv(), Ok(Padded(n.into(), n)));
        });
    }
    let channel: &'static _ = Box::leak(Box::new(local));
    for _ in 0..3 {
        let (tx, rx) = channel.try_split().unwrap();
        (0..40_u8).for_each(|n| {
            tx.try_send(Padded(n.into(), n)).unwrap();
            assert_eq!(rx.try_recv(), Ok(Padded(n.into(), n)));
        });
    }
}

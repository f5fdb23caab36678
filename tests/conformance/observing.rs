//! Handles that belong to no end, and handles behind a trait.

use crate::harness::{Rx, Tx, fill};
use std::thread;
use strait::{AnyConsumer, AnyProducer, Mode, RecvError, Refuses, TryRecvError, Waits, mpsc, spsc};

tests! { on every channel:
    an_observer_sees_the_length_and_keeps_nothing_open(u32) at_every_fill;
    an_observer_closes(u32);
}

tests! { on every channel that waits:
    handles_of_any_mode_serve_behind_a_trait(u32);
}

fn an_observer_sees_the_length_and_keeps_nothing_open<M: Refuses, const N: usize>(
    tx: Tx<N, M>,
    rx: Rx<N, M>,
    count: usize,
) {
    fill(&tx, count);
    let observers = [tx.observer(), rx.observer().clone()];
    thread::scope(|scope| {
        for observer in &observers {
            scope.spawn(|| assert_eq!((observer.len(), observer.is_empty()), (count, count == 0)));
        }
    });
    drop(tx);
    assert!(observers.iter().all(|observer| observer.is_closed()));
    (0..count as u32).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(observers[0].len(), 0);
}

fn an_observer_closes<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    rx.observer().close();
    assert!(tx.is_closed() && rx.is_closed());
}

fn handles_of_any_mode_serve_behind_a_trait<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (sends, receives): (&dyn AnyProducer<u32>, &dyn AnyConsumer<u32>) = (&tx, &rx);
    sends.send(7).unwrap();
    assert_eq!((sends.len(), receives.len(), receives.is_empty()), (1, 1, false));
    assert_eq!(receives.recv(), Ok(7));
    assert_eq!(receives.try_recv(), Err(TryRecvError::Empty));
    sends.close();
    assert!(receives.is_closed() && sends.try_send(8).is_err());
    assert_eq!(receives.recv(), Err(RecvError));
}

/// An observer keeps the memory, and so a static channel taken.
#[test]
fn a_static_channel_is_not_split_again_while_it_is_observed() {
    static CHANNEL: spsc::Channel<u32, 4> = spsc::Channel::new();
    let (tx, rx) = CHANNEL.try_split().unwrap();
    let observer = rx.observer();
    drop((tx, rx));
    assert!(observer.is_closed() && CHANNEL.try_split().is_none());
    drop(observer);
    assert!(CHANNEL.try_split().is_some());
}

#[test]
fn a_weak_producer_opens_nothing_again() {
    let (tx, rx) = mpsc::channel::<u32, 4>();
    let weak = tx.downgrade();
    let second = weak.upgrade().unwrap();
    drop(tx);
    second.try_send(1).unwrap();
    assert!(!rx.is_closed(), "the upgraded one keeps it open");
    drop(second);
    assert!(rx.is_closed() && weak.upgrade().is_none() && weak.clone().upgrade().is_none());
    assert_eq!(rx.try_recv(), Ok(1));
    drop(rx);
    assert!(weak.upgrade().is_none(), "its memory lives");
}

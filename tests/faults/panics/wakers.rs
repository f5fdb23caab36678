//! Wakers that panic: when they wake, and when they are dropped with the future that left them.

use crate::counted::{Counted, Drops};
use crate::panicking::panics;
use crate::polling::poll;
use crate::waking::counting;
use std::cell::Cell;
use std::panic::resume_unwind;
use std::pin::pin;
use std::ptr::null;
use std::task::{RawWaker, RawWakerVTable, Waker};

/// What a waker may be asked for.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Wake,
    Drop,
}

std::thread_local! {
    /// What panics the next time that it is asked for; once.
    static PANICS_AT: Cell<Option<Asked>> = const { Cell::new(None) };
}

fn asked(what: Asked) {
    if PANICS_AT.get() == Some(what) {
        PANICS_AT.set(None);
        resume_unwind(Box::new("a waker that panics"));
    }
}

/// A waker that panics at what `PANICS_AT` says.
fn bomb() -> Waker {
    const RAW: RawWaker = RawWaker::new(
        null(),
        &RawWakerVTable::new(|_| RAW, |_| asked(Asked::Wake), |_| asked(Asked::Wake), |_| asked(Asked::Drop)),
    );
    // SAFETY: the functions touch no data, so they may be called from anywhere and in any number.
    unsafe { Waker::from_raw(RAW) }
}

/// Tests of one mode's channels.
macro_rules! wakers {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
            mod $mode {
                use super::*;
                use crate::panics::{$mode::works, N};
                use strait::$mode::channel;

                /// The message is sent, and the one who sends it hears of the panic.
                #[test]
                fn a_message_whose_wake_panics_is_sent() {
                    let drops = Drops::of(1);
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    {
                        let waker = bomb();
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &waker).is_pending());
                        PANICS_AT.set(Some(Asked::Wake));
                        assert!(panics(|| tx.try_send(drops.message(0))));
                        assert!(poll(&mut receiving, &waker).is_ready());
                    }
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                /// The message is received, and dropped as the panic unwinds; its place is free.
                #[test]
                fn room_whose_wake_panics_is_there() {
                    let drops = Drops::of(N + 1);
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    {
                        let waker = bomb();
                        let mut sending = tx.send_async(drops.message(N));
                        assert!(poll(&mut sending, &waker).is_pending());
                        PANICS_AT.set(Some(Asked::Wake));
                        assert!(panics(|| rx.try_recv()));
                        assert!(poll(&mut sending, &waker).is_ready());
                    }
                    assert!(rx.drain().map(|message| message.number).eq(1..=N));
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

                /// A close ends every wait all the same, and the last handle drops what is left.
                #[test]
                fn a_close_whose_wakes_panic_closes() {
                    for by_drop in [false, true] {
                        let drops = Drops::of(N + 1);
                        let (mut tx, mut rx) = channel::<Counted, N>();
                        (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                        let waker = bomb();
                        let mut sending = tx.send_async(drops.message(N));
                        assert!(poll(&mut sending, &waker).is_pending());
                        PANICS_AT.set(Some(Asked::Wake));
                        if by_drop {
                            assert!(panics(|| drop(rx)));
                        } else {
                            assert!(panics(|| rx.close()));
                            assert!(rx.is_closed());
                        }
                        assert!(poll(&mut sending, &waker).is_ready());
                        drop(sending);
                        assert!(tx.is_closed());
                        drop(tx);
                    }
                }

                #[test]
                fn a_waker_that_panics_when_its_future_goes_leaves_the_next_one_its_place() {
                    let (mut tx, mut rx) = channel::<Counted, N>();
                    assert!(panics(|| {
                        let mut receiving = pin!(rx.recv_async());
                        assert!(poll(&mut receiving, &bomb()).is_pending());
                        PANICS_AT.set(Some(Asked::Drop));
                    }));
                    works(&mut tx, &mut rx);
                    let drops = Drops::of(N + 1);
                    (0..N).for_each(|number| assert!(tx.try_send(drops.message(number)).is_ok()));
                    let mut sending = tx.send_async(drops.message(N));
                    assert!(poll(&mut sending, &bomb()).is_pending());
                    PANICS_AT.set(Some(Asked::Drop));
                    assert!(panics(|| drop(sending)));
                    rx.drain().for_each(drop);
                    drops.assert_each_once();
                    works(&mut tx, &mut rx);
                }

            }
        )*
    };
}

wakers! { spsc mpsc pipe }

/// Of many that wait, the first one's waker panics: the others are woken by a close all the same, and one after the other
/// by room.
#[test]
fn a_wake_that_panics_forgets_no_other_producer() {
    let drops = Drops::of(5);
    let (tx, mut rx) = strait::mpsc::channel::<Counted, 1>();
    assert!(tx.try_send(drops.message(0)).is_ok());
    let (waker, wakes) = counting();
    let mut first = tx.send_async(drops.message(1));
    assert!(poll(&mut first, &bomb()).is_pending());
    let mut others = [2, 3, 4].map(|number| tx.send_async(drops.message(number)));
    assert!(others.iter_mut().all(|sending| poll(sending, &waker).is_pending()));
    PANICS_AT.set(Some(Asked::Wake));
    assert!(panics(|| rx.try_recv()));
    drop(first); // It has the turn, and passes it on.
    assert_eq!(wakes.count(), 1);
    assert!(poll(&mut others[0], &waker).is_ready());
    rx.close();
    assert_eq!(wakes.count(), 3);
    assert!(others[1..].iter_mut().all(|sending| poll(sending, &waker).is_ready()));
}

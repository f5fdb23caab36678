//! `select_async`: what its future leaves when it is dropped, and whom it wakes.

use crate::harness::{Rx, Sends, Tx, fill};
use crate::polling::poll;
use crate::waking::counting;
use std::task::Poll;
use strait::select::{Selected, recv, select_async, send};
use strait::{Refuses, Waits, mpsc, spsc};

tests! { on every channel:
    a_dropped_select_loses_nothing;
}

tests! { on every channel that waits:
    a_select_is_woken_by_any_of_its_arms;
    a_dropped_select_leaves_no_waker;
    a_send_in_a_task_is_woken_by_room;
}

fn a_dropped_select_loses_nothing<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (_other_tx, mut other) = spsc::channel::<u32, 2>();
    let (waker, _) = counting();
    for n in 0..20 {
        let mut dropped = select_async((recv(&mut other), recv(&mut rx)));
        assert!(poll(&mut dropped, &waker).is_pending());
        tx.try_send(n).unwrap();
        drop(dropped);
        let mut chosen = select_async((recv(&mut other), recv(&mut rx)));
        assert_eq!(poll(&mut chosen, &waker), Poll::Ready(Selected::Second(Ok(n))));
    }
}

fn a_select_is_woken_by_any_of_its_arms<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (other_tx, mut other) = spsc::channel::<u32, 2>();
    let (waker, wakes) = counting();
    for round in 0..3 {
        let mut future = select_async((recv(&mut other), recv(&mut rx)));
        assert!(poll(&mut future, &waker).is_pending());
        assert!(poll(&mut future, &waker).is_pending());
        if round % 2 == 0 {
            tx.try_send(7).unwrap()
        } else {
            other_tx.try_send(8).unwrap()
        }
        assert_eq!(wakes.count(), round + 1);
        let expected = if round % 2 == 0 { Selected::Second(Ok(7)) } else { Selected::First(Ok(8)) };
        assert_eq!(poll(&mut future, &waker), Poll::Ready(expected));
    }
}

fn a_dropped_select_leaves_no_waker<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut future = select_async((recv(&mut rx),));
    assert!(poll(&mut future, &waker).is_pending());
    drop(future);
    tx.try_send(7).unwrap();
    assert_eq!(wakes.count(), 0);
    let mut future = select_async((recv(&mut rx),));
    assert!(poll(&mut future, &waker).is_ready());
    drop(waker);
    assert_eq!(std::sync::Arc::strong_count(&wakes), 1);
}

fn a_send_in_a_task_is_woken_by_room<M: Sends, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    fill(&tx, N);
    let (waker, wakes) = counting();
    let mut message = Some(7);
    let mut future = select_async((send(&mut tx, &mut message),));
    assert!(poll(&mut future, &waker).is_pending());
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(wakes.count(), 1);
    assert_eq!(poll(&mut future, &waker), Poll::Ready(Selected::First(Ok(()))));
    drop(future);
    assert_eq!(message, None);
}

/// The turn that a select was given is passed on if it chooses another arm, and if it is dropped.
#[test]
fn a_turn_that_was_not_used_is_passed_on() {
    for is_dropped in [true, false] {
        let (tx, rx) = mpsc::channel::<u32, 1>();
        let (other_tx, mut other) = spsc::channel::<u32, 1>();
        let ((first_waker, first), (second_waker, second)) = (counting(), counting());
        tx.try_send(0).unwrap();
        let (mut by_reference, mut message) = (&tx, Some(1));
        let mut select = select_async((recv(&mut other), send(&mut by_reference, &mut message)));
        let mut next = tx.send_async(2);
        assert!(poll(&mut select, &first_waker).is_pending());
        assert!(poll(&mut next, &second_waker).is_pending());
        assert_eq!(rx.try_recv(), Ok(0));
        assert_eq!((first.count(), second.count()), (1, 0), "the first in the queue has the turn");
        if is_dropped {
            drop(select);
        } else {
            other_tx.try_send(3).unwrap();
            assert_eq!(poll(&mut select, &first_waker), Poll::Ready(Selected::First(Ok(3))));
        }
        assert_eq!(second.count(), 1, "the turn was passed on");
        assert_eq!(poll(&mut next, &second_waker), Poll::Ready(Ok(())));
    }
}

#[test]
#[should_panic(expected = "polled again after it was ready")]
fn a_future_that_was_ready_is_not_polled_again() {
    let (tx, mut rx) = spsc::channel::<u32, 2>();
    let (waker, _) = counting();
    tx.try_send_array([1, 2]).unwrap();
    let mut future = select_async((recv(&mut rx),));
    assert!(poll(&mut future, &waker).is_ready());
    _ = poll(&mut future, &waker);
}

#[test]
fn without_any_arm_it_is_pending_for_ever() {
    let mut none: Option<spsc::Consumer<u32, 2>> = None;
    let (waker, wakes) = counting();
    let mut future = select_async((recv(&mut none),));
    for _ in 0..3 {
        assert!(poll(&mut future, &waker).is_pending());
    }
    assert_eq!(wakes.count(), 0);
}

//! `poll_recv`: a receive polled by hand, through `&self`.

use crate::harness::{Receives, Receiving as _, Rx, Sends, Tx};
use crate::waking::{Wakes, counting};
use futures::executor::block_on;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use strait::{Mode, Quiet, RecvError, Refuses, TryRecvError, Waits, spsc};

tests! { on every channel:
    a_message_that_is_there_is_returned_and_leaves_no_waker;
    what_is_left_comes_before_closed at_every_fill;
    a_pending_poll_takes_nothing_and_the_close_wakes_it;
    a_waker_that_was_left_goes_with_the_handle;
    other_operations_of_the_handle_go_on_after_a_pending_poll;
}

tests! { on every channel that waits:
    a_message_wakes_the_waker_of_the_last_poll_once;
    a_pending_poll_is_followed_by_every_other_way_of_waiting;
    messages_of_a_thread_are_received_by_polling;
}

tests! { on every quiet channel:
    a_quiet_message_wakes_no_poll_until_notify;
}

fn a_message_that_is_there_is_returned_and_leaves_no_waker<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    for n in 0..3 {
        tx.try_send(n).unwrap();
        assert_eq!(rx.poll_recv(&mut Context::from_waker(&waker)), Poll::Ready(Ok(n)));
    }
    drop(waker);
    assert_eq!(Arc::strong_count(&wakes), 1, "no clone of the waker is kept");
    tx.try_send(7).unwrap();
    assert_eq!(wakes.count(), 0);
}

fn what_is_left_comes_before_closed<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>, count: usize) {
    let mut context = Context::from_waker(Waker::noop());
    (0..count as u32).for_each(|n| tx.try_send(n).unwrap());
    drop(tx);
    (0..count as u32).for_each(|n| assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Ok(n))));
    assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Err(RecvError)));
    assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Err(RecvError)), "it may be polled again");
}

fn a_pending_poll_takes_nothing_and_the_close_wakes_it<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(rx.poll_recv(&mut context).is_pending());
    assert!(tx.is_empty() && wakes.count() == 0);
    drop(tx);
    assert_eq!((wakes.count(), rx.poll_recv(&mut context)), (1, Poll::Ready(Err(RecvError))));
}

fn a_waker_that_was_left_goes_with_the_handle<M: Mode, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (waker, wakes) = counting();
    assert!(rx.poll_recv(&mut Context::from_waker(&waker)).is_pending());
    drop((rx, tx, waker));
    assert_eq!(Arc::strong_count(&wakes), 1);
}

fn other_operations_of_the_handle_go_on_after_a_pending_poll<M: Refuses + Receives, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let mut context = Context::from_waker(Waker::noop());
    for n in 0..12 {
        assert!(rx.poll_recv(&mut context).is_pending());
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        rx.peeked(|next| assert_eq!(next, None));
        assert!(rx.is_empty() && rx.drain().next().is_none());
        tx.try_send(n).unwrap();
        let received = match n % 4 {
            0 => rx.try_recv().ok(),
            1 => {
                rx.peeked(|next| assert_eq!(next, Some(&n)));
                rx.recv().ok()
            }
            2 => rx.drain().next(),
            _ => block_on(rx.recv_async()).ok(),
        };
        assert_eq!(received, Some(n));
    }
}

fn a_message_wakes_the_waker_of_the_last_poll_once<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let ((old, old_wakes), (new, new_wakes)) = (counting(), counting());
    for n in 0..5 {
        assert!(rx.poll_recv(&mut Context::from_waker(&old)).is_pending());
        assert!(rx.poll_recv(&mut Context::from_waker(&new)).is_pending());
        tx.try_send(n).unwrap();
        let _ = tx.try_send(1000 + n); // The waker was woken, so it is gone.
        assert_eq!((old_wakes.count(), new_wakes.count()), (0, n as usize + 1));
        assert_eq!(rx.poll_recv(&mut Context::from_waker(&new)), Poll::Ready(Ok(n)));
        let _ = rx.try_recv();
    }
}

fn a_pending_poll_is_followed_by_every_other_way_of_waiting<M: Sends, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let mut context = Context::from_waker(Waker::noop());
    thread::scope(|scope| {
        scope.spawn(move || (0..300).for_each(|n| tx.send(n).unwrap()));
        for n in 0..300 {
            let received = match rx.poll_recv(&mut context) {
                Poll::Ready(received) => received,
                Poll::Pending => match n % 4 {
                    0 => rx.recv(),
                    1 => rx.recv_timeout(std::time::Duration::MAX).map_err(|_| RecvError),
                    2 => block_on(rx.recv_async()),
                    _ => block_on(poll_fn(|context| rx.poll_recv(context))),
                },
            };
            assert_eq!(received, Ok(n));
        }
        assert_eq!(block_on(poll_fn(|context| rx.poll_recv(context))), Err(RecvError));
    });
}

fn messages_of_a_thread_are_received_by_polling<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    thread::scope(|scope| {
        scope.spawn(move || (0..2000).for_each(|n| tx.send(n).unwrap()));
        block_on(async {
            for n in 0..2000 {
                assert_eq!(poll_fn(|context| rx.poll_recv(context)).await, Ok(n));
            }
            assert_eq!(poll_fn(|context| rx.poll_recv(context)).await, Err(RecvError));
        });
    });
}

fn a_quiet_message_wakes_no_poll_until_notify<M: Waits, const N: usize>(tx: Tx<N, Quiet<M>>, rx: Rx<N, Quiet<M>>) {
    let (waker, wakes): (Waker, Arc<Wakes>) = counting();
    let mut context = Context::from_waker(&waker);
    for n in 0..5 {
        assert!(rx.poll_recv(&mut context).is_pending());
        tx.try_send(n).unwrap();
        assert_eq!(wakes.count(), n as usize);
        tx.notify();
        assert_eq!(wakes.count(), n as usize + 1);
        assert_eq!(rx.poll_recv(&mut context), Poll::Ready(Ok(n)));
    }
}

/// A select by hand: one task waits at two channels.
#[test]
fn one_task_polls_two_consumers() {
    let ((left, from_left), (right, from_right)) = (spsc::channel::<u32, 4>(), spsc::channel::<u32, 4>());
    let sending = thread::spawn(move || {
        for n in 0..200 {
            let tx = if n % 3 == 0 { &left } else { &right };
            tx.send(n).unwrap();
        }
    });
    let mut received = block_on(async {
        let mut received = Vec::new();
        while received.len() < 200 {
            let next = poll_fn(|context| match (from_left.poll_recv(context), from_right.poll_recv(context)) {
                (Poll::Ready(Ok(message)), other) => {
                    received.extend(match other {
                        Poll::Ready(Ok(message)) => Some(message),
                        _ => None,
                    });
                    Poll::Ready(message)
                }
                (_, Poll::Ready(Ok(message))) => Poll::Ready(message),
                _ => Poll::Pending, // Woken by the one that is open.
            });
            let next = next.await;
            received.push(next);
        }
        received
    });
    sending.join().unwrap();
    received.sort_unstable();
    assert!(received.into_iter().eq(0..200));
}

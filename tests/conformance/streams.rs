//! The consumer as a `Stream`.

use crate::harness::{Receiving as _, Rx, Sends, Tx};
use crate::waking::counting;
use futures::executor::block_on;
use futures::future::{Either, select};
use futures::{Stream as _, StreamExt as _};
use std::pin::Pin;
use std::task::{Context, Poll};
use strait::{Quiet, Waits};

tests! { on every channel that waits:
    a_stream_gives_messages_in_order_and_none_when_closed_and_drained;
    a_stream_that_is_pending_is_woken_by_a_message_and_by_the_close;
    a_stream_that_loses_a_select_loses_nothing;
    a_stream_may_be_left_for_other_operations_at_any_time;
}

tests! { on every quiet channel:
    the_stream_of_a_quiet_channel_is_woken_by_notify_and_by_the_close;
}

fn a_stream_gives_messages_in_order_and_none_when_closed_and_drained<M: Sends, const N: usize>(
    mut tx: Tx<N, M>,
    rx: Rx<N, M>,
) {
    let sending = async move {
        for n in 0..100 {
            M::send_async(&mut tx, n).await.unwrap();
        }
    };
    let (received, ()) = block_on(futures::future::join(rx.collect::<Vec<_>>(), sending));
    assert!(received.into_iter().eq(0..100));
}

fn a_stream_that_is_pending_is_woken_by_a_message_and_by_the_close<M: Waits, const N: usize>(
    tx: Tx<N, M>,
    mut rx: Rx<N, M>,
) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    for n in 0..4 {
        assert!(Pin::new(&mut rx).poll_next(&mut context).is_pending());
        tx.try_send(n).unwrap();
        assert_eq!(wakes.count(), n as usize + 1);
        assert_eq!(Pin::new(&mut rx).poll_next(&mut context), Poll::Ready(Some(n)));
    }
    assert!(Pin::new(&mut rx).poll_next(&mut context).is_pending());
    drop(tx);
    assert_eq!(wakes.count(), 5);
    assert_eq!(Pin::new(&mut rx).poll_next(&mut context), Poll::Ready(None));
    assert_eq!(Pin::new(&mut rx).poll_next(&mut context), Poll::Ready(None), "and for ever");
}

fn a_stream_that_loses_a_select_loses_nothing<M: Waits, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    for n in 0..10 {
        let lost = block_on(select(rx.next(), core::future::ready(())));
        assert!(matches!(lost, Either::Right(_)), "there is no message yet");
        tx.try_send(n).unwrap();
        let won = block_on(select(rx.next(), core::future::pending::<()>()));
        assert!(matches!(won, Either::Left((Some(message), _)) if message == n));
    }
}

fn a_stream_may_be_left_for_other_operations_at_any_time<M: Sends, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    let (waker, _) = counting();
    for n in 0..12 {
        assert!(Pin::new(&mut rx).poll_next(&mut Context::from_waker(&waker)).is_pending());
        tx.try_send(n).unwrap();
        let received = match n % 3 {
            0 => rx.try_recv().ok(),
            1 => rx.recv().ok(),
            _ => block_on(rx.recv_async()).ok(),
        };
        assert_eq!(received, Some(n));
    }
}

fn the_stream_of_a_quiet_channel_is_woken_by_notify_and_by_the_close<M: Waits, const N: usize>(
    tx: Tx<N, Quiet<M>>,
    mut rx: Rx<N, Quiet<M>>,
) {
    let (waker, wakes) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(Pin::new(&mut rx).poll_next(&mut context).is_pending());
    tx.try_send(7).unwrap();
    assert_eq!(wakes.count(), 0);
    tx.notify();
    assert_eq!(wakes.count(), 1);
    assert_eq!(Pin::new(&mut rx).poll_next(&mut context), Poll::Ready(Some(7)));
    assert!(Pin::new(&mut rx).poll_next(&mut context).is_pending());
    tx.close();
    assert_eq!(wakes.count(), 2);
    assert_eq!(Pin::new(&mut rx).poll_next(&mut context), Poll::Ready(None));
}

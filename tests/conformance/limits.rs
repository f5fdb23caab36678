//! `channel_limited`: as `channel`, with a limit in the place of the capacity.

use crate::harness::{Batches, Rx, Sends, Tx};
use futures::executor::block_on;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;
use strait::{RecvError, Refuses, SendTimeoutError, TrySendError, mpsc, pipe, spsc};

/// Calls a test on a channel of every mode, with every limit that a ring of eight has.
macro_rules! at_every_limit {
    ($($name:ident: [$($make:path),*];)*) => {$(
        #[test]
        fn $name() {
            mod test {
                pub(super) use super::super::$name as on;
            }
            for limit in 1..=8 {
                $(let (tx, rx) = $make(limit);
                test::on(tx, rx, limit);)*
            }
        }
    )*};
}

mod on_every_channel {
    use super::{mpsc, pipe, spsc};

    at_every_limit! {
        full_is_exact_lap_after_lap: [spsc::channel_limited::<u32, 8>, mpsc::channel_limited::<u32, 8>, pipe::channel_limited::<u32, 8>, spsc::quiet_channel_limited::<u32, 8>, mpsc::quiet_channel_limited::<u32, 8>, pipe::quiet_channel_limited::<u32, 8>];
        batches_and_arrays_go_by_the_limit: [spsc::channel_limited::<u32, 8>, mpsc::channel_limited::<u32, 8>, pipe::channel_limited::<u32, 8>];
        who_waits_for_room_waits_for_the_limit: [spsc::channel_limited::<u32, 8>, mpsc::channel_limited::<u32, 8>, pipe::channel_limited::<u32, 8>];
    }
}

fn full_is_exact_lap_after_lap<M: Refuses>(tx: Tx<8, M>, rx: Rx<8, M>, limit: usize) {
    assert_eq!((tx.limit(), rx.limit(), tx.capacity()), (limit, limit, 8));
    let mut next = 0;
    for lap in 0..20 {
        for count in 0..limit as u32 {
            assert_eq!((tx.len(), tx.is_full(), rx.is_full()), (count as usize, false, false));
            tx.try_send(next + count).unwrap();
        }
        assert_eq!(tx.try_send(0), Err(TrySendError::Full(0)), "lap {lap}");
        assert!(tx.is_full() && rx.is_full() && rx.observer().fill() == 1.0 && tx.fill() == 1.0);
        assert_eq!(tx.try_send_array([0, 0]), Err(TrySendError::Full([0, 0])));
        (0..limit as u32).for_each(|count| assert_eq!(rx.try_recv(), Ok(next + count)));
        next += limit as u32;
    }
    drop(tx);
    assert_eq!(rx.recv(), Err(RecvError));
}

fn batches_and_arrays_go_by_the_limit<M: Batches + Sends>(mut tx: Tx<8, M>, mut rx: Rx<8, M>, limit: usize) {
    for _ in 0..5 {
        let mut messages = (0..100).collect();
        assert_eq!(M::try_send_batch(&mut tx, &mut messages), limit);
        assert!(rx.drain().eq(0..limit as u32));
    }
    let sent = tx.try_send_array([0, 1, 2, 3]);
    assert_eq!(sent.is_ok(), limit >= 4);
    if limit < 4 {
        assert!(catch_unwind(AssertUnwindSafe(|| tx.send_array([0, 1, 2, 3]))).is_err(), "it would wait for ever");
        assert!(catch_unwind(AssertUnwindSafe(|| block_on(M::send_array_async(&mut tx, [0, 1, 2, 3])))).is_err());
    }
}

fn who_waits_for_room_waits_for_the_limit<M: Sends>(tx: Tx<'static, 8, M>, mut rx: Rx<8, M>, limit: usize)
where
    Tx<'static, 8, M>: Send,
{
    (0..limit as u32).for_each(|n| tx.try_send(n).unwrap());
    assert_eq!(tx.send_timeout(0, Duration::from_millis(1)), Err(SendTimeoutError::Timeout(0)));
    thread::scope(|scope| {
        scope.spawn(move || (limit as u32..300).for_each(|n| tx.send(n).unwrap()));
        let mut next = 0;
        while let Ok(message) = rx.recv() {
            assert_eq!(message, next);
            assert!(rx.len() <= limit);
            next += 1;
        }
        assert_eq!(next, 300);
    });
    assert_eq!(rx.drain().count(), 0);
}

#[test]
fn a_limit_is_from_1_to_the_capacity() {
    for limit in [0, 9, usize::MAX] {
        assert!(catch_unwind(|| spsc::channel_limited::<u8, 8>(limit)).is_err());
        assert!(catch_unwind(|| mpsc::quiet_channel_limited::<u8, 8>(limit)).is_err());
    }
}

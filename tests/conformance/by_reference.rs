//! What sends or receives one message, asks or closes takes `&self` in every mode.

use crate::harness::{Rx, Tx};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use strait::{RecvError, RecvTimeoutError, Refuses, SendTimeoutError, TryRecvError, TrySendError, Waits};

tests! { on every channel:
    one_message_is_tried_and_received_by_reference;
    questions_and_close_take_a_reference;
    handles_are_used_behind_a_shared_reference_in_a_struct;
}

tests! { on every channel that waits:
    one_message_is_sent_by_reference_in_every_way_of_waiting;
    flush_takes_a_reference;
}

fn one_message_is_tried_and_received_by_reference<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (tx, rx) = (&tx, &rx);
    let soon = || Instant::now() + Duration::from_secs(60);
    for n in 0..12 {
        match n % 2 {
            0 => assert_eq!(tx.try_send(n), Ok(())),
            _ => assert_eq!(tx.try_send_array([n]), Ok(())),
        }
        let received = match n % 6 {
            0 => rx.try_recv().ok(),
            1 => rx.recv().ok(),
            2 => rx.recv_timeout(Duration::MAX).ok(),
            3 => rx.recv_deadline(soon()).ok(),
            4 => futures::executor::block_on(poll_fn(|context| rx.poll_recv(context))).ok(),
            _ => match rx.poll_recv(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(received) => received.ok(),
                Poll::Pending => None,
            },
        };
        assert_eq!(received, Some(n));
    }
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
    assert_eq!(rx.recv_deadline(Instant::now()), Err(RecvTimeoutError::Timeout));
}

fn one_message_is_sent_by_reference_in_every_way_of_waiting<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (tx, rx) = (&tx, &rx);
    for n in 0..8 {
        match n % 4 {
            0 => tx.send(n).unwrap(),
            1 => tx.send_timeout(n, Duration::MAX).unwrap(),
            2 => tx.send_deadline(n, Instant::now() + Duration::from_secs(60)).unwrap(),
            _ => tx.send_array([n]).unwrap(),
        }
        assert_eq!(rx.recv(), Ok(n));
    }
}

fn questions_and_close_take_a_reference<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (tx, rx) = (&tx, &rx);
    assert_eq!((tx.capacity(), rx.capacity(), tx.len(), rx.len()), (N, N, 0, 0));
    assert!(tx.is_empty() && rx.is_empty() && !tx.is_full() && !rx.is_full() && tx.same_channel(rx));
    #[cfg(feature = "stats")]
    assert_eq!(tx.stats(), rx.stats());
    tx.close();
    rx.close();
    assert!(tx.is_closed() && rx.is_closed());
    assert_eq!((tx.try_send(7), rx.recv()), (Err(TrySendError::Closed(7)), Err(RecvError)));
}

fn flush_takes_a_reference<M: Waits, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    let (tx, rx) = (&tx, &rx);
    tx.try_send(7).unwrap();
    assert_eq!(tx.flush_timeout(Duration::ZERO), Err(SendTimeoutError::Timeout(())));
    assert_eq!((rx.try_recv(), tx.flush_timeout(Duration::MAX)), (Ok(7), Ok(())));
}

/// A logger, say, whose method takes `&self`.
fn handles_are_used_behind_a_shared_reference_in_a_struct<M: Refuses, const N: usize>(tx: Tx<N, M>, rx: Rx<N, M>) {
    struct Logger<'a, M: Refuses, const N: usize> {
        lines: Tx<'a, N, M>,
        refused: std::cell::Cell<usize>,
    }

    impl<M: Refuses, const N: usize> Logger<'_, M, N> {
        fn log(&self, line: u32) {
            if self.lines.try_send(line).is_err() {
                self.refused.set(self.refused.get() + 1);
            }
        }
    }

    let logger = Logger { lines: tx, refused: std::cell::Cell::default() };
    (0..N as u32 + 3).for_each(|line| logger.log(line));
    let written = || (0..N as u32).all(|line| rx.try_recv() == Ok(line));
    assert!(written() && rx.is_empty());
    assert_eq!(logger.refused.get(), 3);
}

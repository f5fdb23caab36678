//! Code of others that runs while messages are sent, received and dropped: it calls the channel they are in.

use super::{Calls, with_hook};
use crate::harness::{Batches, Rx, Tx};
use std::cell::{Cell, RefCell};
use std::task::{Context, Waker};
use strait::{LoneProducer, Refuses, Slices};

tests! { on every channel:
    a_message_that_sends_when_it_is_dropped(crate::reentry::Calls);
    messages_left_in_the_channel_send_when_they_are_dropped(crate::reentry::Calls);
    a_collection_that_sends_to_the_channel_it_receives_from;
}

tests! { on every lone channel:
    an_iterator_that_receives_what_it_is_sending;
}

tests! { on every pipe:
    messages_of_a_chunk_send_when_they_are_dropped(crate::reentry::Calls);
}

/// Messages that are refused, received and taken in batches send another one each when they are dropped.
fn a_message_that_sends_when_it_is_dropped<M: Batches, const N: usize>(
    mut tx: Tx<N, M, Calls>,
    mut rx: Rx<N, M, Calls>,
) {
    let sent = Cell::new(0);
    {
        let hook = || {
            if tx.try_send(Calls).map_err(core::mem::forget).is_ok() {
                sent.set(sent.get() + 1);
            }
        };
        with_hook(&hook, || {
            while tx.try_send(Calls).map_err(core::mem::forget).is_ok() {}
            drop(rx.try_recv());
            assert_eq!((sent.get(), tx.len()), (1, N), "one came for the one that went");
            drop(tx.try_send(Calls)); // Is refused, and dropped out here: there is no room for another.
            assert_eq!((sent.get(), tx.len()), (1, N));
            let received = rx.drain().map(drop).count();
            assert_eq!((received, sent.get(), tx.len()), (N, 1 + N, N));
            let mut batch = Vec::new();
            assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), N);
            batch.clear();
            assert_eq!((sent.get(), tx.len()), (1 + 2 * N, N));
        });
    }
    assert_eq!(M::try_send_batch(&mut tx, &mut [Calls].into()), 0);
    assert_eq!(rx.drain().count(), N);
}

/// The channel closed, and dropped them with its last handle.
fn messages_left_in_the_channel_send_when_they_are_dropped<M: Refuses, const N: usize>(
    tx: Tx<N, M, Calls>,
    rx: Rx<N, M, Calls>,
) {
    let calls = Cell::new(0);
    while tx.try_send(Calls).map_err(core::mem::forget).is_ok() {}
    {
        let hook = || {
            calls.set(calls.get() + 1);
            assert!(matches!(
                tx.try_send(Calls).map_err(|error| (error.is_closed(), core::mem::forget(error)).0),
                Err(true)
            ));
        };
        with_hook(&hook, || drop(rx)); // It may drop them, or leave that to the last handle.
    }
    let dropped = calls.get();
    assert!(dropped == 0 || dropped == N, "all or none: {dropped}");
    let hook = || calls.set(calls.get() + 1);
    with_hook(&hook, || drop(tx));
    assert_eq!(calls.get(), N, "each once");
}

/// A chunk drops what is committed while its places are still taken.
fn messages_of_a_chunk_send_when_they_are_dropped<M: Slices, const N: usize>(
    tx: Tx<N, M, Calls>,
    mut rx: Rx<N, M, Calls>,
) {
    let (calls, sent) = (Cell::new(0), Cell::new(0));
    while tx.try_send(Calls).map_err(core::mem::forget).is_ok() {}
    let hook = || {
        calls.set(calls.get() + 1);
        sent.set(sent.get() + usize::from(tx.try_send(Calls).map_err(core::mem::forget).is_ok()));
    };
    with_hook(&hook, || rx.read_chunk(N).unwrap().commit_all());
    assert_eq!((calls.get(), tx.len()), (N, sent.get()), "each once, and what was sent meanwhile is there");
    assert_eq!(rx.drain().count(), sent.get());
}

fn a_collection_that_sends_to_the_channel_it_receives_from<M: Refuses, const N: usize>(tx: Tx<N, M>, mut rx: Rx<N, M>) {
    /// Sends as many more as fit, after each message that it takes.
    struct Sends<'a, 'b, M: Refuses, const N: usize> {
        tx: &'a Tx<'b, N, M>,
        next: u32,
        taken: Vec<u32>,
    }

    impl<M: Refuses, const N: usize> Sends<'_, '_, M, N> {
        fn fill(&mut self) {
            while self.tx.try_send(self.next).is_ok() {
                self.next += 1;
            }
        }
    }

    impl<M: Refuses, const N: usize> Extend<u32> for Sends<'_, '_, M, N> {
        fn extend<I: IntoIterator<Item = u32>>(&mut self, messages: I) {
            for message in messages {
                self.taken.push(message);
                self.fill();
            }
        }
    }

    let mut sends = Sends { tx: &tx, next: 0, taken: Vec::new() };
    for _ in 0..3 {
        sends.fill();
        let before = sends.taken.len();
        assert_eq!(rx.try_recv_many(&mut sends, N), N);
        assert_eq!(sends.taken.len(), before + N);
    }
    sends.taken.extend(rx.drain());
    assert!(sends.taken.into_iter().eq(0..sends.next));
}

/// An iterator that takes back what was sent so far whenever it is asked for more.
fn an_iterator_that_receives_what_it_is_sending<M: LoneProducer, const N: usize>(mut tx: Tx<N, M>, rx: Rx<N, M>) {
    let received = RefCell::new(Vec::new());
    let mut numbers = (0..).inspect(|_| {
        let _ = (
            rx.len(),
            rx.is_empty(),
            rx.poll_recv(&mut Context::from_waker(Waker::noop()))
                .map(|message| received.borrow_mut().push(message.unwrap())),
        );
        received.borrow_mut().extend(rx.try_recv());
    });
    let sent = (0..3).map(|_| tx.try_send_many(&mut numbers)).sum::<usize>();
    drop(numbers);
    received.borrow_mut().extend(core::iter::from_fn(|| rx.try_recv().ok()));
    assert!(received.into_inner().into_iter().eq(0..sent as u32));
    assert!(sent >= N);
}

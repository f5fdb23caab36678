//! The steps that differ by mode: batches, permits, chunks and slices.

use super::queue::Model;
use strait::{Consumer, LoneProducer, Mode, Producer};

/// Sends a batch from an iterator, which keeps the rest.
fn send_iterator<M: LoneProducer, const N: usize>(
    tx: &mut Producer<'_, u32, N, M>,
    numbers: Vec<u32>,
    expected: usize,
) {
    let rest = numbers[expected..].to_vec();
    let mut numbers = numbers.into_iter();
    assert_eq!(tx.try_send_many(&mut numbers), expected);
    assert_eq!(numbers.as_slice(), rest);
}

/// Gets a permit; uses it or drops it.
fn send_by_permit<M: LoneProducer, const N: usize>(tx: &mut Producer<'_, u32, N, M>, model: &mut Model, is_used: bool) {
    let refusal = model.refusal(());
    let has_room = !model.closed && model.messages.len() < N;
    match tx.try_reserve() {
        Ok(permit) => {
            assert!(has_room);
            if is_used {
                permit.send(model.next + 1);
                model.send(N, 1);
            }
        }
        Err(error) => assert!(!has_room && error == refusal),
    }
}

/// Receives one by one what a mode without chunks has to.
fn recv_some<M: Mode, const N: usize>(rx: &Consumer<'_, u32, N, M>, model: &mut Model, n: usize) {
    for _ in 0..n % (N + 1) {
        assert_eq!(rx.try_recv(), model.receive());
    }
}

pub(crate) mod spsc {
    use super::super::queue::Model;
    use strait::spsc::{Consumer, Producer};

    pub(crate) fn send_many<const N: usize>(tx: &mut Producer<u32, N>, numbers: Vec<u32>, expected: usize) {
        super::send_iterator(tx, numbers, expected);
    }

    pub(crate) fn send_in_place<const N: usize>(tx: &mut Producer<u32, N>, model: &mut Model, n: usize, _: usize) {
        super::send_by_permit(tx, model, n % 4 != 0);
    }

    pub(crate) fn recv_in_place<const N: usize>(rx: &mut Consumer<u32, N>, model: &mut Model, n: usize, _: usize) {
        super::recv_some(rx, model, n);
    }
}

pub(crate) mod mpsc {
    use super::super::queue::Model;
    use std::collections::VecDeque;
    use strait::mpsc::{Consumer, Producer};

    pub(crate) fn send_many<const N: usize>(tx: &mut Producer<u32, N>, numbers: Vec<u32>, expected: usize) {
        let rest = numbers[expected..].to_vec();
        let mut numbers = VecDeque::from(numbers);
        assert_eq!(tx.try_send_deque(&mut numbers), expected);
        assert_eq!(numbers, rest);
    }

    /// Another producer, which comes and goes.
    pub(crate) fn send_in_place<const N: usize>(tx: &mut Producer<u32, N>, model: &mut Model, n: usize, _: usize) {
        let another = tx.clone();
        for _ in 0..n % 4 {
            let number = model.next + 1;
            assert_eq!(another.try_send(number).is_ok(), model.send(N, 1) == 1);
        }
    }

    pub(crate) fn recv_in_place<const N: usize>(rx: &mut Consumer<u32, N>, model: &mut Model, n: usize, _: usize) {
        super::recv_some(rx, model, n);
    }
}

pub(crate) mod pipe {
    use super::super::queue::Model;
    use strait::pipe::{Consumer, Producer};

    pub(crate) fn send_many<const N: usize>(tx: &mut Producer<u32, N>, numbers: Vec<u32>, expected: usize) {
        super::send_iterator(tx, numbers, expected);
    }

    pub(crate) fn send_in_place<const N: usize>(tx: &mut Producer<u32, N>, model: &mut Model, n: usize, k: usize) {
        let wanted = n % (2 * N);
        match k % 4 {
            0 => super::send_by_permit(tx, model, n % 4 != 0),
            1 => {
                let numbers = model.fresh_many(wanted);
                let refusal = model.refusal(());
                let expected = match model.send(N, wanted) {
                    0 if wanted > 0 => Err(refusal),
                    sent => Ok(sent),
                };
                assert_eq!(tx.try_send_slice(&numbers), expected);
            }
            2 => {
                let first = model.next + 1;
                match tx.write_chunk(wanted) {
                    Ok(chunk) => {
                        let filled = chunk.fill_from_iter((first..).take(wanted));
                        assert_eq!(filled, model.send(N, wanted));
                    }
                    Err(error) => assert_eq!((error, model.send(N, wanted)), (model.refusal(()), 0)),
                }
            }
            _ => {
                let first = model.next + 1;
                match tx.write_chunk(wanted) {
                    Ok(mut chunk) => {
                        let (before, behind) = chunk.as_mut_slices();
                        for (slot, number) in before.iter_mut().chain(behind).zip(first..) {
                            slot.write(number);
                        }
                        let committed = k / 4 % (chunk.len() + 1);
                        // SAFETY: all slots of the chunk are written.
                        unsafe { chunk.commit(committed) };
                        assert_eq!(model.send(N, committed), committed);
                    }
                    Err(error) => assert_eq!((error, model.send(N, wanted)), (model.refusal(()), 0)),
                }
            }
        }
    }

    pub(crate) fn recv_in_place<const N: usize>(rx: &mut Consumer<u32, N>, model: &mut Model, n: usize, k: usize) {
        let wanted = n % (2 * N);
        if k % 3 == 0 {
            let mut received = vec![0; wanted];
            let expected = match wanted.min(model.messages.len()) {
                0 if wanted > 0 => Err(model.receive().unwrap_err()),
                count => Ok(count),
            };
            assert_eq!(rx.try_recv_slice(&mut received), expected);
            let count = expected.unwrap_or(0);
            assert!(received[..count].iter().copied().eq(model.messages.drain(..count)));
            return;
        }
        match rx.read_chunk(wanted) {
            Ok(chunk) => {
                let (before, behind) = chunk.as_slices();
                assert_eq!(chunk.len(), wanted.min(model.messages.len()));
                assert!(before.iter().chain(behind).eq(model.messages.iter().take(chunk.len())));
                let taken = k / 3 % (chunk.len() + 1);
                let expected = model.messages.drain(..taken);
                if k % 3 == 1 {
                    chunk.commit(taken);
                } else {
                    assert!(chunk.into_iter().take(taken).eq(expected));
                }
            }
            Err(error) => assert_eq!(Err(error), model.receive()),
        }
    }
}

/// The same for messages that count their drops.
pub(super) mod lives {
    #![allow(clippy::forget_non_drop, reason = "that a type has no drop is how it may be forgotten")]

    use super::super::lives::Life;
    use crate::counted::Counted;
    use std::mem::forget;
    use strait::{LoneProducer, Producer};

    fn send_iterator<M: LoneProducer, const N: usize>(tx: &mut Producer<'_, Counted, N, M>, life: &mut Life, n: usize) {
        let (made, room) = (n % (N + 2), life.room(N));
        let mut messages = (0..made).map(|_| life.message()).collect::<Vec<_>>().into_iter();
        let sent = tx.try_send_many(&mut messages);
        assert_eq!((sent, messages.len()), (made.min(room), made - sent));
        drop(messages);
        life.sent(made, sent);
    }

    /// Gets a permit; uses it, drops it or forgets it.
    fn send_by_permit<M: LoneProducer, const N: usize>(
        tx: &mut Producer<'_, Counted, N, M>,
        life: &mut Life,
        n: usize,
    ) {
        match tx.try_reserve() {
            Ok(permit) => {
                assert!(life.room(N) > 0);
                match n % 3 {
                    0 => drop(permit),
                    1 => forget(permit),
                    _ => {
                        permit.send(life.message());
                        life.sent(1, 1);
                    }
                }
            }
            Err(error) => assert!(life.room(N) == 0 && life.refuses(&error)),
        }
    }

    pub(crate) mod spsc {
        use super::{Counted, Life};
        use strait::spsc::{ConsumerRef, ProducerRef};

        pub(crate) fn send_many<const N: usize>(tx: &mut ProducerRef<Counted, N>, life: &mut Life, n: usize) {
            super::send_iterator(tx, life, n);
        }

        pub(crate) fn send_in_place<const N: usize>(
            tx: &mut ProducerRef<Counted, N>,
            life: &mut Life,
            n: usize,
            _: usize,
        ) {
            super::send_by_permit(tx, life, n);
        }

        pub(crate) fn recv_in_place<const N: usize>(
            rx: &mut ConsumerRef<Counted, N>,
            life: &mut Life,
            _: usize,
            _: usize,
        ) {
            assert_eq!(rx.peek().map(|message| message.number), life.ring.front().copied());
        }
    }

    pub(crate) mod mpsc {
        use super::{Counted, Life};
        use std::collections::VecDeque;
        use strait::mpsc::{ConsumerRef, ProducerRef};

        pub(crate) fn send_many<const N: usize>(tx: &mut ProducerRef<Counted, N>, life: &mut Life, n: usize) {
            let (made, room) = (n % (N + 2), life.room(N));
            let mut messages: VecDeque<_> = (0..made).map(|_| life.message()).collect();
            let sent = tx.try_send_deque(&mut messages);
            assert_eq!((sent, messages.len()), (made.min(room), made - sent));
            drop(messages);
            life.sent(made, sent);
        }

        /// Another producer, which comes and goes.
        pub(crate) fn send_in_place<const N: usize>(
            tx: &mut ProducerRef<Counted, N>,
            life: &mut Life,
            n: usize,
            _: usize,
        ) {
            let another = tx.clone();
            for _ in 0..n % 3 {
                let (message, room) = (life.message(), life.room(N));
                let sent = another.try_send(message).is_ok();
                assert_eq!(sent, room > 0);
                life.sent(1, usize::from(sent));
            }
        }

        pub(crate) fn recv_in_place<const N: usize>(
            rx: &mut ConsumerRef<Counted, N>,
            life: &mut Life,
            _: usize,
            _: usize,
        ) {
            assert_eq!(rx.peek().map(|message| message.number), life.ring.front().copied());
        }
    }

    pub(crate) mod pipe {
        use super::{Counted, Life, forget};
        use crate::panicking::panics;
        use strait::pipe::{ConsumerRef, ProducerRef};

        pub(crate) fn send_many<const N: usize>(tx: &mut ProducerRef<Counted, N>, life: &mut Life, n: usize) {
            super::send_iterator(tx, life, n);
        }

        /// Gets a chunk; fills it, fills a part of it, or writes there and forgets it.
        pub(crate) fn send_in_place<const N: usize>(
            tx: &mut ProducerRef<Counted, N>,
            life: &mut Life,
            n: usize,
            k: usize,
        ) {
            let wanted = 1 + n % (N + 1);
            match (k % 3, tx.write_chunk(wanted)) {
                (0, _) => super::send_by_permit(tx, life, n),
                (_, Err(error)) => assert!(life.room(N) == 0 && life.refuses(&error)),
                (1, Ok(chunk)) => {
                    assert_eq!(chunk.len(), wanted.min(life.room(N)));
                    let made = k / 3 % (wanted + 1);
                    let filled = chunk.fill_from_iter((0..made).map(|_| life.message()));
                    assert_eq!(filled, made.min(life.room(N)));
                    // What does not fit is not asked for.
                    life.sent(filled, filled);
                }
                (_, Ok(mut chunk)) => {
                    chunk.as_mut_slices().0[0].write(life.message());
                    life.forgotten();
                    forget(chunk);
                }
            }
        }

        /// Gets a chunk; drops some of it, takes some of it, or forgets it.
        pub(crate) fn recv_in_place<const N: usize>(
            rx: &mut ConsumerRef<Counted, N>,
            life: &mut Life,
            n: usize,
            k: usize,
        ) {
            let Ok(chunk) = rx.read_chunk(1 + n % (N + 1)) else {
                assert!(life.ring.is_empty());
                return;
            };
            let (before, behind) = chunk.as_slices();
            let numbers = before.iter().chain(behind).map(|message| message.number);
            assert!(numbers.eq(life.ring.iter().copied().take(chunk.len())));
            let count = k / 4 % (chunk.len() + 1);
            match k % 4 {
                0 => {
                    let dropped = life.dropped_of(count);
                    let panicked = panics(|| chunk.commit(count));
                    let last = (0..dropped).filter_map(|_| life.taken()).last();
                    assert_eq!(panicked, life.is_bomb(last));
                }
                1 => {
                    let taken: Vec<_> = chunk.into_iter().take(count).collect();
                    taken.into_iter().for_each(|message| life.receive(message));
                }
                2 => drop(chunk),
                _ => forget(chunk),
            }
        }
    }
}

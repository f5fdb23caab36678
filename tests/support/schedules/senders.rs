//! The producers: their operations, and how those of each mode differ.

use super::Operation;
use super::record::{Message, Record, Refusal, finished};
use super::scheduled::{poll_times, soon};
use shuttle::future::block_on;
use shuttle::thread;
use std::pin::pin;
use std::sync::Arc;
use strait::{LoneProducer, PartialSendError, Producer, Quiet, Refuses, Shared, Slices, Waits};

pub(super) type Tx<M, const N: usize> = Producer<'static, Message, N, M>;

/// A producer's number, that of its next message, and what every thread knows.
pub(super) struct Sender<'a> {
    pub(super) from: usize,
    pub(super) next: u32,
    pub(super) record: &'a Record,
    pub(super) alive: &'a Arc<()>,
}

impl Sender<'_> {
    /// A message with so many of its array behind it.
    fn message(&mut self, behind: usize) -> Message {
        self.next += 1;
        Message { from: self.from, number: self.next, behind, alive: Arc::clone(self.alive) }
    }

    fn array<const K: usize>(&mut self) -> [Message; K] {
        std::array::from_fn(|index| self.message(K - 1 - index))
    }

    /// Messages that may be sent in parts.
    fn batch(&mut self, count: usize) -> Vec<Message> {
        (0..count).map(|_| self.message(0)).collect()
    }
}

/// How many were sent of a batch that waits: fewer only if the channel closed.
fn sent_of_batch(sent: Result<usize, PartialSendError>) -> Result<usize, Refusal> {
    match sent {
        Ok(count) => Ok(count),
        Err(PartialSendError { sent: 0 }) => Err(Refusal::Closed),
        Err(PartialSendError { sent }) => Ok(sent),
    }
}

/// What lone producers do in their way.
pub(super) mod lone {
    use super::{LoneProducer, Message, PartialSendError, Sender, Tx, Waits, block_on};

    /// The producers of a program, from the first handle.
    pub(in super::super) fn handles<M: LoneProducer, const N: usize>(tx: Tx<M, N>, _: usize) -> Vec<Tx<M, N>> {
        vec![tx]
    }

    pub(in super::super) fn try_send_batch<M: LoneProducer, const N: usize>(
        tx: &mut Tx<M, N>,
        batch: Vec<Message>,
    ) -> usize {
        tx.try_send_many(&mut batch.into_iter())
    }

    pub(super) fn send_batch<M: LoneProducer + Waits, const N: usize>(
        tx: &mut Tx<M, N>,
        batch: Vec<Message>,
    ) -> Result<usize, PartialSendError> {
        tx.send_many(batch)
    }

    /// A permit that is used, dropped or forgotten.
    #[allow(clippy::forget_non_drop, reason = "that a permit has no drop is how it may be forgotten")]
    pub(super) fn send_in_place<M: LoneProducer + Waits, const N: usize>(
        tx: &mut Tx<M, N>,
        sender: &mut Sender<'_>,
        n: u8,
    ) {
        let message = sender.message(0);
        sender.record.send(N, 1, || {
            let permit = match n % 3 {
                0 => tx.try_reserve()?,
                1 => tx.reserve()?,
                _ => block_on(tx.reserve_async())?,
            };
            match n / 3 % 4 {
                0 => drop(permit),
                1 => std::mem::forget(permit),
                _ => {
                    permit.send(message);
                    return Ok(1);
                }
            }
            Ok(0)
        });
    }
}

/// What one of many producers does in its way.
pub(super) mod many {
    use super::{Message, PartialSendError, Refuses, Sender, Shared, Tx, Waits};

    pub(in super::super) fn handles<M: Refuses<Producers: Shared>, const N: usize>(
        tx: Tx<M, N>,
        count: usize,
    ) -> Vec<Tx<M, N>> {
        let mut handles = vec![tx.clone(); count - 1];
        handles.push(tx);
        handles
    }

    pub(in super::super) fn try_send_batch<M: Refuses<Producers: Shared>, const N: usize>(
        tx: &mut Tx<M, N>,
        batch: Vec<Message>,
    ) -> usize {
        tx.try_send_deque(&mut batch.into())
    }

    pub(super) fn send_batch<M: Waits<Producers: Shared>, const N: usize>(
        tx: &mut Tx<M, N>,
        batch: Vec<Message>,
    ) -> Result<usize, PartialSendError> {
        tx.send_deque(&mut batch.into())
    }

    /// One more producer, which comes and goes.
    pub(super) fn send_in_place<M: Refuses<Producers: Shared>, const N: usize>(
        tx: &mut Tx<M, N>,
        sender: &mut Sender<'_>,
        _: u8,
    ) {
        let another = tx.clone();
        let message = sender.message(0);
        sender.record.send(N, 1, || Ok(another.try_send(message).map(|()| 1)?));
    }
}

/// A permit, or a chunk that is filled in part.
fn send_chunk<M: Slices + Waits, const N: usize>(tx: &mut Tx<M, N>, sender: &mut Sender<'_>, n: u8) {
    if n & 1 == 0 {
        lone::send_in_place(tx, sender, n);
    } else {
        let count = 1 + usize::from(n / 2 % 3);
        let mut batch = sender.batch(count);
        let taken = usize::from(n / 8 % 4);
        sender.record.send(N, count, || Ok(tx.write_chunk(count)?.fill_from_iter(batch.drain(..).take(taken))));
    }
}

/// The producers of each mode.
macro_rules! senders {
    ($($mode:ident: $kind:ident, $send_in_place:path;)*) => {
        $(
            #[allow(unused_mut, reason = "the futures of an `mpsc` producer borrow it by `&self`")]
            pub(super) fn $mode<const N: usize, const K: usize>(
                mut tx: strait::$mode::Producer<Message, N>,
                mut sender: Sender<'_>,
                operations: &[Operation],
            ) {
                let record = sender.record;
                for &[kind, n] in operations {
                    let (count, polls) = (1 + usize::from(n % 3), u64::from(n % 4));
                    match kind % 14 {
                        0 | 1 => {
                            let message = sender.message(0);
                            record.send(N, 1, || Ok(tx.try_send(message).map(|()| 1)?));
                        }
                        2 => {
                            let message = sender.message(0);
                            record.send(N, 1, || Ok(tx.send(message).map(|()| 1)?));
                        }
                        3 => {
                            let message = sender.message(0);
                            record.send(N, 1, || Ok(tx.send_timeout(message, soon(n.into())).map(|()| 1)?));
                        }
                        4 | 5 => {
                            let message = sender.message(0);
                            record.send(N, 1, || {
                                let output = poll_times(pin!(tx.send_async(message)), polls);
                                finished(output, Refusal::GaveUp).map(|()| 1)
                            });
                        }
                        6 => {
                            let message = sender.message(0);
                            record.send(N, 1, || Ok(block_on(tx.send_async(message)).map(|()| 1)?));
                        }
                        7 => {
                            let array = sender.array::<K>();
                            record.send(N, K, || Ok(tx.try_send_array(array).map(|()| K)?));
                        }
                        8 => {
                            let array = sender.array::<K>();
                            record.send(N, K, || Ok(tx.send_array(array).map(|()| K)?));
                        }
                        9 => {
                            let array = sender.array::<K>();
                            record.send(N, K, || {
                                let output = poll_times(pin!(tx.send_array_async(array)), polls);
                                finished(output, Refusal::GaveUp).map(|()| K)
                            });
                        }
                        10 => {
                            let batch = sender.batch(count);
                            record.send(N, count, || Ok($kind::try_send_batch(&mut tx, batch)));
                        }
                        11 => {
                            let batch = sender.batch(count);
                            record.send(N, count, || sent_of_batch($kind::send_batch(&mut tx, batch)));
                        }
                        12 => $send_in_place(&mut tx, &mut sender, n),
                        // Seldom: little happens after it.
                        _ if n > 200 => {
                            record.closes();
                            tx.close();
                        }
                        _ if n < 32 => record.finds_closed(tx.closed_timeout(soon(n.into()))),
                        _ if n < 64 => record.finds_closed(poll_times(pin!(tx.closed_async()), polls).is_some()),
                        _ => thread::yield_now(),
                    }
                }
                record.closes();
            }
        )*
    };
}

senders! {
    spsc: lone, lone::send_in_place;
    mpsc: many, many::send_in_place;
    pipe: lone, send_chunk;
}

/// The producers of a quiet channel.
pub(super) fn quiet<M: Waits, const N: usize>(
    mut tx: Tx<Quiet<M>, N>,
    mut sender: Sender<'_>,
    operations: &[Operation],
    try_send_batch: fn(&mut Tx<Quiet<M>, N>, Vec<Message>) -> usize,
) {
    for &[kind, n] in operations {
        match kind % 4 {
            0 => tx.notify(),
            1 => {
                let count = 1 + usize::from(n % 3);
                let batch = sender.batch(count);
                sender.record.send(N, count, || Ok(try_send_batch(&mut tx, batch)));
            }
            _ => {
                let message = sender.message(0);
                sender.record.send(N, 1, || Ok(tx.try_send(message).map(|()| 1)?));
            }
        }
    }
    sender.record.closes();
}

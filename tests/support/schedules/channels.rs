//! The operations of each mode, and the channels that programs run on.

use super::record::{Message, Nothing, Received, Record, Refusal};
use super::scheduled::{poll_times, soon};
use super::{Operation, Program};
use shuttle::future::block_on;
use shuttle::thread;
use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use strait::{
    Link, LoneProducer, Producer, RecvError, RecvTimeoutError, SendError, SendManyError, SendTimeoutError,
    TryRecvError, TrySendError,
};

/// A producer's number, its next message's, and what every thread knows.
struct Sender<'a> {
    from: usize,
    next: u32,
    record: &'a Record,
    alive: &'a Arc<()>,
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

    /// Messages that may be parted.
    fn batch(&mut self, count: usize) -> Vec<Message> {
        (0..count).map(|_| self.message(0)).collect()
    }
}

impl<V> From<TrySendError<V>> for Refusal {
    fn from(error: TrySendError<V>) -> Self {
        match error {
            TrySendError::Full(_) => Self::Full,
            TrySendError::Closed(_) => Self::Closed,
        }
    }
}

impl<V> From<SendTimeoutError<V>> for Refusal {
    fn from(error: SendTimeoutError<V>) -> Self {
        match error {
            SendTimeoutError::Timeout(_) => Self::GaveUp,
            SendTimeoutError::Closed(_) => Self::Closed,
        }
    }
}

impl<V> From<SendError<V>> for Refusal {
    fn from(_: SendError<V>) -> Self {
        Self::Closed
    }
}

impl From<TryRecvError> for Nothing {
    fn from(error: TryRecvError) -> Self {
        match error {
            TryRecvError::Empty => Self::Empty,
            TryRecvError::Closed => Self::Closed,
        }
    }
}

impl From<RecvTimeoutError> for Nothing {
    fn from(error: RecvTimeoutError) -> Self {
        match error {
            RecvTimeoutError::Timeout => Self::GaveUp,
            RecvTimeoutError::Closed => Self::Closed,
        }
    }
}

impl From<RecvError> for Nothing {
    fn from(_: RecvError) -> Self {
        Self::Closed
    }
}

/// How many were sent of a batch that waits: fewer only if the channel closed.
fn sent_of_batch(sent: Result<usize, SendManyError>) -> Result<usize, Refusal> {
    match sent {
        Ok(count) => Ok(count),
        Err(SendManyError { sent: 0, .. }) => Err(Refusal::Closed),
        Err(SendManyError { sent, .. }) => Ok(sent),
    }
}

/// The output of a future that may have been dropped before its end.
fn finished<V, E: Into<R>, R>(output: Option<Result<V, E>>, gave_up: R) -> Result<V, R> {
    output.map_or(Err(gave_up), |output| output.map_err(Into::into))
}

/// A permit that is used, given back or forgotten.
fn send_by_permit<M: LoneProducer, L: Link, const N: usize>(
    tx: &mut Producer<Message, N, M, L>,
    message: Message,
    n: u8,
) -> Result<usize, Refusal> {
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
}

/// A batch as the mode takes it.
macro_rules! batch {
    (mpsc $sender:ident $count:ident) => {
        VecDeque::from($sender.batch($count))
    };
    ($mode:ident $sender:ident $count:ident) => {
        $sender.batch($count).into_iter()
    };
}

/// What only some modes have.
macro_rules! special {
    (mpsc send $tx:ident $sender:ident $n:ident) => {{
        let another = $tx.clone();
        let message = $sender.message(0);
        $sender.record.send(another.capacity(), 1, || Ok(another.try_send(message).map(|()| 1)?));
    }};
    (pipe send $tx:ident $sender:ident $n:ident) => {{
        if $n % 2 == 0 {
            special!(spsc send $tx $sender $n);
        } else {
            let count = 1 + usize::from($n / 2 % 3);
            let mut batch = $sender.batch(count);
            let taken = usize::from($n / 8 % 4);
            $sender.record.send($tx.capacity(), count, || {
                Ok($tx.write_chunk(count)?.fill_from_iter(batch.drain(..).take(taken)))
            });
        }
    }};
    (spsc send $tx:ident $sender:ident $n:ident) => {{
        let message = $sender.message(0);
        $sender.record.send($tx.capacity(), 1, || send_by_permit(&mut $tx, message, $n));
    }};
    (pipe recv $rx:ident $received:ident $n:ident) => {
        $received.take(|| {
            let chunk = $rx.read_chunk(1 + usize::from($n % 3))?;
            Ok(chunk.into_iter().take(usize::from($n / 4 % 4)).collect())
        })
    };
    ($mode:ident recv $rx:ident $received:ident $n:ident) => {
        if let Some(number) = $rx.peek().map(|message| message.number) {
            assert_eq!($rx.peek_mut().map(|message| message.number), Some(number), "it stays until it is received");
        }
    };
}

/// A mode's threads.
macro_rules! threads {
    ($($mode:ident)*) => {
        $(
            #[allow(unused_mut, reason = "an `mpsc` producer sends through `&self`")]
            mod $mode {
                use super::*;
                use strait::$mode::{Consumer, Producer};

                pub(super) fn send<const N: usize, const K: usize>(
                    mut tx: Producer<Message, N>,
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
                                let mut batch = batch!($mode sender count);
                                record.send(N, count, || Ok(tx.try_send_many(&mut batch)));
                            }
                            11 => {
                                let mut batch = batch!($mode sender count);
                                record.send(N, count, || sent_of_batch(tx.send_many(&mut batch)));
                            }
                            12 => special!($mode send tx sender n),
                            // Seldom: little happens after it.
                            _ if n > 200 => {
                                record.closes();
                                tx.close();
                            }
                            _ => thread::yield_now(),
                        }
                    }
                    record.closes();
                }

                pub(super) fn send_quietly<const N: usize>(
                    tx: Producer<Message, N>,
                    mut sender: Sender<'_>,
                    operations: &[Operation],
                ) {
                    let mut tx = tx.quiet();
                    for &[kind, n] in operations {
                        match kind % 4 {
                            0 => tx.notify(),
                            1 => {
                                let count = 1 + usize::from(n % 3);
                                let mut batch = batch!($mode sender count);
                                sender.record.send(N, count, || Ok(tx.try_send_many(&mut batch)));
                            }
                            _ => {
                                let message = sender.message(0);
                                sender.record.send(N, 1, || Ok(tx.try_send(message).map(|()| 1)?));
                            }
                        }
                    }
                    sender.record.closes();
                }

                pub(super) fn receive<const N: usize>(
                    mut rx: Consumer<Message, N>,
                    received: &mut Received<'_>,
                    operations: &[Operation],
                    leaves: bool,
                ) {
                    for &[kind, n] in operations {
                        let (max, polls) = (1 + usize::from(n % 3), u64::from(n % 4));
                        let mut batch = Vec::new();
                        match kind % 13 {
                            0 | 1 => received.take(|| Ok(vec![rx.try_recv()?])),
                            2 => received.take(|| Ok(vec![rx.recv()?])),
                            3 => received.take(|| Ok(vec![rx.recv_timeout(soon(n.into()))?])),
                            4 | 5 => received.take(|| {
                                let output = poll_times(pin!(rx.recv_async()), polls);
                                Ok(vec![finished(output, Nothing::GaveUp)?])
                            }),
                            6 => received.take(|| Ok(vec![block_on(rx.recv_async())?])),
                            7 => received.take(|| {
                                rx.try_recv_many(&mut batch, max);
                                Ok(batch)
                            }),
                            8 => received.take(|| {
                                rx.recv_many(&mut batch, max)?;
                                Ok(batch)
                            }),
                            9 => received.take(|| {
                                let output = poll_times(pin!(rx.recv_many_async(&mut batch, max)), polls);
                                finished(output, Nothing::GaveUp)?;
                                Ok(batch)
                            }),
                            10 => received.take(|| Ok(rx.drain().take(max).collect())),
                            11 => special!($mode recv rx received n),
                            // Seldom: little happens after it.
                            _ if n > 200 => {
                                received.closes();
                                rx.close();
                            }
                            _ => thread::yield_now(),
                        }
                    }
                    if leaves {
                        received.closes();
                    } else {
                        while !received.is_closed() {
                            received.take(|| Ok(vec![rx.recv()?]));
                        }
                    }
                }
            }
        )*
    };
}

threads! { spsc mpsc pipe }

/// Whether a mode has a lone producer.
macro_rules! has_lone_producer {
    (mpsc) => {
        false
    };
    ($mode:ident) => {
        true
    };
}

/// The producers of a program, from the first handle.
macro_rules! handles {
    (mpsc $tx:ident $count:expr) => {{
        let mut handles = vec![$tx.clone(); $count - 1];
        handles.push($tx);
        handles
    }};
    ($mode:ident $tx:ident $count:expr) => {
        vec![$tx]
    };
}

/// Makes a function of each channel, and the list of them.
macro_rules! programs {
    ($($name:ident: $mode:ident, $n:literal;)*) => {
        /// All channels: whether they have a lone producer, and what runs a program on them.
        const CHANNELS: &[(bool, fn(&Program, &Arc<()>))] = &[$((has_lone_producer!($mode), $name)),*];

        $(
            fn $name(program: &Program, alive: &Arc<()>) {
                const K: usize = if $n < 3 { $n } else { 3 };
                let (tx, rx) = strait::$mode::channel::<Message, $n>();
                let record = Arc::new(Record::default());
                let handles = handles!($mode tx program.producers.len());
                let senders = handles.into_iter().zip(program.producers.clone()).enumerate();
                let senders: Vec<_> = senders.map(|(from, (tx, operations))| {
                    let (record, alive) = (Arc::clone(&record), Arc::clone(alive));
                    let is_quiet = program.quiet >> from & 1 == 1;
                    thread::spawn(move || {
                        let sender = Sender { from, next: 0, record: &record, alive: &alive };
                        if is_quiet {
                            $mode::send_quietly(tx, sender, &operations);
                        } else {
                            $mode::send::<$n, K>(tx, sender, &operations);
                        }
                    })
                }).collect();
                let mut received = Received::by(&record, is_lone(program.channel));
                $mode::receive(rx, &mut received, &program.consumer, program.quiet >> 3 & 1 == 1);
                senders.into_iter().for_each(|sender| sender.join().unwrap());
                received.assert_all();
            }
        )*
    };
}

programs! {
    spsc_of_1: spsc, 1;
    spsc_of_2: spsc, 2;
    spsc_of_8: spsc, 8;
    mpsc_of_1: mpsc, 1;
    mpsc_of_2: mpsc, 2;
    mpsc_of_4: mpsc, 4;
    pipe_of_1: pipe, 1;
    pipe_of_2: pipe, 2;
    pipe_of_4: pipe, 4;
}

pub(super) fn is_lone(channel: u8) -> bool {
    CHANNELS[usize::from(channel) % CHANNELS.len()].0
}

/// Runs a program on its channel.
pub(super) fn run(program: &Program, alive: &Arc<()>) {
    CHANNELS[usize::from(program.channel) % CHANNELS.len()].1(program, alive);
}

//! The channels that programs run on, and what their consumers do.

use super::Operation;
use super::Program;
use super::record::{Message, Nothing, Received, Record, finished};
use super::scheduled::{poll_times, soon};
use super::senders::{self, Sender, Tx, lone, many};
use shuttle::future::block_on;
use shuttle::thread;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use strait::{Consumer, Keeps, LoneConsumer, Refuses, Slices};

type Rx<M, const N: usize> = Consumer<'static, Message, N, M>;

/// A chunk that is received in part.
fn receive_chunk<M: Slices, const N: usize>(rx: &mut Rx<M, N>, received: &mut Received<'_>, n: u8) {
    received.take(|| {
        let chunk = rx.read_chunk(1 + usize::from(n % 3))?;
        Ok(chunk.into_iter().take(usize::from(n / 4 % 4)).collect())
    });
}

/// A message that is peeked at.
fn peek<M: Keeps + LoneConsumer, const N: usize>(rx: &mut Rx<M, N>, _: &mut Received<'_>, _: u8) {
    if let Some(number) = rx.peek().map(|message| message.number) {
        assert_eq!(rx.peek_mut().map(|message| message.number), Some(number), "it stays until it is received");
    }
}

/// The consumer of any mode; `in_place` receives or peeks as the mode can.
fn receive<M: LoneConsumer, const N: usize>(
    mut rx: Rx<M, N>,
    received: &mut Received<'_>,
    program: &Program,
    in_place: fn(&mut Rx<M, N>, &mut Received<'_>, u8),
) {
    for &[kind, n] in &program.consumer {
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
            11 => in_place(&mut rx, received, n),
            // Seldom: little happens after it.
            _ if n > 200 => {
                received.closes();
                rx.close();
            }
            _ if n < 32 => received.finds_closed(rx.closed_timeout(soon(n.into()))),
            _ if n < 64 => received.finds_closed(poll_times(pin!(rx.closed_async()), polls).is_some()),
            _ if n < 128 => received.take(|| match rx.poll_recv(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(message) => Ok(vec![message?]),
                Poll::Pending => Err(Nothing::GaveUp),
            }),
            _ => thread::yield_now(),
        }
    }
    if program.consumer_leaves() {
        received.closes();
    } else {
        while !received.is_closed() {
            received.take(|| Ok(vec![rx.recv()?]));
        }
    }
}

/// What differs by mode.
struct Ways<M: Refuses + LoneConsumer, const N: usize> {
    handles: fn(Tx<M, N>, usize) -> Vec<Tx<M, N>>,
    send: fn(Tx<M, N>, Sender<'_>, &[Operation]),
    receive_in_place: fn(&mut Rx<M, N>, &mut Received<'_>, u8),
}

/// Runs a program on a channel.
fn run_on<M: Refuses + LoneConsumer, const N: usize>(
    (tx, rx): (Tx<M, N>, Rx<M, N>),
    ways: Ways<M, N>,
    program: &Program,
    alive: &Arc<()>,
) {
    let record = Arc::new(Record::default());
    let handles = (ways.handles)(tx, program.producers.len());
    let senders = handles.into_iter().zip(program.producers.clone()).enumerate();
    let senders: Vec<_> = senders
        .map(|(from, (tx, operations))| {
            let (record, alive) = (Arc::clone(&record), Arc::clone(alive));
            thread::spawn(move || {
                (ways.send)(tx, Sender { from, next: 0, record: &record, alive: &alive }, &operations);
            })
        })
        .collect();
    let mut received = Received::by(&record, is_lone(program.channel));
    receive(rx, &mut received, program, ways.receive_in_place);
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    received.assert_all();
}

/// Whether producers are alone.
macro_rules! is_lone {
    (lone) => {
        true
    };
    (many) => {
        false
    };
}

/// Makes a function of each channel, and the list of them.
macro_rules! programs {
    ($($name:ident: $mode:ident, $kind:ident, $n:literal, $receive_in_place:ident;)*) => {
        /// All channels: whether they have a lone producer, and what runs a program on them.
        const CHANNELS: &[(bool, fn(&Program, &Arc<()>))] = &[$((is_lone!($kind), $name)),*];

        $(
            fn $name(program: &Program, alive: &Arc<()>) {
                const K: usize = if $n < 3 { $n } else { 3 };
                if program.is_quiet() {
                    let send = |tx: Tx<_, $n>, sender: Sender<'_>, operations: &[Operation]| {
                        senders::quiet(tx, sender, operations, $kind::try_send_batch);
                    };
                    let ways = Ways { handles: $kind::handles, send, receive_in_place: $receive_in_place };
                    run_on(strait::$mode::quiet_channel(), ways, program, alive);
                } else {
                    let ways = Ways { handles: $kind::handles, send: senders::$mode::<$n, K>, receive_in_place: $receive_in_place };
                    run_on(strait::$mode::channel(), ways, program, alive);
                }
            }
        )*
    };
}

programs! {
    spsc_of_1: spsc, lone, 1, peek;
    spsc_of_2: spsc, lone, 2, peek;
    spsc_of_8: spsc, lone, 8, peek;
    mpsc_of_1: mpsc, many, 1, peek;
    mpsc_of_2: mpsc, many, 2, peek;
    mpsc_of_4: mpsc, many, 4, peek;
    pipe_of_1: pipe, lone, 1, receive_chunk;
    pipe_of_2: pipe, lone, 2, receive_chunk;
    pipe_of_4: pipe, lone, 4, receive_chunk;
}

pub(super) fn is_lone(channel: u8) -> bool {
    CHANNELS[usize::from(channel) % CHANNELS.len()].0
}

/// Runs a program on its channel.
pub(super) fn run(program: &Program, alive: &Arc<()>) {
    CHANNELS[usize::from(program.channel) % CHANNELS.len()].1(program, alive);
}

//! A completion thread that wakes its executor once per batch, and not at all while the executor is awake.
//!
//! By hand: `crossbeam` and an eventfd per thread, with a flag that tells whether the reader sleeps, and a race between
//! the two. Here the thread that reaps completions (of io_uring, of a GPU) sends through a quiet channel, where a send
//! wakes nobody, and calls `notify` once after each batch. A `notify` costs nothing unless the reader is asleep. The
//! waker is the executor's own: one that writes to an eventfd works as well as the one below, which unparks a thread.
//!
//! Run it: `cargo run --release --example completion_thread`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use strait::spsc;

const SLOTS: usize = 64;
const BATCH: usize = 32;

struct Completion {
    operation: usize,
    /// Stands for a completion whose handling takes long.
    takes_long: bool,
}

type Completions = spsc::QuietProducer<Completion, SLOTS>;

/// What the executor sleeps on, and how often it was woken.
struct Alarm {
    executor: Thread,
    wakes: AtomicUsize,
}

impl Alarm {
    fn wakes(&self) -> usize {
        self.wakes.load(Ordering::Relaxed)
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, Ordering::Relaxed);
        self.executor.unpark();
    }
}

/// What the executor is doing; it reports this so that the example can check what it claims.
#[derive(Debug, PartialEq, Eq)]
enum State {
    AboutToSleep,
    Working,
}

/// A minimal executor: polls one future, and parks until it is woken.
fn block_on<F: Future>(future: F, alarm: &Arc<Alarm>, mut about_to_sleep: impl FnMut()) -> F::Output {
    let waker = Waker::from(Arc::clone(alarm));
    let mut future = pin!(future);
    loop {
        let before = alarm.wakes();
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        about_to_sleep();
        while alarm.wakes() == before {
            thread::park();
        }
    }
}

/// Handles completions until the channel is closed; returns how many there were.
fn execute(
    mut completions: spsc::QuietConsumer<Completion, SLOTS>,
    alarm_tx: spsc::Producer<Arc<Alarm>, 1>,
    state: spsc::Producer<State, 1>,
    go_on: spsc::Consumer<(), 1>,
) -> usize {
    let alarm = Arc::new(Alarm { executor: thread::current(), wakes: AtomicUsize::new(0) });
    alarm_tx.send(Arc::clone(&alarm)).expect("the completion thread waits for it");
    let mut batch = Vec::with_capacity(SLOTS);
    let mut handled = 0;
    loop {
        let tell = || state.send(State::AboutToSleep).expect("the completion thread listens");
        let Ok(_) = block_on(completions.recv_many_async(&mut batch, SLOTS), &alarm, tell) else { return handled };
        for completion in batch.drain(..) {
            assert_eq!(completion.operation, handled, "completions come in order");
            handled += 1;
            if completion.takes_long {
                state.send(State::Working).expect("the completion thread listens");
                go_on.recv().expect("the completion thread sends it");
            }
        }
    }
}

/// Sends a batch, numbered from `from`; returns the next number.
fn reap(completions: &Completions, from: usize, size: usize) -> usize {
    for operation in from..from + size {
        let completion = Completion { operation, takes_long: false };
        completions.try_send(completion).expect("no more operations are in flight than the channel has slots");
    }
    from + size
}

fn main() {
    const ROUNDS: usize = 1000;
    let (completions, completions_rx) = spsc::quiet_channel();
    let (alarm_tx, alarm) = spsc::channel();
    let (state_tx, state) = spsc::channel();
    let (go_on, go_on_rx) = spsc::channel();
    let executor = thread::spawn(move || execute(completions_rx, alarm_tx, state_tx, go_on_rx));
    let alarm = alarm.recv().expect("the executor starts");
    let mut operations = 0;

    // The executor is asleep: one wake for each batch, whatever its size, and none before `notify`.
    for round in 0..ROUNDS {
        assert_eq!(state.recv(), Ok(State::AboutToSleep));
        operations = reap(&completions, operations, BATCH);
        assert_eq!(alarm.wakes(), round, "a quiet send wakes nobody");
        completions.notify();
        assert_eq!(alarm.wakes(), round + 1, "one wake per batch");
    }

    // The executor is awake, busy with a long operation: no wakes at all.
    assert_eq!(state.recv(), Ok(State::AboutToSleep));
    let long = Completion { operation: operations, takes_long: true };
    completions.try_send(long).expect("the channel is empty");
    completions.notify();
    assert_eq!(state.recv(), Ok(State::Working));
    operations += 1;
    let before = alarm.wakes();
    for _ in 0..SLOTS / 8 {
        operations = reap(&completions, operations, 8);
        completions.notify();
    }
    let while_awake = alarm.wakes() - before;
    go_on.send(()).expect("the executor waits for it");

    assert_eq!(state.recv(), Ok(State::AboutToSleep), "messages sent in the meantime were found without a wake");
    drop(completions);
    let handled = executor.join().expect("the executor does not panic");
    println!("{handled} of {operations} completions handled");
    println!("executor asleep: {ROUNDS} batches of {BATCH}, {ROUNDS} wakes; awake: 8 batches, {while_awake} wakes");
    println!("{} wakes in all, the last by the close", alarm.wakes());
    assert_eq!((handled, while_awake), (operations, 0));
    assert_eq!(alarm.wakes(), ROUNDS + 2);
}

//! A device's own thread and a tokio task, in both directions, inside `select!`, and nothing lost.
//!
//! By hand: `crossbeam` with a `Notify` and a polling loop, `spawn_blocking`, or `Handle::block_on(timeout(..))`. Here
//! the same handle blocks in a thread and is awaited in a task; each call chooses how it waits. Receiving futures hold
//! no message, so `select!` may drop them at any time; `reserve_async` waits for room without a message, so the send
//! may be dropped as well.
//!
//! Run it: `cargo run --release --example tokio_bridge`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::thread;
use std::time::Duration;
use strait::{RecvTimeoutError, spsc};
use tokio::time::{MissedTickBehavior, interval};

#[derive(Debug, PartialEq, Eq)]
struct Reading(u64);

#[derive(Debug, PartialEq, Eq)]
struct Command(u64);

/// What each side sent and received.
#[derive(Debug, Default)]
struct Tally {
    sent: u64,
    received: u64,
    out_of_order: u64,
    /// How often `select!` dropped a waiting future.
    dropped_waits: u64,
}

impl Tally {
    fn receive(&mut self, number: u64) {
        self.out_of_order += u64::from(number != self.received);
        self.received += 1;
    }
}

/// Far longer than any wait here.
const PATIENCE: Duration = Duration::from_secs(5);
/// Readings for each command: more than the channel holds, so that the device has to wait for the task.
const BURST: usize = 64;

/// The thread: blocks, as drivers do. Sends a burst of readings for each command, until the commands end.
fn device(readings: spsc::Producer<Reading, 16>, commands: spsc::Consumer<Command, 4>) -> Tally {
    let mut tally = Tally::default();
    loop {
        for _ in 0..BURST {
            readings.send_timeout(Reading(tally.sent), PATIENCE).expect("the task takes readings until they end");
            tally.sent += 1;
        }
        match commands.recv_timeout(PATIENCE) {
            Ok(Command(number)) => tally.receive(number),
            Err(RecvTimeoutError::Timeout) => panic!("no command for {PATIENCE:?}"),
            Err(RecvTimeoutError::Closed) => return tally,
        }
    }
}

/// The task: waits for readings, for its clock, and for room for the next command, whichever comes first.
async fn control(
    mut readings: spsc::Consumer<Reading, 16>,
    mut commands: spsc::Producer<Command, 4>,
    last: u64,
) -> Tally {
    let mut tally = Tally::default();
    let mut clock = interval(Duration::from_millis(1));
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut due = 0;
    while tally.sent < last {
        tokio::select! {
            reading = readings.recv_async() => {
                let Reading(number) = reading.expect("the device lives as long as its commands");
                tally.receive(number);
            }
            permit = commands.reserve_async(), if due > tally.sent => {
                permit.expect("the device lives as long as its commands").send(Command(tally.sent));
                tally.sent += 1;
                tally.dropped_waits += 1;
            }
            _ = clock.tick() => {
                due += 1;
                tally.dropped_waits += 1;
            }
        }
    }
    drop(commands); // The device ends; what it has sent by then can still be received.
    while let Ok(Reading(number)) = readings.recv_async().await {
        tally.receive(number);
    }
    tally
}

#[tokio::main]
async fn main() {
    const COMMANDS: u64 = 200;
    let (readings_tx, readings_rx) = spsc::channel();
    let (commands_tx, commands_rx) = spsc::channel();
    let device = thread::spawn(move || device(readings_tx, commands_rx));
    let control = tokio::spawn(control(readings_rx, commands_tx, COMMANDS)).await.expect("the task does not panic");
    let device = device.join().expect("the device does not panic");

    println!("thread to task: {} readings sent, {} received", device.sent, control.received);
    println!("task to thread: {} commands sent, {} received", control.sent, device.received);
    println!("select! dropped {} waiting futures", control.dropped_waits);
    assert_eq!((control.sent, device.received), (COMMANDS, COMMANDS));
    assert_eq!(device.sent, (COMMANDS + 1) * BURST as u64);
    assert_eq!(device.sent, control.received, "nothing lost");
    assert_eq!(device.out_of_order + control.out_of_order, 0);
    assert!(control.dropped_waits >= COMMANDS, "although so many waits were dropped");
}

//! Graceful shutdown of a service of three stages: accept no more, finish what was accepted, give up at a deadline.
//!
//! By hand: sentinel messages, one for each worker, an `Arc<AtomicBool>` that blocked threads do not see, and a `sleep`
//! that is hopefully long enough. Here `close` on the first channel is the whole signal: it wakes all waiters, sends
//! fail and hand their order back, each stage drains its channel and ends, and its end closes the next channel. The
//! last stage reports its result on a channel of capacity 1, and the caller waits for it with a deadline.
//!
//! ```text
//! clients --mpsc--> price --spsc--> store --spsc--> shutdown, waiting
//! ```
//!
//! Run it: `cargo run --release --example shutdown`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};
use strait::{RecvTimeoutError, SendError, mpsc, spsc};

struct Order {
    id: u64,
}

struct Priced {
    cents: u64,
}

/// What the store wrote.
#[derive(Debug, Default, PartialEq, Eq)]
struct Stored {
    orders: u64,
    cents: u64,
}

/// The entrance of the service, for any number of threads.
#[derive(Clone)]
struct Intake(mpsc::Producer<Order, 16>);

impl Intake {
    /// Waits for room. An order that comes too late is handed back.
    fn submit(&self, order: Order) -> Result<(), Order> {
        self.0.send(order).map_err(SendError::into_inner)
    }
}

struct Service {
    intake: Intake,
    stored: spsc::Consumer<Stored, 1>,
}

impl Service {
    /// Starts the stages; the store waits for its disk first.
    fn start(disk: impl FnOnce() + Send + 'static) -> Self {
        let (intake, orders) = mpsc::channel();
        let (priced_tx, priced) = spsc::channel();
        let (stored_tx, stored) = spsc::channel();
        thread::spawn(move || price(orders, priced_tx));
        thread::spawn(move || {
            disk();
            store(priced, stored_tx);
        });
        Self { intake: Intake(intake), stored }
    }

    /// Accepts no more orders, and waits until all accepted ones are stored; `patience` is the limit for all stages
    /// together. After a timeout the stages go on by themselves; the caller decides what that means.
    fn shut_down(self, patience: Duration) -> Result<Stored, RecvTimeoutError> {
        self.intake.0.close();
        self.stored.recv_timeout(patience)
    }
}

fn price_of(id: u64) -> u64 {
    100 + id % 7
}

/// The second stage: ends when the intake is closed and drained.
fn price(orders: mpsc::Consumer<Order, 16>, priced: spsc::Producer<Priced, 16>) {
    for Order { id } in orders {
        if priced.send(Priced { cents: price_of(id) }).is_err() {
            return; // The store is gone. Dropping `orders` tells the clients.
        }
    }
}

/// The third stage: ends when the second has.
fn store(mut priced: spsc::Consumer<Priced, 16>, report: spsc::Producer<Stored, 1>) {
    let mut stored = Stored::default();
    let mut newest = Vec::new();
    while priced.recv_many(&mut newest, 16).is_ok() {
        stored.orders += newest.len() as u64;
        stored.cents += newest.drain(..).map(|order: Priced| order.cents).sum::<u64>();
    }
    let _ = report.send(stored); // Fails if the shutdown has given up waiting.
}

/// A client that submits orders until one is refused; returns the accepted orders as the store should report them.
fn client(intake: &Intake, ids: impl IntoIterator<Item = u64>) -> Stored {
    let mut taken = Stored::default();
    for id in ids {
        if let Err(Order { id: back }) = intake.submit(Order { id }) {
            assert_eq!(back, id, "a refused order comes back unchanged");
            break;
        }
        taken.orders += 1;
        taken.cents += price_of(id);
    }
    taken
}

fn main() {
    const PATIENCE: Duration = Duration::from_secs(5);
    const SHORT: Duration = Duration::from_millis(50);
    /// Long enough for the waiting threads to be asleep; only then is it the close that wakes them.
    const FALL_ASLEEP: Duration = Duration::from_millis(20);

    // A service at work, with clients that do not stop.
    let service = Service::start(|| {});
    let clients = [1 << 32, 2 << 32].map(|first| {
        let intake = service.intake.clone();
        thread::spawn(move || client(&intake, first..))
    });
    let mut taken = client(&service.intake, 0..10_000);
    let asked = Instant::now();
    let stored = service.shut_down(PATIENCE).expect("the stages end in time");
    let took = asked.elapsed();
    for others in clients.map(|client| client.join().expect("no client panics")) {
        taken = Stored { orders: taken.orders + others.orders, cents: taken.cents + others.cents };
    }
    println!("at work: {} orders taken, {} stored, down in {took:?}", taken.orders, stored.orders);
    assert_eq!(stored, taken, "every accepted order is stored, and nothing else");
    assert!(taken.orders >= 10_000);

    // An idle service, every stage asleep.
    let service = Service::start(|| {});
    thread::sleep(FALL_ASLEEP);
    let asked = Instant::now();
    let stored = service.shut_down(PATIENCE).expect("a close wakes the stages");
    println!("idle: down in {:?}", asked.elapsed());
    assert_eq!(stored, Stored::default());

    // A service whose disk hangs, with every channel full and a client asleep: the deadline still holds.
    let disk = Arc::new(Barrier::new(2));
    let hanging = Arc::clone(&disk);
    let service = Service::start(move || {
        hanging.wait();
    });
    let intake = service.intake.clone();
    let blocked = thread::spawn(move || client(&intake, 0..));
    thread::sleep(FALL_ASLEEP);
    let asked = Instant::now();
    let given_up = service.shut_down(SHORT);
    let took = asked.elapsed();
    let taken = blocked.join().expect("the client does not panic"); // Woken by the close, not by the disk.
    println!("a hanging disk: gave up after {took:?} with {} orders on their way", taken.orders);
    assert_eq!(given_up, Err(RecvTimeoutError::Timeout));
    assert!(SHORT <= took && took < PATIENCE);
    disk.wait();
}

//! A key-value service: many threads ask, one thread owns the data, and a slow answer costs the asker a deadline.
//!
//! By hand: a channel of requests with a fresh one-shot channel in each, so an allocation per call, and no word about
//! what becomes of an answer that comes too late. A `call` reuses the place of the answer, says whether a query was
//! sent when the time is up, and gives a late answer back to the service.
//!
//! ```text
//! worker --call--> +---------+
//! worker --call--> | service | owns the map
//! worker --call--> +---------+
//! ```
//!
//! Run it: `cargo run --release --example rpc`
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::collections::HashMap;
use std::thread;
use std::time::Duration;
use strait::call::{self, CallTimeoutError, Server};

const WORKERS: u64 = 4;
const ROUNDS: u64 = 2_000;

enum Query {
    Add {
        key: u64,
        amount: u64,
    },
    Get {
        key: u64,
    },
    /// Takes longer than anybody waits.
    Report,
}

/// Answers until all clients are gone; returns how many answers came too late.
fn serve(mut service: Server<Query, u64, 64>) -> u64 {
    let (mut sums, mut late) = (HashMap::new(), 0);
    for request in service.iter() {
        let answer = match request.query {
            Query::Add { key, amount } => {
                let sum = sums.entry(key).or_insert(0);
                *sum += amount;
                *sum
            }
            Query::Get { key } => match sums.get(&key) {
                Some(&sum) => sum,
                None => continue, // Dropping the reply is an answer, too.
            },
            Query::Report => {
                while !request.reply.is_closed() {
                    thread::sleep(Duration::from_millis(1)); // Work that can be given up.
                }
                0
            }
        };
        late += u64::from(request.reply.send(answer).is_err());
    }
    late
}

fn main() {
    let (mut client, service) = call::channel::<Query, u64, 64>();
    let service = thread::spawn(move || serve(service));

    let missing = client.call(Query::Get { key: 7 });
    assert!(matches!(missing, Err(call::CallError::Dropped)), "the key is not there");
    let report = client.call_timeout(Query::Report, Duration::from_millis(20));
    assert!(matches!(report, Err(CallTimeoutError::NoReply)), "it takes too long");

    let workers: Vec<_> = (0..WORKERS)
        .map(|key| {
            let mut client = client.clone();
            thread::spawn(move || {
                for round in 1..=ROUNDS {
                    let sum = client.call(Query::Add { key, amount: 2 }).expect("the service is there");
                    assert_eq!(sum, 2 * round, "each answer goes to whoever asked");
                }
            })
        })
        .collect();
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    let sums: Vec<_> = (0..WORKERS).map(|key| client.call(Query::Get { key }).expect("the key is there")).collect();
    drop(client);
    let late = service.join().expect("the service does not panic");
    assert_eq!((sums, late), (vec![2 * ROUNDS; WORKERS as usize], 1));
    println!("{} calls answered, {late} answer came too late and was given back", WORKERS * ROUNDS);
}

//! A market feed where the newest price wins: a slow strategy gets fewer prices, never older ones.
//!
//! By hand: an `EvictingSender` that on `Full` pops from a cloned receiver and tries again, or a map behind a lock.
//! Here the feed keeps the prices that find no room, one per instrument; a newer price replaces the one that is kept,
//! and the replacement is counted. Both the channel and the kept prices are in order, so an older price never follows
//! a newer one.
//!
//! Run it: `cargo run --release --example market_feed`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::collections::VecDeque;
use std::thread;
use std::time::Instant;
use strait::{SendError, TrySendError, spsc};

const INSTRUMENTS: usize = 64;
const SLOTS: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Price {
    instrument: usize,
    /// The number of this price among those of its instrument, from 1.
    version: u64,
    cents: u64,
}

/// The sending end. Never waits until `finish`.
struct Feed {
    prices: spsc::Producer<Price, SLOTS>,
    /// The newest price that found no room, for each instrument.
    kept: [Option<Price>; INSTRUMENTS],
    /// The instruments with a kept price, the longest waiting first. Each is in it once at most, so it never grows.
    waiting: VecDeque<usize>,
    replaced: u64,
}

impl Feed {
    fn new(prices: spsc::Producer<Price, SLOTS>) -> Self {
        Self { prices, kept: [None; INSTRUMENTS], waiting: VecDeque::with_capacity(INSTRUMENTS), replaced: 0 }
    }

    /// Sends a price, or keeps it in place of an older one.
    fn publish(&mut self, price: Price) -> Result<(), SendError<()>> {
        self.send_kept()?;
        let kept = &mut self.kept[price.instrument];
        if kept.is_some() {
            *kept = Some(price);
            self.replaced += 1;
            return Ok(());
        }
        match self.prices.try_send(price) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(price)) => {
                *kept = Some(price);
                self.waiting.push_back(price.instrument);
                Ok(())
            }
            Err(TrySendError::Closed(_)) => Err(SendError(())),
        }
    }

    /// Sends kept prices as long as there is room. It reserves the slot first, so the price is the newest at that time.
    fn send_kept(&mut self) -> Result<(), SendError<()>> {
        while let Some(&instrument) = self.waiting.front() {
            match self.prices.try_reserve() {
                Ok(permit) => permit.send(self.kept[instrument].take().expect("it waits, so it is kept")),
                Err(TrySendError::Full(())) => return Ok(()),
                Err(TrySendError::Closed(())) => return Err(SendError(())),
            }
            self.waiting.pop_front();
        }
        Ok(())
    }

    /// Waits until the kept prices are sent; returns how many prices were replaced by newer ones.
    fn finish(mut self) -> Result<u64, SendError<()>> {
        for instrument in self.waiting {
            self.prices.reserve()?.send(self.kept[instrument].take().expect("it waits, so it is kept"));
        }
        Ok(self.replaced)
    }
}

/// What the strategy saw.
#[derive(Default)]
struct Seen {
    prices: u64,
    batches: u64,
    stale: u64,
    newest: Vec<Option<Price>>,
}

/// Takes all prices that are there at a time, and tracks the newest of each instrument.
fn strategy(mut prices: spsc::Consumer<Price, SLOTS>) -> Seen {
    let mut seen = Seen { newest: vec![None; INSTRUMENTS], ..Seen::default() };
    let mut batch = Vec::with_capacity(SLOTS);
    while prices.recv_many(&mut batch, SLOTS).is_ok() {
        seen.batches += 1;
        for price in batch.drain(..) {
            seen.prices += 1;
            let newest = &mut seen.newest[price.instrument];
            seen.stale += u64::from(newest.is_some_and(|newest| newest.version >= price.version));
            *newest = Some(price);
        }
    }
    seen
}

fn main() -> Result<(), SendError<()>> {
    const OPENING: u64 = 10_000;
    const PRICES: u64 = 2_000_000;
    let (tx, rx) = spsc::channel();
    let mut feed = Feed::new(tx);
    let mut published = vec![None; INSTRUMENTS];
    let mut versions = [0; INSTRUMENTS];
    let mut price = |n: u64| {
        let instrument = (n * n % 97) as usize % INSTRUMENTS;
        versions[instrument] += 1;
        let price = Price { instrument, version: versions[instrument], cents: 10_000 + n % 500 };
        published[instrument] = Some(price);
        price
    };

    // The opening, before the strategy starts: the channel fills up, and from then on the newest prices win.
    (0..OPENING).try_for_each(|n| feed.publish(price(n)))?;
    let in_the_opening = feed.replaced;
    let strategy = thread::spawn(move || strategy(rx));
    let begin = Instant::now();
    (OPENING..PRICES).try_for_each(|n| feed.publish(price(n)))?;
    let rate = (PRICES - OPENING) as f64 / begin.elapsed().as_secs_f64() / 1e6;
    let replaced = feed.finish()?;
    let seen = strategy.join().expect("the strategy does not panic");

    println!(
        "{PRICES} prices published ({rate:.1} million/s) = {} seen + {replaced} replaced by newer ones",
        seen.prices
    );
    println!(
        "{in_the_opening} of them in the opening; {:.1} prices per batch",
        seen.prices as f64 / seen.batches as f64
    );
    assert_eq!(seen.prices + replaced, PRICES, "every loss is counted");
    assert_eq!(seen.stale, 0, "no older price after a newer one");
    assert_eq!(seen.newest, published, "the last price of each instrument is the newest");
    assert!(in_the_opening > 0, "when the channel is full, newer prices win");
    Ok(())
}

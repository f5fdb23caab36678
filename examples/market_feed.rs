//! A market feed whose newest price wins: a slow strategy gets fewer prices, never older ones.
//!
//! By hand: an `EvictingSender` that on `Full` pops from a cloned receiver and tries again, or a map behind a lock.
//! Here the feed keeps what finds no room, one price per instrument: a newer one replaces it and is counted. Since the
//! ring and what is kept are in order, nothing older can come after something newer.
//!
//! Run it: `cargo run --release --example market_feed`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::collections::VecDeque;
use std::thread;
use std::time::Instant;
use strait::{SendError, TrySendError, spsc};

const INSTRUMENTS: usize = 64;
const PLACES: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Price {
    instrument: usize,
    /// Counts the prices of this instrument, from 1.
    version: u64,
    cents: u64,
}

/// The sending end. Never waits until `finish`.
struct Feed {
    ring: spsc::Producer<Price, PLACES>,
    /// The newest price that found no room, for each instrument.
    kept: [Option<Price>; INSTRUMENTS],
    /// The instruments that have one, the longest waiting first; never more than there are, so it never grows.
    waiting: VecDeque<usize>,
    replaced: u64,
}

impl Feed {
    fn new(ring: spsc::Producer<Price, PLACES>) -> Self {
        Self { ring, kept: [None; INSTRUMENTS], waiting: VecDeque::with_capacity(INSTRUMENTS), replaced: 0 }
    }

    /// Sends a price, or keeps it in the place of an older one.
    fn publish(&mut self, price: Price) -> Result<(), SendError<()>> {
        self.send_kept()?;
        let kept = &mut self.kept[price.instrument];
        if kept.is_some() {
            *kept = Some(price);
            self.replaced += 1;
            return Ok(());
        }
        match self.ring.try_send(price) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(price)) => {
                *kept = Some(price);
                self.waiting.push_back(price.instrument);
                Ok(())
            }
            Err(TrySendError::Closed(_)) => Err(SendError(())),
        }
    }

    /// Sends what was kept, as long as there is room: the place first, so that the price is the newest at that time.
    fn send_kept(&mut self) -> Result<(), SendError<()>> {
        while let Some(&instrument) = self.waiting.front() {
            match self.ring.try_reserve() {
                Ok(permit) => permit.send(self.kept[instrument].take().expect("it waits, so it is kept")),
                Err(TrySendError::Full(())) => return Ok(()),
                Err(TrySendError::Closed(())) => return Err(SendError(())),
            }
            self.waiting.pop_front();
        }
        Ok(())
    }

    /// Waits until what was kept is sent; says how many prices were replaced by newer ones.
    fn finish(mut self) -> Result<u64, SendError<()>> {
        for instrument in self.waiting {
            self.ring.reserve()?.send(self.kept[instrument].take().expect("it waits, so it is kept"));
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

/// Takes all that is there at a time, and looks at the newest price of each instrument.
fn strategy(mut ring: spsc::Consumer<Price, PLACES>) -> Seen {
    let mut seen = Seen { newest: vec![None; INSTRUMENTS], ..Seen::default() };
    let mut batch = Vec::with_capacity(PLACES);
    while ring.recv_many(&mut batch, PLACES).is_ok() {
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

    // The opening, with a strategy that is not awake yet: the ring fills, and newest prices win from there on.
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
    println!("{in_the_opening} of them in the opening; {:.1} prices a batch", seen.prices as f64 / seen.batches as f64);
    assert_eq!(seen.prices + replaced, PRICES, "nothing is lost uncounted");
    assert_eq!(seen.stale, 0, "nothing older after something newer");
    assert_eq!(seen.newest, published, "the last price of each instrument is the newest");
    assert!(in_the_opening > 0, "a full ring lets newer prices win");
    Ok(())
}

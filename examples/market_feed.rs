//! A market feed where the newest prices win: a slow strategy gets fewer prices, never older ones, and knows its gaps.
//!
//! By hand: an `EvictingSender` that on `Full` pops from a cloned receiver and tries again, so that a receiver that is
//! stopped in the middle holds up the feed. In `evict` the feed never waits: the oldest price makes room and comes
//! back, and `lost()` tells the strategy after each price exactly how many it has missed before it.
//!
//! Run it: `cargo run --release --example market_feed`
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a program, which has std anyway")]

use std::thread;
use std::time::Instant;
use strait::{SendError, evict};

const INSTRUMENTS: usize = 64;
const SLOTS: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Price {
    /// The number of this price in the feed.
    number: u64,
    instrument: usize,
    cents: u64,
}

fn price(number: u64) -> Price {
    let instrument = (number * number % 97) as usize % INSTRUMENTS;
    Price { number, instrument, cents: 10_000 + number % 500 }
}

/// What the strategy saw.
#[derive(Default)]
struct Seen {
    prices: u64,
    missed: u64,
    gaps: u64,
    newest: Vec<Option<Price>>,
    last: Option<Price>,
}

/// Tracks the newest price of each instrument, and checks that every gap is announced.
fn strategy(prices: &evict::Consumer<Price, SLOTS>) -> Seen {
    let mut seen = Seen { newest: vec![None; INSTRUMENTS], ..Seen::default() };
    while let Ok(price) = prices.recv() {
        let missed = prices.lost() as u64;
        seen.gaps += u64::from(missed > seen.missed);
        seen.prices += 1;
        seen.missed = missed;
        assert_eq!(price.number + 1, seen.prices + missed, "seen and missed ones are all until this one");
        seen.newest[price.instrument] = Some(price);
        seen.last = Some(price);
    }
    seen
}

fn main() -> Result<(), SendError<Price>> {
    const OPENING: u64 = 10_000;
    const PRICES: u64 = 2_000_000;
    let (feed, prices) = evict::channel();
    let mut published = vec![None; INSTRUMENTS];
    let mut publish = |number| {
        let price = price(number);
        published[price.instrument] = Some(price);
        feed.force_send(price)
    };

    // The opening, before the strategy starts: the channel fills up, and from then on each price evicts the oldest.
    let mut evicted = 0;
    for number in 0..OPENING {
        if let Some(oldest) = publish(number)? {
            assert_eq!(oldest, price(number - SLOTS as u64));
            evicted += 1;
        }
    }
    assert_eq!(evicted, OPENING - SLOTS as u64, "the newest are there");
    let strategy = thread::spawn(move || strategy(&prices));
    let begin = Instant::now();
    for number in OPENING..PRICES {
        evicted += u64::from(publish(number)?.is_some());
    }
    let rate = (PRICES - OPENING) as f64 / begin.elapsed().as_secs_f64() / 1e6;
    drop(feed);
    let seen = strategy.join().expect("the strategy does not panic");

    println!("{PRICES} prices published ({rate:.1} million/s) = {} seen + {evicted} evicted", seen.prices);
    println!("{} gaps, {:.1} prices missed in each", seen.gaps, seen.missed as f64 / seen.gaps as f64);
    assert_eq!(seen.prices + evicted, PRICES, "every loss comes back to the feed");
    assert_eq!(seen.missed, evicted, "and is known to the strategy");
    assert_eq!(seen.last, Some(price(PRICES - 1)), "the newest price arrives");
    assert_eq!(seen.newest, published, "that of each instrument, too: all are among the last in the channel");
    Ok(())
}

//! Running statistics for each symbol.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::message::Best;
use crate::quote::{Price, Quote, Side, Symbol};

/// What is known about every symbol seen so far.
#[derive(Default)]
pub(crate) struct Book {
    symbols: HashMap<Symbol, Stats>,
}

/// What is known about one symbol.
#[derive(Clone, Copy)]
pub(crate) struct Stats {
    pub(crate) count: u64,
    pub(crate) volume: u64,
    pub(crate) low: Price,
    pub(crate) high: Price,
    pub(crate) bid: Option<Price>,
    pub(crate) ask: Option<Price>,
    /// The sum of all prices in ticks, for the mean.
    sum: u128,
}

impl Book {
    /// Adds a quote; returns the best prices if it has improved one.
    pub(crate) fn update(&mut self, quote: &Quote) -> Option<Best> {
        let stats = self.symbols.entry(quote.symbol).or_insert_with(|| Stats::new(quote.price));
        let improved = stats.update(quote);
        improved.then_some(Best { symbol: quote.symbol, bid: stats.bid, ask: stats.ask })
    }

    pub(crate) fn len(&self) -> usize {
        self.symbols.len()
    }

    /// The `count` symbols with the largest volume, largest first; equal ones in the order of their names.
    pub(crate) fn top(&self, count: usize) -> Vec<(Symbol, Stats)> {
        let mut all: Vec<_> = self.symbols.iter().map(|(&symbol, &stats)| (symbol, stats)).collect();
        all.sort_unstable_by_key(|(symbol, stats)| (Reverse(stats.volume), *symbol));
        all.truncate(count);
        all
    }
}

impl Stats {
    const fn new(price: Price) -> Self {
        Self { count: 0, volume: 0, low: price, high: price, bid: None, ask: None, sum: 0 }
    }

    /// Returns whether the best bid has risen or the best ask has fallen.
    fn update(&mut self, quote: &Quote) -> bool {
        self.count += 1;
        self.volume += u64::from(quote.quantity);
        self.sum += u128::from(quote.price.0);
        self.low = self.low.min(quote.price);
        self.high = self.high.max(quote.price);
        let (best, better): (_, fn(&Price, &Price) -> bool) = match quote.side {
            Side::Buy => (&mut self.bid, Price::gt),
            Side::Sell => (&mut self.ask, Price::lt),
        };
        let improves = best.is_none_or(|best| better(&quote.price, &best));
        if improves {
            *best = Some(quote.price);
        }
        improves
    }

    /// The mean price, to the tick.
    pub(crate) fn mean(&self) -> Price {
        let mean = self.sum.checked_div(u128::from(self.count)).unwrap_or(0);
        Price(u64::try_from(mean).unwrap_or(u64::MAX))
    }
}

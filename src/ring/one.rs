//! The lone producer's side: the next position is its own, so a claim writes nothing that others see.

use super::{
    Refused, Run,
    end::{Alone, End},
    head::Head,
    side::Side,
};
use crate::stats::Counter;
use crate::sync::{AtomicBool, CachePadded, Ordering, initial, initial_state};

/// The side of one producer.
#[derive(Debug)]
pub enum One {}

/// What the side keeps in the ring.
#[derive(Debug)]
pub struct Shared {
    /// Touched by the producer alone: who has its `Alone`.
    producer: CachePadded<Producer>,
    /// On a line that is read only, but for the close.
    closed: AtomicBool,
}

/// The producer's own line.
#[derive(Debug)]
struct Producer {
    end: End,
    high_water: Counter,
}

initial_state!(impl[] Producer = Self { end: initial!(End), high_water: initial!(Counter) });
initial_state!(impl[] Shared = Self { producer: initial!(CachePadded<Producer>), closed: initial!(AtomicBool) });

impl Side for One {
    type Shared = Shared;
    type Tail = Alone;

    fn resume(shared: &Shared, tail: usize, head: usize) -> Alone {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        shared.closed.store(false, Ordering::Relaxed);
        shared.producer.high_water.set(0);
        shared.producer.end.resume(tail, head)
    }

    #[inline(always)]
    fn claim<const N: usize>(shared: &Shared, _: &Alone, head: &Head, min: usize, max: usize) -> Result<Run, Refused> {
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if shared.closed.load(Ordering::Relaxed) {
            return Err(Refused::Closed);
        }
        let tail = &shared.producer.end;
        let room = || N - tail.own().wrapping_sub(tail.other());
        if room() < max {
            tail.see(head.position());
            shared.producer.high_water.raise(tail.own().wrapping_sub(tail.other()));
        }
        if room() < min {
            return Err(Refused::Full);
        }
        Ok(Run { start: tail.own(), len: room().min(max) })
    }

    #[inline(always)]
    fn advance(shared: &Shared, _: &Alone, run: Run) {
        shared.producer.end.move_to(run.end());
    }

    #[inline(always)]
    fn position(shared: &Shared, _: &Alone) -> usize {
        shared.producer.end.own()
    }

    #[cfg(feature = "stats")]
    fn high_water(shared: &Shared) -> usize {
        shared.producer.high_water.get()
    }

    fn close(shared: &Shared) {
        // ORDERING: Release; pairs with the Acquire load in `is_closed`, so that whoever sees the ring closed sees all
        // that the closer had published.
        shared.closed.store(true, Ordering::Release);
    }

    #[inline(always)]
    fn is_closed(shared: &Shared) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `close`.
        shared.closed.load(Ordering::Acquire)
    }

    #[inline(always)]
    fn ends_at(_: &Shared, _: usize) -> bool {
        true // A lone producer publishes before it closes; what races with the consumer's close need not be waited for.
    }
}

//! The lone producer's side: the next position is the handle's own, so a claim writes nothing that others see.

use super::{Refused, Run, position, side::Side, slot::Slot};
use crate::sync::{AtomicBool, Ordering, initial, initial_state};
use core::cell::Cell;

/// The side of one producer.
#[derive(Debug)]
pub enum One {}

/// What the side keeps in the ring: whether it is closed, on a line that is read only.
#[derive(Debug)]
pub struct Shared {
    closed: AtomicBool,
}

initial_state!(impl[] Shared = Self { closed: initial!(AtomicBool) });

impl Side for One {
    type Shared = Shared;
    type Tail = Cell<usize>;

    fn resume(shared: &Shared, position: usize) -> Cell<usize> {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        shared.closed.store(false, Ordering::Relaxed);
        Cell::new(position)
    }

    #[inline(always)]
    fn claim<T, const N: usize>(
        shared: &Shared,
        tail: &Cell<usize>,
        slots: &[Slot<T>; N],
        min: usize,
        max: usize,
    ) -> Result<Run, Refused> {
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if shared.closed.load(Ordering::Relaxed) {
            return Err(Refused::Closed);
        }
        let start = tail.get();
        let mut len = max;
        loop {
            // The consumer frees slots in order: if the last of the run is free, all are.
            let last = start.wrapping_add(len - 1);
            if slots[position::index::<N>(last)].turn() == position::free::<N>(last) {
                return Ok(Run { start, len });
            }
            if len == min {
                return Err(Refused::Full);
            }
            len = (len / 2).max(min);
        }
    }

    #[inline(always)]
    fn advance(tail: &Cell<usize>, run: Run) {
        tail.set(run.start.wrapping_add(run.len));
    }

    #[inline(always)]
    fn position(_: &Shared, tail: &Cell<usize>) -> usize {
        tail.get()
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

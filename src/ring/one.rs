//! The lone producer's side: the next position is the handle's own, so a claim writes nothing that others see.

use super::{Refused, Run, end::End, head::Head, side::Side};
use crate::sync::{AtomicBool, Ordering, initial, initial_state};

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
    type Tail = End;

    fn resume(shared: &Shared, tail: usize, head: usize) -> End {
        // ORDERING: Relaxed; nobody else uses the ring until the handles are given out.
        shared.closed.store(false, Ordering::Relaxed);
        End::new(tail, head)
    }

    #[inline(always)]
    fn claim<const N: usize>(shared: &Shared, tail: &End, head: &Head, min: usize, max: usize) -> Result<Run, Refused> {
        // ORDERING: Relaxed; a yes or no that guards no data. A close that happened before this call is seen.
        if shared.closed.load(Ordering::Relaxed) {
            return Err(Refused::Closed);
        }
        let room = || N - tail.own().wrapping_sub(tail.other());
        if room() < max {
            tail.see(head.position());
        }
        if room() < min {
            return Err(Refused::Full);
        }
        Ok(Run { start: tail.own(), len: room().min(max) })
    }

    #[inline(always)]
    fn advance(tail: &End, run: Run) {
        tail.move_to(run.end());
    }

    #[inline(always)]
    fn position(_: &Shared, tail: &End) -> usize {
        tail.own()
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

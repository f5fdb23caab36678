//! Figures: what a channel has done so far, behind the feature `stats`.
//!
//! Positions say how much was sent and received, so nothing is counted for a message. What is counted is rare: a
//! refusal, a park, a wake. Each counter lies where its writer writes anyway: beside a lone producer's own position, at
//! the gate of many, by the word or the lock of a signal; refusals lie by the count of handles, where no message comes.
//! Without the feature a counter is nothing at all.

use crate::sync::{initial, initial_state};

#[cfg(feature = "stats")]
use crate::sync::{Figure, Ordering};

/// What a channel has done since its handles were given out.
///
/// [`Producer::stats`](crate::Producer::stats) and [`Consumer::stats`](crate::Consumer::stats) give it. The figures are
/// read one after another while others go on, so they need not belong to one moment; but `received` is never more than
/// `sent`. They wrap where a word has no room for them, which a 32-bit target may come to see.
#[cfg(feature = "stats")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// How many messages were sent.
    ///
    /// Asked of a lone producer this is exact. Of an `mpsc` producer it counts places that are claimed and about to be
    /// published, too. Of the consumer it is what it could have received by now.
    pub sent: usize,
    /// How many messages were received, or dropped by the commit of a chunk. Exact when the consumer is asked.
    pub received: usize,
    /// How many sends gave up because the ring was full.
    ///
    /// That is: try-operations that sent nothing, and timed sends whose time was up. A send that waited and went is
    /// none; nor is a batch of which a part went, nor a message that a closed channel handed back. A batch from an
    /// iterator that did not tell that it is empty is one; what a `Sink` or a `NonBlocking` writer hands back is none.
    pub refused: usize,
    /// The most messages that a producer has seen in the ring.
    ///
    /// It sees them when it asks how far the consumer is: when the places that it knew to be free are used up. That is
    /// once in a lap at least, and whenever a send finds the ring full; what it then sends is not in it. So `N` is
    /// certain, and a lower figure is a lower bound.
    pub high_water: usize,
    /// How producers waited for room.
    pub producers: Waits,
    /// How the consumer waited for messages.
    pub consumer: Waits,
}

/// How the handles of one end waited.
#[cfg(feature = "stats")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waits {
    /// How often a thread went to sleep, or a task was left pending, after a last look that found nothing.
    pub parks: usize,
    /// How often a thread or task was woken from that: by the other end, a close, or an `mpsc` producer that passes it
    /// on.
    ///
    /// Fewer than `parks` where timeouts or cancelled futures ended the others; more where the wake met one who was
    /// about to park and whose last look had found something.
    pub wakes: usize,
}

/// A counter; zero-sized without the feature `stats`.
#[derive(Debug)]
pub(crate) struct Counter {
    #[cfg(feature = "stats")]
    figure: Figure,
}

initial_state!(impl[] Counter = Self {
    #[cfg(feature = "stats")]
    figure: Figure::new(0),
});

#[cfg(feature = "stats")]
impl Counter {
    // ORDERING: Relaxed, all of them; a figure orders nothing and guards nothing.

    pub(crate) fn count(&self) {
        self.figure.fetch_add(1, Ordering::Relaxed);
    }

    /// Lifts the figure to `value` if it is lower.
    pub(crate) fn raise(&self, value: usize) {
        if value > self.get() {
            self.figure.fetch_max(value, Ordering::Relaxed);
        }
    }

    pub(crate) fn set(&self, value: usize) {
        self.figure.store(value, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> usize {
        self.figure.load(Ordering::Relaxed)
    }
}

#[cfg(not(feature = "stats"))]
impl Counter {
    #[inline(always)]
    pub(crate) fn count(&self) {}

    #[inline(always)]
    pub(crate) fn raise(&self, _: usize) {}

    #[inline(always)]
    pub(crate) fn set(&self, _: usize) {}
}

/// How often somebody parked at a signal, and was woken.
#[derive(Debug)]
pub struct WaitCounts {
    parks: Counter,
    wakes: Counter,
}

initial_state!(impl[] WaitCounts = Self { parks: initial!(Counter), wakes: initial!(Counter) });

impl WaitCounts {
    #[inline(always)]
    pub(crate) fn parked(&self) {
        self.parks.count();
    }

    #[inline(always)]
    pub(crate) fn woken(&self) {
        self.wakes.count();
    }

    pub(crate) fn reset(&self) {
        self.parks.set(0);
        self.wakes.set(0);
    }

    #[cfg(feature = "stats")]
    pub(crate) fn read(&self) -> Waits {
        Waits { parks: self.parks.get(), wakes: self.wakes.get() }
    }
}

//! Statistics: what a channel has done so far, behind the feature `stats`.
//!
//! Positions tell how much was sent and received, so nothing is counted per message. What is counted is rare: a park, a
//! wake. Each counter lies on a cache line that its writer writes anyway: next to a lone producer's own position or the
//! tail word of many, next to the word or the lock of a signal. Without the feature a counter has no size and no code.
//! Lost messages are counted without it, too: see [`Losses`].

use crate::sync::{Ordering, Statistic, initial, initial_state};

/// What a channel has done since its handles were given out.
///
/// Returned by [`Producer::stats`](crate::Producer::stats) and [`Consumer::stats`](crate::Consumer::stats). The numbers
/// are read one after another while the channel is in use, so they need not belong to one moment; but `received` is
/// never more than `sent`. They wrap at the size of a `usize`, which matters on 32-bit targets.
#[cfg(feature = "stats")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// The number of messages sent.
    ///
    /// From a lone producer this is exact. From an `mpsc` producer it includes messages that are being written. From
    /// the consumer it is what it could have received by now.
    pub sent: usize,
    /// The number of messages received, or dropped by the commit of a chunk. Exact from the consumer.
    pub received: usize,
    /// The number of messages lost: refused by a full channel and handed back by [`Lossy`](crate::Lossy), or
    /// evicted by a newer one. What `try_send` refuses does not count.
    pub lost: usize,
    /// The most messages that a producer has seen in the channel.
    ///
    /// A producer reads the consumer's position when the slots that it knows to be free are used up: once per lap at
    /// least, and whenever a send finds the channel full. What it then sends is not counted. So `N` is certain, and a
    /// lower number is a lower bound.
    pub high_water: usize,
    /// How producers waited for room.
    pub producers: WaitStats,
    /// How the consumer waited for messages.
    pub consumer: WaitStats,
}

#[cfg(feature = "stats")]
impl Stats {
    /// What the channel has done since an earlier call: the differences, for a rate. `high_water` stays as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2]).unwrap();
    /// let earlier = rx.stats();
    /// tx.try_send(3).unwrap();
    /// rx.try_recv().unwrap();
    /// let since = rx.stats().since(&earlier);
    /// assert_eq!((since.sent, since.received), (1, 1));
    /// ```
    pub const fn since(&self, earlier: &Self) -> Self {
        Self {
            sent: self.sent.wrapping_sub(earlier.sent),
            received: self.received.wrapping_sub(earlier.received),
            high_water: self.high_water,
            lost: self.lost.wrapping_sub(earlier.lost),
            producers: self.producers.since(earlier.producers),
            consumer: self.consumer.since(earlier.consumer),
        }
    }
}

#[cfg(feature = "stats")]
impl WaitStats {
    const fn since(self, earlier: Self) -> Self {
        Self { parks: self.parks.wrapping_sub(earlier.parks), wakes: self.wakes.wrapping_sub(earlier.wakes) }
    }
}

/// How the handles of one end waited.
#[cfg(feature = "stats")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitStats {
    /// How often a thread went to sleep, or a task was left pending, after a last attempt that found nothing.
    pub parks: usize,
    /// How often a thread or task was woken from that: by the other end, by a close, or by an `mpsc` producer that
    /// passes its turn on.
    ///
    /// Fewer than `parks` where timeouts or cancelled futures ended the others; more where the wake met a waiter that
    /// was about to park and whose last attempt had found something.
    pub wakes: usize,
}

/// A counter; zero-sized without the feature `stats`.
#[derive(Debug)]
pub struct Counter {
    #[cfg(feature = "stats")]
    count: Statistic,
}

initial_state!(impl[] Counter = Self {
    #[cfg(feature = "stats")]
    count: Statistic::new(0),
});

#[cfg(feature = "stats")]
impl Counter {
    // ORDERING: Relaxed, all of them; a counter orders nothing and guards nothing.

    pub(crate) fn count(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// Raises the counter to `value` if it is lower.
    pub(crate) fn raise(&self, value: usize) {
        if value > self.get() {
            self.count.fetch_max(value, Ordering::Relaxed);
        }
    }

    pub(crate) fn set(&self, value: usize) {
        self.count.store(value, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> usize {
        self.count.load(Ordering::Relaxed)
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

/// How many messages were lost. It is there without the feature `stats`, and counts only where one is lost.
#[derive(Debug)]
pub(crate) struct Losses {
    count: Statistic,
}

initial_state!(impl[] Losses = Self { count: Statistic::new(0) });

impl Losses {
    // ORDERING: Relaxed, all of them; the number orders nothing and guards nothing. Who is told of a loss by other
    // means reads it counted.

    pub(crate) fn add(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn set(&self, count: usize) {
        self.count.store(count, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
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
    pub(crate) fn read(&self) -> WaitStats {
        WaitStats { parks: self.parks.get(), wakes: self.wakes.get() }
    }
}

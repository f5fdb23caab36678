//! Threads that start together, and what they do: stream, or send at intervals.

use super::machine;
use core::{
    hint::spin_loop,
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};
use std::sync::OnceLock;
use std::thread;
use std::time::Instant;

/// One thread's part of a race.
pub type Job<'a> = Box<dyn FnOnce() + Send + 'a>;

/// Whether the threads of the race that is run have to share cores.
static CROWDED: AtomicBool = AtomicBool::new(false);

/// Runs each job on its own pinned thread, all started at once; returns the time until the last has ended.
pub fn race(jobs: Vec<Job<'_>>) -> Duration {
    // ORDERING: Relaxed; spawning the threads orders it, and races follow one another.
    CROWDED.store(jobs.len() > machine::core_count(), Ordering::Relaxed);
    let missing = AtomicUsize::new(jobs.len());
    let start = OnceLock::new();
    let run = |thread: usize, job: Job<'_>| {
        machine::pin(thread);
        // ORDERING: AcqRel, so that one thread is the last to arrive. The start time orders the rest.
        if missing.fetch_sub(1, Ordering::AcqRel) == 1 {
            start.get_or_init(Instant::now);
        }
        until(|| start.get());
        job();
        Instant::now()
    };
    let run = &run;
    let end = thread::scope(|scope| {
        let threads: Vec<_> =
            jobs.into_iter().enumerate().map(|(thread, job)| scope.spawn(move || run(thread, job))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a job does not panic")).max()
    });
    end.zip(start.get()).map_or(Duration::ZERO, |(end, &start)| end - start)
}

/// Tries until there is a result, with a spin hint between two tries. Where threads share cores, it yields after many
/// tries.
#[inline(always)]
pub fn until<R>(mut attempt: impl FnMut() -> Option<R>) -> R {
    const PATIENCE: u32 = 64;
    let mut tries = 0;
    loop {
        if let Some(result) = attempt() {
            return result;
        }
        spin_loop();
        tries += 1;
        if tries == PATIENCE {
            tries = 0;
            if CROWDED.load(Ordering::Relaxed) {
                thread::yield_now();
            }
        }
    }
}

/// A handle with cache lines of its own.
#[repr(align(128))]
pub struct Apart<H>(H);

impl<H> Apart<H> {
    pub const fn new(handle: H) -> Self {
        Self(handle)
    }
}

impl<H> Deref for Apart<H> {
    type Target = H;

    fn deref(&self) -> &H {
        &self.0
    }
}

impl<H> DerefMut for Apart<H> {
    fn deref_mut(&mut self) -> &mut H {
        &mut self.0
    }
}

/// Puts two handles on cache lines of their own, as they are when each has moved to its thread.
pub fn apart<Tx, Rx>((tx, rx): (Tx, Rx)) -> (Apart<Tx>, Apart<Rx>) {
    (Apart(tx), Apart(rx))
}

/// The number that is due next.
#[derive(Default)]
pub struct Due(u64);

impl Due {
    /// The number.
    pub const fn number(&self) -> u64 {
        self.0
    }

    /// Checks a number that has arrived.
    ///
    /// # Panics
    ///
    /// If it is not the one that is due: a message was lost, duplicated or overtaken.
    #[inline(always)]
    pub fn came(&mut self, number: u64) {
        assert_eq!(number, self.0, "messages come once and in order");
        self.0 += 1;
    }
}

/// Moves the numbers up to `count` from one thread to another.
///
/// `send` returns whether the number was sent, `recv` returns one if one is there; both are retried until they succeed.
pub fn stream(
    count: u64,
    mut send: impl FnMut(u64) -> bool + Send,
    mut recv: impl FnMut() -> Option<u64> + Send,
) -> Duration {
    race(vec![
        Box::new(move || {
            let mut due = Due::default();
            while due.number() < count {
                due.came(until(&mut recv));
            }
        }),
        Box::new(move || {
            for number in 0..count {
                until(|| send(number).then_some(()));
            }
        }),
    ])
}

/// A message and the time at which it was sent.
pub type Stamped = (u64, Instant);

/// Sends `count` messages, each a `gap` after the receiver has got the last; returns the sum of their latencies.
pub fn gaps(
    count: u64,
    gap: Duration,
    mut send: impl FnMut(Stamped) + Send,
    mut recv: impl FnMut() -> Stamped + Send,
) -> Duration {
    let received = AtomicUsize::new(0);
    let mut latency = Duration::ZERO;
    race(vec![
        Box::new(|| {
            let mut due = Due::default();
            while due.number() < count {
                let (number, sent) = recv();
                latency += sent.elapsed();
                due.came(number);
                // ORDERING: Release; pairs with the Acquire load below: the message is received before the next gap
                // begins.
                received.store(due.number() as usize, Ordering::Release);
            }
        }),
        Box::new(|| {
            for number in 0..count {
                // ORDERING: Acquire; pairs with the Release store above.
                until(|| (received.load(Ordering::Acquire) == number as usize).then_some(()));
                let start = Instant::now();
                while start.elapsed() < gap {
                    spin_loop();
                }
                send((number, Instant::now()));
            }
        }),
    ]);
    latency
}

//! How a sample is taken: threads that start together, counts that fill the time, and checks that end the sample.

use std::hint::spin_loop;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_utils::CachePadded;

use crate::case::Plan;
use crate::message::Message;
use crate::{cores, machine};

/// Puts the two handles of a channel on cache lines of their own, as they are when each has moved to its thread. Side
/// by side on one stack, their private state would share a line and move back and forth between the cores.
pub fn apart<Tx, Rx>((tx, rx): (Tx, Rx)) -> (CachePadded<Tx>, CachePadded<Rx>) {
    (CachePadded::new(tx), CachePadded::new(rx))
}

/// What a race of threads cost.
#[derive(Clone, Copy, Default)]
pub struct Span {
    /// From the start of the first to the end of the last.
    pub elapsed: Duration,
    /// CPU time of all of them.
    pub cpu: Duration,
}

/// One thread's part of a race: the core it is pinned to, and what it does.
pub struct Job<'a> {
    core: usize,
    work: Box<dyn FnOnce() + Send + 'a>,
}

impl<'a> Job<'a> {
    /// A job that runs `work` on `core`.
    pub fn new(core: usize, work: impl FnOnce() + Send + 'a) -> Self {
        Self { core, work: Box::new(work) }
    }
}

/// Runs every job on its own pinned thread, all started at once.
pub fn race(jobs: Vec<Job<'_>>) -> Span {
    let waiting = AtomicUsize::new(jobs.len());
    let start = OnceLock::new();
    let run = |job: Job<'_>| {
        cores::pin_to(job.core);
        // ORDERING: AcqRel; pairs with itself, so that exactly one thread is the last to arrive and sets the time.
        if waiting.fetch_sub(1, Ordering::AcqRel) == 1 {
            start.get_or_init(Instant::now);
        }
        while start.get().is_none() {
            std::thread::yield_now();
        }
        let cpu = machine::thread_time();
        (job.work)();
        (Instant::now(), machine::thread_time() - cpu)
    };
    let run = &run;
    let ends = std::thread::scope(|scope| {
        let threads: Vec<_> = jobs.into_iter().map(|job| scope.spawn(move || run(job))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a job does not panic")).collect::<Vec<_>>()
    });
    let begun = *start.get().expect("the last thread set it");
    let ended = ends.iter().map(|(end, _)| *end).max().expect("a race has jobs");
    Span { elapsed: ended - begun, cpu: ends.iter().map(|(_, cpu)| *cpu).sum() }
}

/// Finds the count that fills the plan's time and runs it: `run` is called with growing counts, the last call is the
/// sample.
///
/// The calls before it are the warm-up; `least` is the smallest count (two laps of the ring, say).
pub fn settle(plan: &Plan, least: u64, mut run: impl FnMut(u64) -> Span) -> (u64, Span) {
    let target = plan.sample.as_secs_f64();
    let mut count = least.max(16);
    loop {
        let elapsed = run(count).elapsed.as_secs_f64().max(1e-7);
        if elapsed >= target / 4.0 {
            count = ((count as f64 * target / elapsed) as u64).max(least);
            return (count, run(count));
        }
        count = (count as f64 * (target / 3.0 / elapsed).clamp(2.0, 32.0)) as u64;
    }
}

/// A wait between two fruitless tries.
pub struct Pause {
    patience: u32,
    left: u32,
    count: u64,
}

impl Pause {
    /// Only spins if each thread has a core of its own; otherwise yields after 64 tries.
    pub fn new(shares_cores: bool) -> Self {
        let patience = if shares_cores { 64 } else { u32::MAX };
        Self { patience, left: patience, count: 0 }
    }

    /// How often it has waited.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Waits for one spin hint, or yields.
    pub fn wait(&mut self) {
        self.count += 1;
        spin_loop();
        if self.patience != u32::MAX {
            self.left -= 1;
            if self.left == 0 {
                self.left = self.patience;
                std::thread::yield_now();
            }
        }
    }
}

/// Ends the sample if the message that arrived is not the one that was due.
pub fn check<T: Message>(due: u64, came: &T) {
    match came.number() {
        Some(number) if number == due => {}
        Some(number) => wrong(&format!("message {number:#x} came where {due:#x} was due")),
        None => wrong(&format!("a torn message came where {due:#x} was due")),
    }
}

/// Reports what is wrong with this contender, and ends the child process.
#[cold]
pub fn wrong(what: &str) -> ! {
    crate::case::Answer::Wrong(what.to_string()).print();
    std::process::exit(0)
}

/// The order of messages from several producers, each numbered for itself.
pub struct Order(Vec<CachePadded<u64>>);

impl Order {
    /// Each of the `producers` starts with number 0.
    pub fn new(producers: usize) -> Self {
        Self(vec![CachePadded::new(0); producers])
    }

    /// The number that producer `producer` sends as its `number`th message.
    pub fn encode(producer: usize, number: u64) -> u64 {
        (producer as u64) << 48 | number
    }

    /// Ends the sample if this is not the next message of its producer.
    pub fn check(&mut self, came: u64) {
        let producer = (came >> 48) as usize;
        match self.0.get_mut(producer) {
            Some(due) => {
                check(Self::encode(producer, **due), &came);
                **due += 1;
            }
            None => wrong(&format!("message {came:#x} belongs to no producer")),
        }
    }
}

//! The raw rows: not channels, but the least that any channel would have to do.

use std::cell::UnsafeCell;
use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Instant;

use crossbeam_utils::CachePadded;

use super::rate;
use super::round_trip::{timed, trips};
use crate::case::{Metrics, Plan};
use crate::drive::{Job, Span, check, race, settle};
use crate::{cores, machine};

/// Data that one thread at a time may touch, as the stamp next to it tells.
struct Shared<T>(UnsafeCell<T>);

// SAFETY: every use goes through `Stamped`, whose stamp hands the data from one thread to the other.
unsafe impl<T: Send> Sync for Shared<T> {}

/// Data and the number of the lap at which it was written or freed: even is free, odd is full.
#[repr(C, align(64))]
struct Stamped<T> {
    data: Shared<T>,
    stamp: AtomicU64,
}

impl<T> Stamped<T> {
    fn new(data: T) -> Self {
        Self { data: Shared(UnsafeCell::new(data)), stamp: AtomicU64::new(0) }
    }

    /// Waits until the slot is free in this lap, lets `write` fill it, and passes it on.
    fn write(&self, lap: u64, write: impl FnOnce(&mut T)) {
        // ORDERING: Acquire; pairs with the Release store in `read`.
        while self.stamp.load(Ordering::Acquire) != 2 * lap {
            spin_loop();
        }
        // SAFETY: an even stamp of this lap gives the data to the writer until it stores the odd one.
        write(unsafe { &mut *self.data.0.get() });
        self.stamp.store(2 * lap + 1, Ordering::Release);
    }

    /// Waits until the slot is full in this lap, lets `read` read it, and frees it.
    fn read(&self, lap: u64, read: impl FnOnce(&T)) {
        // ORDERING: Acquire; pairs with the Release store in `write`.
        while self.stamp.load(Ordering::Acquire) != 2 * lap + 1 {
            spin_loop();
        }
        // SAFETY: an odd stamp of this lap gives the data to the reader until it stores the next even one.
        read(unsafe { &*self.data.0.get() });
        self.stamp.store(2 * lap + 2, Ordering::Release);
    }
}

/// Passes the slots of a ring from one thread to another and back, lap after lap.
fn pass<T: Send>(
    plan: &Plan,
    ring: &[Stamped<T>],
    mut write: impl FnMut(u64, &mut T) + Send,
    mut read: impl FnMut(u64, &T) + Send,
) -> Metrics {
    let mut next = 0;
    let size = ring.len() as u64;
    let (count, span) = settle(plan, 2 * size, |count| {
        let turns = next..next + count;
        next = turns.end;
        let (sent, due) = (turns.clone(), turns);
        let (write, read) = (&mut write, &mut read);
        race(vec![
            Job::new(plan.core(0), move || {
                due.for_each(|turn| ring[(turn % size) as usize].read(turn / size, |data| read(turn, data)))
            }),
            Job::new(plan.core(1), move || {
                sent.for_each(|turn| ring[(turn % size) as usize].write(turn / size, |data| write(turn, data)))
            }),
        ])
    });
    rate(count, span)
}

/// Scales a rate from slots to messages.
fn each_holds(messages: f64, mut metrics: Metrics) -> Metrics {
    metrics[0].1 *= messages;
    metrics[1].1 /= messages;
    metrics
}

/// `N / 8` lines of seven messages and a stamp each: the densest ring whose reader needs no second line.
pub fn lines<const N: usize>(plan: &Plan) -> Metrics {
    let ring: Vec<Stamped<[u64; 7]>> = (0..N / 8).map(|_| Stamped::new([0; 7])).collect();
    let write = |turn: u64, line: &mut [u64; 7]| *line = std::array::from_fn(|place| 7 * turn + place as u64);
    let read = |turn: u64, line: &[u64; 7]| {
        line.iter().enumerate().for_each(|(place, came)| check(7 * turn + place as u64, came))
    };
    each_holds(7.0, pass(plan, &ring, write, read))
}

/// Writes a block's number over its first word; the others hold their own indices.
pub fn number_block<const WORDS: usize>(number: u64, block: &mut [u64; WORDS]) {
    block[0] = number;
}

/// Checks a block's number and each eighth of it: a full comparison would cost as much as the copy that is measured.
pub fn check_block<const WORDS: usize>(number: u64, block: &[u64; WORDS]) {
    check(number, &block[0]);
    for place in (WORDS / 8..WORDS).step_by(WORDS / 8) {
        check(place as u64, &block[place]);
    }
}

/// Eight blocks of `WORDS` words, each with a stamp on the next line, copied in and copied out.
pub fn blocks<const WORDS: usize>(plan: &Plan) -> Metrics {
    let ring: Vec<Stamped<[u64; WORDS]>> = (0..8).map(|_| Stamped::new([0; WORDS])).collect();
    let mut source: [u64; WORDS] = std::array::from_fn(|place| place as u64);
    let write = |turn: u64, block: &mut [u64; WORDS]| {
        number_block(turn, &mut source);
        block.copy_from_slice(black_box(&source));
    };
    let mut copy = [0; WORDS];
    let read = |turn: u64, block: &[u64; WORDS]| {
        copy.copy_from_slice(block);
        check_block(turn, black_box(&copy));
    };
    each_holds(WORDS as f64, pass(plan, &ring, write, read))
}

/// The same copies on one core, with no hand-over at all.
pub fn copies<const WORDS: usize>(plan: &Plan) -> Metrics {
    cores::pin_to(plan.core(0));
    let mut ring = [[0; WORDS]; 8];
    let mut source: [u64; WORDS] = std::array::from_fn(|place| place as u64);
    let mut copy = [0; WORDS];
    let (count, span) = settle(plan, 16, |count| {
        let (start, cpu) = (Instant::now(), machine::thread_time());
        for turn in 0..count {
            let block = &mut ring[turn as usize % 8];
            number_block(turn, &mut source);
            block.copy_from_slice(black_box(&source));
            copy.copy_from_slice(black_box(block));
            check_block(turn, black_box(&copy));
        }
        Span { elapsed: start.elapsed(), cpu: machine::thread_time() - cpu }
    });
    rate(count * WORDS as u64, span)
}

/// A round trip over two words on two lines.
pub fn two_words(plan: &Plan) -> Metrics {
    let there = CachePadded::new(AtomicU64::new(0));
    let back = CachePadded::new(AtomicU64::new(0));
    let until = |word: &AtomicU64, number| {
        while word.load(Ordering::Acquire) != number {
            spin_loop();
        }
    };
    timed(plan, |number, count, times| {
        let first = *number + 1;
        *number += count;
        let (there, back) = (&there, &back);
        race(vec![
            Job::new(plan.core(0), move || {
                let mut turn = first;
                trips(times, count, || {
                    there.store(turn, Ordering::Release);
                    until(back, turn);
                    turn += 1;
                });
            }),
            Job::new(plan.core(1), move || {
                for turn in first..first + count {
                    until(there, turn);
                    back.store(turn, Ordering::Release);
                }
            }),
        ])
    })
}

/// A round trip of two threads that sleep in the kernel each time.
pub fn two_sleepers(plan: &Plan) -> Metrics {
    let there = CachePadded::new(AtomicU32::new(0));
    let back = CachePadded::new(AtomicU32::new(0));
    let until = |word: &AtomicU32, number: u32| {
        loop {
            let seen = word.load(Ordering::Acquire);
            if seen == number {
                break;
            }
            atomic_wait::wait(word, seen);
        }
    };
    let tell = |word: &AtomicU32, number: u32| {
        word.store(number, Ordering::Release);
        atomic_wait::wake_one(word);
    };
    timed(plan, |number, count, times| {
        let first = *number as u32 + 1;
        *number += count;
        let (there, back) = (&*there, &*back);
        race(vec![
            Job::new(plan.core(0), move || {
                let mut turn = first;
                trips(times, count, || {
                    tell(there, turn);
                    until(back, turn);
                    turn += 1;
                });
            }),
            Job::new(plan.core(1), move || {
                for turn in first..first + count as u32 {
                    until(there, turn);
                    tell(back, turn);
                }
            }),
        ])
    })
}

/// Producers that do nothing but count up one shared word: what a common index costs without any ring.
pub fn fetch_add(plan: &Plan, producers: usize) -> Metrics {
    let word = CachePadded::new(AtomicU64::new(0));
    let (count, span) = settle(plan, 4096, |count| {
        let word = &word;
        let job = |thread| {
            Job::new(plan.core(thread), move || {
                for _ in 0..count / producers as u64 {
                    word.fetch_add(1, Ordering::Relaxed);
                }
            })
        };
        race((1..=producers).map(job).collect())
    });
    rate(count, span)
}

/// A ring of 1024 numbers for one thread.
pub struct PlainRing {
    slots: Box<[u64; 1024]>,
    head: usize,
    tail: usize,
}

impl PlainRing {
    /// An empty ring.
    pub fn new() -> Self {
        Self { slots: Box::new([0; 1024]), head: 0, tail: 0 }
    }

    /// Adds a number; returns whether there was room.
    pub fn push(&mut self, number: u64) -> bool {
        if self.tail.wrapping_sub(self.head) == 1024 {
            return false;
        }
        self.slots[self.tail % 1024] = number;
        self.tail = self.tail.wrapping_add(1);
        true
    }

    /// The oldest number, or zero from an empty ring.
    pub fn pop(&mut self) -> u64 {
        if self.tail == self.head {
            return 0;
        }
        let number = self.slots[self.head % 1024];
        self.head = self.head.wrapping_add(1);
        number
    }
}

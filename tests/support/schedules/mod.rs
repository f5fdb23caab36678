//! Programs of two to four threads and the schedule they run by, both from bytes, so that fuzzing searches for the
//! schedule, too.
//!
//! The first byte picks the channel. The second says how many producers it has, whether it is quiet, and whether the
//! consumer leaves before it has received all. Each thread's program is a count and two bytes for each of its
//! operations; the rest are the switches from thread to thread.

mod channels;
mod record;
#[path = "../scheduled.rs"]
mod scheduled;
mod senders;

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, FailurePersistence, Runner};
use std::sync::Arc;

/// An operation of a thread: its kind, and a number that is taken modulo what makes sense.
type Operation = [u8; 2];
/// Steps that no program needs, however it is scheduled.
const TOO_MANY_STEPS: usize = 20_000;

/// What the threads do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Program {
    channel: u8,
    flags: u8,
    producers: Vec<Vec<Operation>>,
    consumer: Vec<Operation>,
}

impl Program {
    fn is_quiet(&self) -> bool {
        self.flags & 1 == 1
    }

    fn consumer_leaves(&self) -> bool {
        self.flags >> 3 & 1 == 1
    }
}

/// Takes a program of at most seven operations off the front of some bytes.
fn take_operations(bytes: &mut &[u8]) -> Vec<Operation> {
    let Some((&count, rest)) = bytes.split_first() else { return Vec::new() };
    let taken = (usize::from(count % 8) * 2).min(rest.len() & !1);
    let (operations, rest) = rest.split_at(taken);
    *bytes = rest;
    operations.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// The program at the front of some bytes, and the rest of them.
fn decoded(mut bytes: &[u8]) -> Option<(Program, &[u8])> {
    let [channel, threads, ..] = *bytes else { return None };
    bytes = &bytes[2..];
    let count = if channels::is_lone(channel) { 1 } else { 1 + threads % 3 };
    let producers = (0..count).map(|_| take_operations(&mut bytes)).collect();
    let program = Program { channel, flags: threads / 3, producers, consumer: take_operations(&mut bytes) };
    Some((program, bytes))
}

/// Two bits of a byte pick a thread, six say for how many more steps it runs; after the last byte all take turns.
struct FromBytes {
    bytes: Vec<u8>,
    next: usize,
    more: u8,
    has_run: bool,
}

impl Scheduler for FromBytes {
    fn new_execution(&mut self) -> Option<Schedule> {
        (!std::mem::replace(&mut self.has_run, true)).then(|| Schedule::new(0))
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        let mut ids = runnable.iter().map(|task| task.id());
        let goes_on = current.filter(|current| !is_yielding && ids.clone().any(|id| id == *current));
        if let Some(current) = goes_on.filter(|_| self.more > 0) {
            self.more -= 1;
            return Some(current);
        }
        if let Some(&byte) = self.bytes.get(self.next) {
            self.next += 1;
            self.more = byte >> 2;
            return ids.nth(usize::from(byte & 3) % runnable.len());
        }
        let after = ids.clone().find(|id| current.is_some_and(|current| usize::from(*id) > usize::from(current)));
        after.or_else(|| ids.next())
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}

/// Runs a program by its schedule. A lost wake-up ends in a deadlock, which fails; so does a program that never ends.
pub(crate) fn run_schedule(bytes: &[u8]) {
    let Some((program, schedule)) = decoded(bytes) else { return };
    let mut config = Config::new();
    config.silence_warnings = true; // We know that orderings are not modelled.
    config.failure_persistence = FailurePersistence::None; // The bytes are the schedule.
    config.max_steps = shuttle::MaxSteps::FailAfter(TOO_MANY_STEPS);
    let scheduler = FromBytes { bytes: schedule.to_vec(), next: 0, more: 0, has_run: false };
    Runner::new(scheduler, config).run(move || {
        let alive = Arc::new(());
        channels::run(&program, &alive);
        assert_eq!(Arc::strong_count(&alive), 1, "messages that were not dropped, {program:?}");
    });
}

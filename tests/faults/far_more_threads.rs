//! Far more threads than processors wait on one consumer.

use crate::rounds::rounds;
use crate::watchdog::guarded;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use strait::{Capacity, PowerOfTwo, mpsc};

const PRODUCERS: usize = 64;

/// How often the calling thread went to sleep.
#[cfg(target_os = "linux")]
fn sleeps() -> usize {
    // SAFETY: all-zero bytes are a valid `rusage`.
    let mut usage: libc::rusage = unsafe { core::mem::zeroed() };
    // SAFETY: the pointer is to a live value of the type that the call writes.
    let failed = unsafe { libc::getrusage(libc::RUSAGE_THREAD, &raw mut usage) };
    assert_eq!(failed, 0);
    usage.ru_nvcsw as usize
}

/// Nothing to be counted.
#[cfg(not(target_os = "linux"))]
fn sleeps() -> usize {
    0
}

/// The producers send all that they have through a few slots; returns how often they slept in all.
fn sleeps_of_many<const N: usize>(each: usize) -> usize
where
    Capacity<N>: PowerOfTwo,
{
    let (tx, mut rx) = mpsc::channel::<(usize, usize), N>();
    let slept = AtomicUsize::new(0);
    thread::scope(|scope| {
        for producer in 0..PRODUCERS {
            let (tx, slept) = (tx.clone(), &slept);
            scope.spawn(move || {
                (0..each).for_each(|n| tx.send((producer, n)).unwrap());
                slept.fetch_add(sleeps(), Ordering::Relaxed);
            });
        }
        drop(tx);
        let mut next = [0; PRODUCERS];
        for (producer, n) in rx.iter() {
            assert_eq!(n, next[producer], "each once, in its producer's order");
            next[producer] += 1;
        }
        assert_eq!(next, [each; PRODUCERS]);
    });
    slept.into_inner()
}

/// One free slot wakes one producer: a herd would wake, find nothing and sleep again for each message.
#[test]
fn sixty_four_blocked_producers_get_everything_through_and_are_woken_one_at_a_time() {
    guarded(|| {
        let each = rounds(200);
        for slept in [sleeps_of_many::<1>(each), sleeps_of_many::<2>(each)] {
            let messages = PRODUCERS * each;
            assert!(slept < 4 * messages, "{slept} sleeps for {messages} messages");
        }
    });
}

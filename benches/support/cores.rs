//! The cores of this machine: which there are, pinning a thread to one, and how far apart two are.

use core::hint::spin_loop;
use core::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

/// Pins the calling thread to one core; does nothing where the system has no such call.
pub fn pin_to(core: usize) {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: an all-zero `cpu_set_t` is a valid empty set.
        let mut set: libc::cpu_set_t = unsafe { core::mem::zeroed() };
        // SAFETY: `set` is a valid set; `CPU_SET` checks the core against its size.
        unsafe { libc::CPU_SET(core, &mut set) };
        // SAFETY: thread 0 is the caller, and the pointer and size describe `set`.
        let failed = unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const set) };
        assert_eq!(failed, 0, "a core that the process may use takes its threads");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

/// The cores that the calling thread may use, in the system's order.
pub fn allowed() -> Vec<usize> {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: an all-zero `cpu_set_t` is a valid empty set.
        let mut set: libc::cpu_set_t = unsafe { core::mem::zeroed() };
        // SAFETY: the pointer and size describe `set`, which the call fills.
        let failed = unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut set) };
        assert_eq!(failed, 0, "the system names the cores of this process");
        // SAFETY: `set` was filled above, and `core` stays below its size.
        (0..libc::CPU_SETSIZE as usize).filter(|&core| unsafe { libc::CPU_ISSET(core, &set) }).collect()
    }
    #[cfg(not(target_os = "linux"))]
    (0..thread::available_parallelism().map_or(1, usize::from)).collect()
}

/// The time in nanoseconds of a round trip over two cache lines between two cores: the median of 15 short series.
pub fn round_trip(near: usize, far: usize) -> f64 {
    const SERIES: u64 = 15;
    const TRIPS: u64 = 150;

    #[repr(align(128))]
    struct Line(AtomicU64);

    let (there, back) = (Line(AtomicU64::new(0)), Line(AtomicU64::new(0)));
    // ORDERING: Release and Acquire on both lines, which pair with each other; nothing but the two words is passed.
    let wait = |line: &Line, trip| {
        while line.0.load(Ordering::Acquire) != trip {
            spin_loop();
        }
    };
    let say = |line: &Line, trip| line.0.store(trip, Ordering::Release);

    let mut times = Vec::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            pin_to(far);
            for trip in 1..=SERIES * TRIPS {
                wait(&there, trip);
                say(&back, trip);
            }
        });
        scope.spawn(|| {
            pin_to(near);
            for series in 0..SERIES {
                let start = Instant::now();
                for trip in series * TRIPS..(series + 1) * TRIPS {
                    say(&there, trip + 1);
                    wait(&back, trip + 1);
                }
                times.push(start.elapsed().as_nanos() as f64 / TRIPS as f64);
            }
        });
    });
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

//! What the program asks of the machine: places for threads, CPU time, the distance between two cores, its name.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crossbeam_utils::CachePadded;

/// Pins the calling thread to one core; without effect where the system has no such call.
pub fn pin(core: usize) {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: an all-zero `cpu_set_t` is a valid empty set.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: `set` is a valid set; `CPU_SET` checks `core` against its size.
        unsafe { libc::CPU_SET(core, &mut set) };
        // SAFETY: thread 0 is the caller, and the pointer and size describe `set`.
        unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

/// The cores this process may run on, in the system's order.
pub fn cores() -> Vec<usize> {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: an all-zero `cpu_set_t` is a valid empty set.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: the pointer and size describe `set`, which the call fills.
        let failed = unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) };
        if failed == 0 {
            // SAFETY: `set` was filled above, and `core` stays below its size.
            return (0..libc::CPU_SETSIZE as usize).filter(|&core| unsafe { libc::CPU_ISSET(core, &set) }).collect();
        }
    }
    (0..std::thread::available_parallelism().map_or(1, usize::from)).collect()
}

/// CPU time the calling thread has used.
pub fn thread_time() -> Duration {
    clock(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// CPU time the whole process has used.
pub fn process_time() -> Duration {
    clock(libc::CLOCK_PROCESS_CPUTIME_ID)
}

fn clock(which: libc::clockid_t) -> Duration {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place for the answer.
    unsafe { libc::clock_gettime(which, &mut now) };
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// The distance between two cores: nanoseconds a round trip over two cache lines takes, the median of 15 short series.
pub fn distance(near: usize, far: usize) -> f64 {
    const SERIES: usize = 15;
    const TRIPS: u64 = 150;
    let there = CachePadded::new(AtomicU64::new(0));
    let back = CachePadded::new(AtomicU64::new(0));
    let mut times = std::thread::scope(|scope| {
        scope.spawn(|| {
            pin(far);
            for trip in 1..=SERIES as u64 * TRIPS {
                // ORDERING: Acquire and Release on both lines; nothing but the two words is passed.
                while there.load(Ordering::Acquire) != trip {
                    std::hint::spin_loop();
                }
                back.store(trip, Ordering::Release);
            }
        });
        let asking = scope.spawn(|| {
            pin(near);
            let mut trip = 0;
            let mut series = || {
                let start = Instant::now();
                for _ in 0..TRIPS {
                    trip += 1;
                    there.store(trip, Ordering::Release);
                    while back.load(Ordering::Acquire) != trip {
                        std::hint::spin_loop();
                    }
                }
                start.elapsed().as_nanos() as f64 / TRIPS as f64
            };
            (0..SERIES).map(|_| series()).collect::<Vec<_>>()
        });
        asking.join().expect("the probe does not panic")
    });
    times.sort_by(f64::total_cmp);
    times[SERIES / 2]
}

/// What one reading of the clock costs, in nanoseconds: taken off every round trip that is timed alone.
pub fn clock_cost() -> f64 {
    let mut costs: Vec<u128> = Vec::with_capacity(1000);
    let mut last = Instant::now();
    for _ in 0..1000 {
        let now = Instant::now();
        costs.push((now - last).as_nanos());
        last = now;
    }
    costs.sort_unstable();
    costs[costs.len() / 2] as f64
}

/// The processor's name as the system gives it.
pub fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(|| std::env::consts::ARCH.to_string(), |(_, name)| name.trim().to_string())
}

/// The date and the time of day, UTC, in the order of ISO 8601.
pub fn date() -> String {
    let seconds = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", rest / 3600, rest / 60 % 60)
}

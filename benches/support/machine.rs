//! The cores of this machine, and threads that stay on one of them.

use std::sync::OnceLock;

/// Pins the calling thread: threads 0, 1, 2 .. go to the cores in turn. Without effect where the system has no such
/// call.
pub fn pin(thread: usize) {
    let cores = cores();
    #[cfg(target_os = "linux")]
    {
        // SAFETY: an all-zero `cpu_set_t` is a valid empty set.
        let mut set: libc::cpu_set_t = unsafe { core::mem::zeroed() };
        // SAFETY: `set` is a valid set; `CPU_SET` checks the core against its size.
        unsafe { libc::CPU_SET(cores[thread % cores.len()], &mut set) };
        // SAFETY: thread 0 is the caller, and the pointer and size describe `set`.
        let failed = unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const set) };
        assert_eq!(failed, 0, "a core that the process may use takes its threads");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (cores, thread);
}

/// How many cores there are.
pub fn core_count() -> usize {
    cores().len()
}

/// The cores that the process might use when it began, before any thread was pinned.
fn cores() -> &'static [usize] {
    static CORES: OnceLock<Vec<usize>> = OnceLock::new();
    CORES.get_or_init(allowed)
}

#[cfg(target_os = "linux")]
fn allowed() -> Vec<usize> {
    // SAFETY: an all-zero `cpu_set_t` is a valid empty set.
    let mut set: libc::cpu_set_t = unsafe { core::mem::zeroed() };
    // SAFETY: the pointer and size describe `set`, which the call fills.
    let failed = unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut set) };
    assert_eq!(failed, 0, "the system names the cores of this process");
    // SAFETY: `set` was filled above, and `core` stays below its size.
    (0..libc::CPU_SETSIZE as usize).filter(|&core| unsafe { libc::CPU_ISSET(core, &set) }).collect()
}

#[cfg(not(target_os = "linux"))]
fn allowed() -> Vec<usize> {
    (0..std::thread::available_parallelism().map_or(1, usize::from)).collect()
}

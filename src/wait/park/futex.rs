//! Sleeping by futex.

use crate::sync::{AtomicU32, Instant};

pub(super) fn wait(word: &AtomicU32, expected: u32, deadline: Option<Instant>) -> bool {
    let Some(deadline) = deadline else {
        atomic_wait::wait(word, expected);
        return true;
    };
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return false;
    }
    let timeout = libc::timespec {
        tv_sec: left.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: left.subsec_nanos().into(),
    };
    // SAFETY: both pointers are to live values of the types that the call expects; it writes to neither. The flags are
    // those of `atomic_wait`, so that its wake reaches this sleeper.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            core::ptr::from_ref(word),
            libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG,
            expected,
            core::ptr::from_ref(&timeout),
        );
    }
    true
}

pub(super) fn wake(word: *const AtomicU32) {
    atomic_wait::wake_one(word);
}

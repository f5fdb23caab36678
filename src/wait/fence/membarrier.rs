//! The asymmetric fence of Linux: `membarrier(2)`, since Linux 4.14.

use core::sync::atomic::{AtomicU8, Ordering};

/// `MEMBARRIER_CMD_PRIVATE_EXPEDITED`.
const FENCE: libc::c_int = 1 << 3;
/// `MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED`.
const REGISTER: libc::c_int = 1 << 4;

const UNKNOWN: u8 = 0;
const REGISTERED: u8 = 1;
const REFUSED: u8 = 2;

/// `UNKNOWN => REGISTERED` or `UNKNOWN => REFUSED`, once. A child of `fork` inherits the registration with the memory.
static STATE: AtomicU8 = AtomicU8::new(UNKNOWN);

fn membarrier(command: libc::c_int) -> bool {
    // SAFETY: the call takes three integers and accesses no memory of this process.
    unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
}

/// Registers the process, once. Returns whether that worked.
pub(super) fn is_registered() -> bool {
    // ORDERING: Relaxed, here and below; the state guards no data, and registering twice does no harm.
    if STATE.load(Ordering::Relaxed) == UNKNOWN {
        let state = if membarrier(REGISTER) { REGISTERED } else { REFUSED };
        STATE.store(state, Ordering::Relaxed);
    }
    STATE.load(Ordering::Relaxed) == REGISTERED
}

/// Makes every running thread of the process pass a full fence.
pub(super) fn fence_everywhere() -> bool {
    membarrier(FENCE)
}

//! Fences for "I store, then load your word" against "you store, then load mine".
//!
//! Both sides of that handshake need a full fence between their store and their load, or each may miss the other. A
//! fence at every message costs more than the message. On Linux the side that is about to sleep can pay for both: the
//! `membarrier` system call makes every running thread of the process pass a full fence, so the other side needs
//! nothing but a promise of the compiler. This is the asymmetric fence of folly's `AsymmetricThreadFence` and of
//! liburcu.
//!
//! Not on Android, whose seccomp filter kills a process for that call before API level 29; and not under Miri, which
//! lacks it.

#[cfg_attr(strait_loom, path = "model.rs")]
#[cfg_attr(
    all(not(strait_loom), feature = "std", target_os = "linux", not(any(strait_fence, miri))),
    path = "membarrier.rs"
)]
#[cfg_attr(
    all(not(strait_loom), not(all(feature = "std", target_os = "linux", not(any(strait_fence, miri))))),
    path = "none.rs"
)]
mod system;

#[cfg(not(strait_loom))]
use crate::sync::{Ordering, compiler_fence};

/// The cheap half: between publishing and reading the word.
#[inline(always)]
pub(super) fn light() {
    // ORDERING: a compiler fence; pairs with `heavy` in the announcer. Either its attempt sees what we published, or we
    // see its word, or both. Where there is no `heavy`, the word says so and the notifier fences (signal.rs).
    #[cfg(not(strait_loom))]
    compiler_fence(Ordering::SeqCst);
}

/// The expensive half: between an announcement and the attempt after it. `false` if the kernel starts refusing it, as
/// under a seccomp filter that was installed after the channel was made.
pub(super) fn heavy() -> bool {
    system::fence_everywhere()
}

/// Whether `heavy` reaches other threads here; if not, notifiers must fence themselves.
pub(super) fn is_asymmetric() -> bool {
    system::is_registered()
}

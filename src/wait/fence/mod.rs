//! Fences for "I store, then look at your word" against "you store, then look at mine".
//!
//! Both sides of that handshake need a full fence between their store and their load, or each may miss the other. A
//! fence at every message costs more than the message. On Linux the side that is about to sleep can pay for both: the
//! `membarrier` system call makes every running thread of the process pass a full fence, so the other side needs
//! nothing but a promise of the compiler. This is the asymmetric fence of folly's `AsymmetricThreadFence` and of
//! liburcu.

#[cfg_attr(strait_loom, path = "model.rs")]
#[cfg_attr(
    all(not(strait_loom), feature = "std", any(target_os = "linux", target_os = "android"), not(strait_fence)),
    path = "membarrier.rs"
)]
#[cfg_attr(
    all(
        not(strait_loom),
        not(all(feature = "std", any(target_os = "linux", target_os = "android"), not(strait_fence)))
    ),
    path = "none.rs"
)]
mod system;

#[cfg(not(strait_loom))]
use crate::sync::{Ordering, compiler_fence};

/// The cheap half: between publishing and looking for sleepers.
#[inline(always)]
pub(super) fn light() {
    // ORDERING: a compiler fence; pairs with `heavy` in the sleeper. Either its second look sees what we published, or
    // we see its word, or both. Where `heavy` is not to be had, the word says so and the notifier fences (signal.rs).
    #[cfg(not(strait_loom))]
    compiler_fence(Ordering::SeqCst);
}

/// The dear half: between announcing a sleep and looking once more. `false` if the system refuses it all of a sudden,
/// as under a seccomp filter that was installed after the channel was made.
pub(super) fn heavy() -> bool {
    system::fence_everywhere()
}

/// Whether `heavy` reaches other threads here; if not, notifiers have to fence themselves.
pub(super) fn is_asymmetric() -> bool {
    system::is_registered()
}

//! What a thread sleeps on while it waits at several ends.

use crate::sync::{AtomicU32, Instant, Ordering, initial, thread_local};
use crate::wait::{park, signal};
use alloc::{sync::Arc, task::Wake};
use core::{cell::Cell, task::Waker};

/// What a thread sleeps on while it waits at several ends, and what they wake.
#[derive(Debug)]
struct Parker {
    /// `WOKEN` and `ASLEEP`.
    word: AtomicU32,
}

const WOKEN: u32 = 1;
const ASLEEP: u32 = 1 << 1;

impl Parker {
    /// Sleeps until it is woken, or was since the last time, or the deadline passes.
    fn park(&self, deadline: Option<Instant>) {
        // ORDERING: Relaxed; of this exchange and the waker's one comes first: the waker finds us asleep, or we find
        // that we are woken. What was published before is acquired below.
        if self.word.fetch_or(ASLEEP, Ordering::Relaxed) == 0 {
            while signal::current(&self.word) == ASLEEP && park::wait(&self.word, ASLEEP, deadline) {}
        }
        // ORDERING: Acquire; pairs with the `fetch_or` in `wake_by_ref`, of each that has woken us since the last time:
        // so we see that the announcement is gone which its caller has taken.
        self.word.fetch_and(0, Ordering::Acquire);
    }
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // ORDERING: Release; pairs with the `fetch_and` in `park`.
        if self.word.fetch_or(WOKEN, Ordering::Release) & ASLEEP != 0 {
            park::wake(&raw const self.word);
        }
    }
}

thread_local! {
    #[allow(clippy::missing_const_for_thread_local, reason = "the macros of loom and shuttle take no const block")]
    static PARKER: Cell<Option<Arc<Parker>>> = Cell::new(None);
}

/// The thread's parker for the time of one wait. A wait that begins inside, in code of others, finds none and makes its
/// own, so that none of the two takes the other's wake-ups.
pub(super) struct Bed {
    parker: Arc<Parker>,
    pub(super) waker: Waker,
}

impl Bed {
    pub(super) fn take() -> Self {
        // There is none yet, or it is in use, or the thread is ending.
        let kept = PARKER.try_with(Cell::take).ok().flatten();
        let parker = kept.unwrap_or_else(|| Arc::new(Parker { word: initial!(AtomicU32) }));
        Self { waker: Waker::from(Arc::clone(&parker)), parker }
    }

    /// Sleeps until the waker is called, or was since the last time, or the deadline passes.
    pub(super) fn sleep(&self, deadline: Option<Instant>) {
        self.parker.park(deadline);
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        let parker = Arc::clone(&self.parker);
        drop(PARKER.try_with(|kept| kept.replace(Some(parker))));
    }
}

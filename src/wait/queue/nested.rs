//! Wakers that run their task at once, in the middle of a wake: that task leaves the queue, wakes the next one, whose
//! waker runs it at once, and so on. So that the stack does not grow with the queue, a wake that is nested too deeply
//! is left to a wake of the same queue further up the stack.

use crate::sync::thread_local;
use core::{cell::Cell, ptr};

/// How many wakes of a queue are nested in one thread. More than one, so that a task that a waker runs, and that blocks
/// there until somebody whom it has woken goes on, is not deadlocked unless it does so far down.
const MOST: usize = if cfg!(strait_loom) { 1 } else { 8 };

/// A wake that this thread is in.
struct Frame {
    queue: *const (),
    /// Whether a nested wake was left to this one.
    is_asked: Cell<bool>,
    outer: *const Self,
}

thread_local! {
    #[allow(clippy::missing_const_for_thread_local, reason = "the macros of loom and shuttle take no const block")]
    /// Invariant: null or a frame further up this thread's stack; so are all that follow from it by `outer`.
    static INNERMOST: Cell<*const Frame> = Cell::new(ptr::null());
}

/// Runs `round`, a wake of the queue at this address, once, and again as long as nested wakes have been left to it; or
/// leaves it to the innermost of those that this thread is in, if they are too many.
pub(super) fn run(queue: *const (), mut round: impl FnMut()) {
    let outer = INNERMOST.with(Cell::get);
    let (mut depth, mut nearest, mut next) = (0, None, outer);
    // SAFETY: the invariant of `INNERMOST`.
    while let Some(frame) = unsafe { next.as_ref() } {
        if frame.queue == queue {
            depth += 1;
            nearest = nearest.or(Some(frame));
        }
        next = frame.outer;
    }
    if let Some(frame) = nearest.filter(|_| depth >= MOST) {
        frame.is_asked.set(true);
        return;
    }
    let frame = Frame { queue, is_asked: Cell::new(true), outer };
    let _restore = Restore(outer);
    INNERMOST.with(|innermost| innermost.set(&raw const frame));
    while frame.is_asked.take() {
        round();
    }
}

/// Takes a frame off the list before its stack frame ends, also by a panic.
struct Restore(*const Frame);

impl Drop for Restore {
    fn drop(&mut self) {
        INNERMOST.with(|innermost| innermost.set(self.0));
    }
}

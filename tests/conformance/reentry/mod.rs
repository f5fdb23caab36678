//! Re-entry: a waker, a message's drop, an iterator and a collection that call the very channel in whose operation they
//! run. Handles of one message take `&self`, so safe code can do this, from a thread-local or a shared reference.

mod messages;
mod wakers;

use std::cell::Cell;
use std::sync::Arc;
use std::task::{RawWaker, RawWakerVTable, Wake, Waker};

thread_local! {
    /// What the wakers and messages of this thread call, while `with_hook` runs.
    static HOOK: Cell<Option<&'static dyn Fn()>> = const { Cell::new(None) };
}

/// Runs `body`; whatever calls [`call_hook`] meanwhile, in this thread, calls `hook`.
fn with_hook<R>(hook: &dyn Fn(), body: impl FnOnce() -> R) -> R {
    struct Unset;

    impl Drop for Unset {
        fn drop(&mut self) {
            HOOK.set(None);
        }
    }

    // SAFETY: the reference is taken back before this returns, and used in this thread only.
    HOOK.set(Some(unsafe { core::mem::transmute::<&dyn Fn(), &'static dyn Fn()>(hook) }));
    let _unset = Unset;
    body()
}

/// Calls the hook, unless this is the hook's own doing.
fn call_hook() {
    if let Some(hook) = HOOK.take() {
        hook();
        HOOK.set(Some(hook));
    }
}

/// A waker that calls the hook when it wakes.
struct CallsWhenWoken;

impl Wake for CallsWhenWoken {
    fn wake(self: Arc<Self>) {
        call_hook();
    }
}

fn calling_waker() -> Waker {
    Waker::from(Arc::new(CallsWhenWoken))
}

thread_local! {
    /// How often a waker of `waker_that_calls_when_cloned_and_dropped` was woken in this thread.
    static WOKEN: Cell<usize> = const { Cell::new(0) };
}

fn woken() -> usize {
    WOKEN.get()
}

/// A waker that calls the hook when it is cloned and when it is dropped, and counts its wakes.
fn waker_that_calls_when_cloned_and_dropped() -> Waker {
    const VTABLE: RawWakerVTable = RawWakerVTable::new(
        |_| {
            call_hook();
            raw()
        },
        |_| {
            WOKEN.set(WOKEN.get() + 1);
            call_hook(); // It is dropped.
        },
        |_| WOKEN.set(WOKEN.get() + 1),
        |_| call_hook(),
    );

    const fn raw() -> RawWaker {
        RawWaker::new(core::ptr::null(), &VTABLE)
    }

    // SAFETY: the functions use no data, so they may be called from anywhere, any number of times.
    unsafe { Waker::from_raw(raw()) }
}

/// A message that calls the hook when it is dropped.
struct Calls;

impl Drop for Calls {
    fn drop(&mut self) {
        call_hook();
    }
}

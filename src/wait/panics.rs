//! Wakers are code of others and may panic; the waiters behind one that does are woken all the same.

#[cfg(feature = "std")]
use alloc::boxed::Box;
#[cfg(feature = "std")]
use core::{any::Any, panic::AssertUnwindSafe};
#[cfg(feature = "std")]
use std::panic::{catch_unwind, resume_unwind};

/// The first panic of several calls.
#[cfg(feature = "std")]
#[derive(Debug, Default)]
pub(super) struct Panics(Option<Box<dyn Any + Send>>);

#[cfg(feature = "std")]
impl Panics {
    /// Makes a call and returns whether it came back without a panic.
    pub(super) fn catch(&mut self, call: impl FnOnce()) -> bool {
        // A call of ours leaves nothing half done when it runs code of others; and the panic goes on in `resume`.
        let Err(payload) = catch_unwind(AssertUnwindSafe(call)) else { return true };
        if self.0.is_none() {
            self.0 = Some(payload);
        } else if let Err(panic_of_drop) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            // A payload may panic when it is dropped, and so may the payload of that panic.
            core::mem::forget(panic_of_drop);
        }
        false
    }

    /// Goes on with the first panic, if there was one.
    pub(super) fn resume(self) {
        if let Some(panic) = self.0 {
            resume_unwind(panic);
        }
    }
}

/// Makes all calls, also those after one that panics; then the first panic goes on.
#[cfg(feature = "std")]
pub(crate) fn call_all(calls: impl Iterator<Item: FnOnce()>) {
    let mut panics = Panics::default();
    for call in calls {
        panics.catch(call);
    }
    panics.resume();
}

/// Makes all calls, also those after one that panics; a second panic aborts.
#[cfg(not(feature = "std"))]
pub(crate) fn call_all(calls: impl Iterator<Item: FnOnce()>) {
    struct Rest<I: Iterator<Item: FnOnce()>>(I);

    impl<I: Iterator<Item: FnOnce()>> Drop for Rest<I> {
        fn drop(&mut self) {
            self.0.by_ref().for_each(|call| call());
        }
    }

    let mut rest = Rest(calls);
    rest.0.by_ref().for_each(|call| call());
}

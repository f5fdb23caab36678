//! Wakers are others' code, and may panic: all the others are woken all the same.

/// Calls all, those behind one that panics, too. The first panic goes on then.
#[cfg(feature = "std")]
pub(crate) fn call_all(calls: impl Iterator<Item: FnOnce()>) {
    use core::panic::AssertUnwindSafe;
    use std::panic::{catch_unwind, resume_unwind};

    let mut first = None;
    for call in calls {
        // A call of ours has nothing half done when it calls others' code; and the panic goes on.
        let outcome = catch_unwind(AssertUnwindSafe(call));
        first = first.or(outcome.err());
    }
    if let Some(panic) = first {
        resume_unwind(panic);
    }
}

/// Calls all, those behind one that panics, too; a second panic aborts.
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

//! User code that panics in the middle of an operation.
#![allow(dead_code, reason = "shared by tests of which each needs a part")]

use crate::counted::{Counted, Drops};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Whether the code panics; the channel is used afterwards, to see that it still works.
pub(crate) fn panics<R>(code: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(code)).is_err()
}

/// A collection that takes so many messages and then panics.
pub(crate) struct PanicsAfter {
    pub(crate) taken: Vec<Counted>,
    pub(crate) most: usize,
}

impl Extend<Counted> for PanicsAfter {
    fn extend<I: IntoIterator<Item = Counted>>(&mut self, messages: I) {
        for message in messages {
            self.taken.push(message);
            if self.taken.len() == self.most {
                resume_unwind(Box::new("a collection that panics"));
            }
        }
    }
}

/// Messages up to one at which the iterator panics.
pub(crate) fn numbers_that_panic_at<'a>(drops: &'a Drops, at: usize) -> impl Iterator<Item = Counted> + 'a {
    (0..usize::MAX)
        .map(move |number| if number < at { drops.message(number) } else { resume_unwind(Box::new("no more")) })
}

//! What an arm is, and what every arm shares.

use crate::wait::{Place, Several};
use core::task::{Poll, Waker};

#[cfg(feature = "std")]
use crate::sync::Instant;
use crate::wait::Debt;

/// One thing that a select waits for: what [`recv`](super::recv), [`recv_any`](super::recv_any),
/// [`reserve`](super::reserve), [`send`](super::send), [`at`](super::at) and [`tick`](super::tick) return, or an
/// `Option` of it. Sealed.
///
/// `None` is never chosen, and costs a branch.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no arm of a select",
    label = "an arm is `recv(..)`, `recv_any(..)`, `reserve(..)`, `send(..)`, `at(..)`, `tick(..)`, or an `Option` of one",
    note = "to receive from a consumer `rx` write `recv(&mut rx)`; what is computed goes into the body"
)]
pub trait Arm: Several {
    /// Whether it is due at an instant: such an arm is looked at after those of channels, unless it is its turn to
    /// begin.
    #[doc(hidden)]
    const IS_TIMER: bool = false;

    /// How often it was chosen.
    #[doc(hidden)]
    #[inline(always)]
    fn times_chosen(&self) -> u32
    where
        Self: Sized,
    {
        let mut times = 0_u32;
        self.visit(&mut |place| times = times.wrapping_add(place.chosen()));
        times
    }
}

/// An arm that `select_async` takes: any but a timer. Sealed.
#[diagnostic::on_unimplemented(
    message = "a task has no clock of ours: `at` and `tick` are arms of `select!`, not of `select_async!`",
    label = "`{Self}` cannot be waited for in a task",
    note = "put your executor's timer around it, such as `tokio::time::timeout(d, select_async(..))`"
)]
pub trait AsyncArm: Arm {}

/// Counts a choice at the first of all ends.
#[inline(always)]
pub(super) fn choose_first(several: &impl Several) {
    let mut is_counted = false;
    several.visit(&mut |place| {
        if !is_counted {
            place.choose();
        }
        is_counted = true;
    });
}

/// Counts that an arm's only end was chosen, if it was.
#[inline(always)]
pub(super) fn count<R>(arm: &impl Several, looked: Poll<R>) -> Poll<R> {
    if looked.is_ready() {
        arm.visit(&mut |place| place.choose());
    }
    looked
}

/// Which of `count` comes first after `times` choices: another after every 16, each equally often, in no order that a
/// body falls into step with. (Steps of the golden ratio, which spread best.)
#[inline(always)]
pub(super) fn first_of(times: u32, count: usize) -> usize {
    const GOLDEN: u32 = 0x9e37_79b9;
    const RUN: u32 = 16;
    let step = u64::from((times / RUN).wrapping_mul(GOLDEN));
    // The product is below 2^32 times `count`, which is a number of arms.
    ((step * count as u64) >> 32) as usize
}

impl<A: Arm> Several for Option<A> {
    type Output = A::Output;

    #[inline(always)]
    fn look(&mut self) -> Poll<A::Output> {
        match self {
            Some(arm) => arm.look(),
            None => Poll::Pending,
        }
    }

    fn leave(&mut self, waker: &Waker, stays: bool, debt: &mut Debt) {
        if let Some(arm) = self {
            arm.leave(waker, stays, debt);
        }
    }

    #[inline(always)]
    fn visit(&self, visitor: &mut impl FnMut(&dyn Place)) {
        if let Some(arm) = self {
            arm.visit(visitor);
        }
    }

    #[cfg(feature = "std")]
    fn deadline(&self) -> Option<Instant> {
        self.as_ref()?.deadline()
    }
}

#[diagnostic::do_not_recommend]
impl<A: Arm> Arm for Option<A> {
    const IS_TIMER: bool = A::IS_TIMER;

    #[inline(always)]
    fn times_chosen(&self) -> u32 {
        self.as_ref().map_or(0, A::times_chosen)
    }
}

#[diagnostic::do_not_recommend]
impl<A: AsyncArm> AsyncArm for Option<A> {}

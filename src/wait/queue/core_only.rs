//! A wait queue without `std`: there is no lock, and nobody waits here.

use super::WaitQueue;
use crate::stats::WaitCounts;
use crate::sync::AtomicU32;
use crate::wait::{Debt, Until, Waiters};
use core::task::{Context, Poll, Waker};

impl Waiters for WaitQueue {
    type Ticket = ();
    type Kept = ();

    const TAKE_TURNS: bool = false;

    fn counts(&self) -> &WaitCounts {
        &self.counts
    }

    fn wake(&self, _: &AtomicU32) {}

    fn wake_all(&self, _: &AtomicU32) {}

    fn pass_turn(&self, _: &AtomicU32) {}

    unsafe fn poll<R>(
        &self,
        _: &AtomicU32,
        _: Until,
        _: &mut Context<'_>,
        (): &mut (),
        _: &mut dyn FnMut() -> Poll<R>,
    ) -> Poll<R> {
        Poll::Pending
    }

    unsafe fn leave(&self, _: &AtomicU32, _: &Waker, _: bool, (): &mut (), _: &mut Debt) {}

    fn take_kept((): &()) {}

    fn keep((): &(), (): ()) {}

    fn is_waiting((): &()) -> bool {
        false
    }

    unsafe fn cancel(&self, _: &AtomicU32, (): (), _: &dyn Fn()) {}
}

//! tokio's cooperative budget: a task of its runtime has so many operations in one poll, then it yields.

use core::task::{Context, Poll};

/// Polls within the task's budget, which one that is ready uses up by one. Once nothing is left the task is woken and
/// finds everything pending, until its runtime polls it anew. Outside tokio's runtime there is no limit.
#[cfg(feature = "tokio")]
pub(crate) fn within_budget<R>(context: &mut Context<'_>, poll: impl FnOnce(&mut Context<'_>) -> Poll<R>) -> Poll<R> {
    let budget = core::task::ready!(tokio::task::coop::poll_proceed(context));
    let result = core::task::ready!(poll(context));
    budget.made_progress();
    Poll::Ready(result)
}

/// Polls; there is no budget.
#[cfg(not(feature = "tokio"))]
#[inline(always)]
pub(crate) fn within_budget<R>(context: &mut Context<'_>, poll: impl FnOnce(&mut Context<'_>) -> Poll<R>) -> Poll<R> {
    poll(context)
}

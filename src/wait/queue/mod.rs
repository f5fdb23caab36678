//! The waiters of an end with many handles: threads and tasks in one queue, woken one at a time.

#[cfg(feature = "std")]
mod list;

use super::{Look, Waiters};
use crate::stats::WaitCounts;
use crate::sync::{AtomicU32, initial, initial_state};
use core::task::{Context, Poll};

#[cfg(feature = "std")]
use super::{
    Slept, WaitingEnd, call_all, deadline_after, last_look, park,
    signal::{PARKED, announce, withdraw},
};
#[cfg(feature = "std")]
use crate::sync::{Instant, Mutex, MutexGuard};
#[cfg(feature = "std")]
use alloc::boxed::Box;
#[cfg(feature = "std")]
use core::{cell::Cell, iter, time::Duration};
#[cfg(feature = "std")]
use list::{Node, NodeRef, Queue, Sleeper};

/// The waiters of an end with many handles.
///
/// They stand in one queue, threads and tasks alike, first come first served. At most one of them has been woken and
/// not yet had its turn: the *outstanding* one (but a close wakes all). While there is one, the word does not say
/// `PARKED`, so the other end pays nothing and wakes no herd. The outstanding one looks; then it either goes back to
/// the head of the queue, or is done and passes the wake on if another could go on too. That holds when it times out or
/// is cancelled, too.
///
/// Why nobody is forgotten: whoever enters the queue, or leaves its turn to those in it, announces before it looks for
/// the last time, under the lock. So either that look sees the room, or the consumer sees the announcement, or both
/// (signal.rs); or there is an outstanding waiter, and it will do the same before it leaves. A task may be outstanding
/// for ever, if its future is kept and never polled; so beside tasks a thread wakes by itself now and then, and looks.
///
/// Without `std` there is no lock to be had, and a crowd cannot wait; its operations that would wait do not exist
/// there.
#[derive(Debug)]
pub struct WaitQueue {
    #[cfg(feature = "std")]
    queue: Mutex<Queue>,
    /// For a task that waits alone.
    #[cfg(feature = "std")]
    node: Node,
    /// Beside the lock, which whoever counts has just taken.
    counts: WaitCounts,
}

initial_state!(impl[] WaitQueue = Self {
    #[cfg(feature = "std")]
    queue: initial!(Mutex<Queue>),
    #[cfg(feature = "std")]
    node: initial!(Node),
    counts: initial!(WaitCounts),
});

#[cfg(feature = "std")]
impl WaitQueue {
    /// How long a thread sleeps at most beside tasks.
    const LONGEST_SLEEP: Duration = Duration::from_millis(10);

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // No code of others runs under the lock, so none of theirs can have panicked there.
        self.queue.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// A node for a task that comes to wait.
    fn node_for_task(&self) -> NodeRef {
        loop {
            if let Some(node) = self.lock().spare_node(&self.node) {
                return node;
            }
            let node = Box::new(Node::new()); // Outside the lock: the allocator may be others' code.
            self.lock().add_spare(node);
        }
    }

    /// Enters the queue, at its end or, after a turn that brought nothing, at its head; stays where it is otherwise.
    fn enter(&self, word: &AtomicU32, queue: &mut Queue, node: NodeRef) {
        queue.enter(node);
        if !queue.is_turn_taken() {
            announce(word, PARKED);
        }
    }

    /// Leaves the queue or ends the turn; the first of those that stay gets the turn if it could go on now.
    fn leave(&self, word: &AtomicU32, node: NodeRef, more: &dyn Fn() -> bool) {
        let mut queue = self.lock();
        queue.leave(node);
        if queue.is_empty() {
            withdraw(word, PARKED);
        } else if !queue.is_turn_taken() {
            // Places may have come while we had the turn and the word said nothing, and our own look took but one.
            announce(word, PARKED);
            drop(queue);
            if more() {
                self.wake(word);
            }
        }
    }

    /// Gives the first of the queue its turn: whom to wake, if anybody waits.
    fn first_sleeper(&self, mut queue: MutexGuard<'_, Queue>, word: &AtomicU32) -> Option<Sleeper> {
        withdraw(word, PARKED);
        let sleeper = queue.give_turn()?;
        self.counts.woken();
        Some(sleeper)
    }
}

/// A thread's stay in the queue; it ends when this is dropped.
#[cfg(feature = "std")]
struct Stay<'a> {
    crowd: &'a WaitQueue,
    word: &'a AtomicU32,
    node: NodeRef,
    more: &'a dyn Fn() -> bool,
}

#[cfg(feature = "std")]
impl Drop for Stay<'_> {
    fn drop(&mut self) {
        self.crowd.leave(self.word, self.node, self.more);
    }
}

/// A task's node that goes back to the spare ones when this is dropped, also by the panic of a wake.
#[cfg(feature = "std")]
struct Retire<'a> {
    crowd: &'a WaitQueue,
    node: NodeRef,
}

#[cfg(feature = "std")]
impl Drop for Retire<'_> {
    fn drop(&mut self) {
        let waker = self.crowd.lock().retire(self.node, &self.crowd.node);
        drop(waker); // Outside the lock: it is others' code.
    }
}

#[cfg(feature = "std")]
impl Waiters for WaitQueue {
    type Ticket = Option<NodeRef>;

    fn counts(&self) -> &WaitCounts {
        &self.counts
    }

    fn wake(&self, word: &AtomicU32) {
        let (is_woken, mut last) = (Cell::new(false), None);
        // One, and those behind it as long as the wake panics: then nobody told the task, and it has no turn.
        call_all(iter::from_fn(|| {
            if is_woken.get() {
                return None;
            }
            let mut queue = self.lock();
            // Who has no turn any more has been polled since, and so was told before the panic.
            if last.take().is_some_and(|node| !queue.end_turn(node)) {
                return None;
            }
            if queue.is_turn_taken() {
                return None;
            }
            let sleeper = self.first_sleeper(queue, word)?;
            last = sleeper.task();
            let is_woken = &is_woken;
            Some(move || {
                sleeper.wake();
                is_woken.set(true);
            })
        }));
    }

    fn wake_all(&self, word: &AtomicU32) {
        let sleepers = iter::from_fn(|| self.first_sleeper(self.lock(), word));
        call_all(sleepers.map(|sleeper| || sleeper.wake()));
    }

    fn reset(&self, _: &AtomicU32) {
        loop {
            let waker = self.lock().forgotten_waker(&self.node);
            if waker.is_none() {
                break;
            }
            drop(waker); // Outside the lock: it is others' code.
        }
        self.lock().reset(&self.node);
    }

    fn sleep<R>(
        &self,
        word: &AtomicU32,
        deadline: Option<Instant>,
        look: &mut dyn FnMut() -> Look<R>,
        end: &dyn WaitingEnd,
    ) -> Slept<R> {
        let node = Node::new();
        let more = || end.can_proceed();
        let stay = Stay { crowd: self, word, node: NodeRef::to(&node), more: &more };
        loop {
            let is_beside_tasks = {
                let mut queue = self.lock();
                self.enter(word, &mut queue, stay.node);
                queue.has_seen_tasks()
            };
            let nap = || if is_beside_tasks { deadline_after(Self::LONGEST_SLEEP) } else { None };
            match last_look(look, end) {
                Look::Done(result) => return Slept::Done(result),
                Look::Again => return Slept::Soon,
                Look::Wait => self.counts.parked(),
            }
            let mut nap_end = nap();
            while !node.has_turn() {
                let is_nap = nap_end.is_some_and(|end| deadline.is_none_or(|deadline| end < deadline));
                if !park::wait(node.word(), Node::WAITS, if is_nap { nap_end } else { deadline }) {
                    match last_look(look, end) {
                        Look::Wait | Look::Again if is_nap => nap_end = nap(),
                        found => return found.or_timed_out(),
                    }
                }
            }
            match look() {
                Look::Done(result) => return Slept::Done(result),
                Look::Again => return Slept::Soon,
                Look::Wait => {}
            }
        }
    }

    unsafe fn poll<R>(
        &self,
        word: &AtomicU32,
        context: &mut Context<'_>,
        ticket: &mut Option<NodeRef>,
        look: &mut dyn FnMut() -> Look<R>,
    ) -> Poll<R> {
        let waker = context.waker().clone();
        let node = *ticket.get_or_insert_with(|| self.node_for_task());
        let replaced = {
            let mut queue = self.lock();
            let replaced = queue.set_waker(node, waker);
            self.enter(word, &mut queue, node);
            replaced
        };
        drop(replaced); // Outside the lock: it is others' code.
        match look() {
            Look::Done(result) => return Poll::Ready(result),
            Look::Again => context.waker().wake_by_ref(),
            Look::Wait => self.counts.parked(),
        }
        Poll::Pending
    }

    fn is_waiting(ticket: &Option<NodeRef>) -> bool {
        ticket.is_some()
    }

    unsafe fn cancel(&self, word: &AtomicU32, ticket: &mut Option<NodeRef>, more: &dyn Fn() -> bool) {
        if let Some(node) = ticket.take() {
            let _retire = Retire { crowd: self, node };
            self.leave(word, node, more);
        }
    }
}

#[cfg(not(feature = "std"))]
impl Waiters for WaitQueue {
    type Ticket = ();

    fn counts(&self) -> &WaitCounts {
        &self.counts
    }

    fn wake(&self, _: &AtomicU32) {}

    fn wake_all(&self, _: &AtomicU32) {}

    unsafe fn poll<R>(
        &self,
        _: &AtomicU32,
        _: &mut Context<'_>,
        (): &mut (),
        _: &mut dyn FnMut() -> Look<R>,
    ) -> Poll<R> {
        Poll::Pending
    }

    fn is_waiting((): &()) -> bool {
        false
    }

    unsafe fn cancel(&self, _: &AtomicU32, (): &mut (), _: &dyn Fn() -> bool) {}
}

//! The waiters of an end with many handles: threads and tasks in one queue, woken one at a time.

#[cfg(not(feature = "std"))]
mod core_only;
#[cfg(feature = "std")]
mod list;
#[cfg(feature = "std")]
mod nested;

use crate::stats::WaitCounts;
use crate::sync::{initial, initial_state};

#[cfg(feature = "std")]
use super::{
    Debt, Slept, Until, Waiters,
    panics::{Panics, call_all},
    park,
    signal::{HELD, PARKED, announce, withdraw},
};
#[cfg(feature = "std")]
use crate::sync::{AtomicU32, Instant, Mutex, MutexGuard, Ordering};
#[cfg(feature = "std")]
use core::task::{Context, Poll, Waker};
#[cfg(feature = "std")]
use list::{Kept, Node, NodeRef, Queue, Sleeper, Turn};

/// The waiters of an end with many handles.
///
/// They stand in one queue, threads and tasks alike, first come first served. At most one of them has the *turn*: it
/// has been woken and has not attempted since. While there is one, the other end wakes nobody else, so a burst of
/// notifications wakes no herd. Those that flush stand in a list of their own and take no turn: a notification wakes
/// all of them, each at most once per message that it waits for. Those that wait for the close alone stand in a third.
///
/// What the word says follows from the queue, and changes under its lock alone:
///
/// | queued | turn | word |
/// |---|---|---|
/// | nobody | any | neither bit |
/// | somebody | free | `PARKED`: a notifier takes the lock and gives the first its turn |
/// | somebody | a thread's | neither bit: the thread runs, and ends its turn by step 4 or 5 |
/// | somebody | a task's | `HELD`: the task may never be polled again, so step 6 |
///
/// While somebody flushes, it says `PARKED` in any case.
///
/// # Why nobody is forgotten
///
/// A waiter
/// 1. takes the lock, enters the queue, announces what the table says, and releases the lock;
/// 2. attempts; if that succeeds, goes to step 5;
/// 3. sleeps until it is woken, which gives it the turn;
/// 4. attempts; if that fails, goes to step 1, where it enters at the head and ends its turn;
/// 5. takes the lock, leaves the queue or ends its turn, announces for those that stay, and releases the lock; if it
///    leaves the turn free, it asks whether others could proceed, and wakes the first if so.
///
/// A notifier
/// 6. that reads `PARKED` takes the lock and gives the first the turn, unless it is taken. One that reads `HELD` goes
///    on; once it finds nothing to do, it takes the turn away from the task ([`pass_turn`](super::Signal::pass_turn)).
///
/// Take a waiter that sleeps in step 3 although its attempt would succeed. It was announced before its last attempt:
/// - by `PARKED`: then the notifier read it, by the argument at [`Signal`](super::Signal), and did step 6;
/// - by nothing, behind a thread's turn: that thread goes through step 4 or 5, and announces *before* it attempts or
///   asks. Either it sees that there is more, or a later notifier sees `PARKED`;
/// - by `HELD`, behind a task's turn: the task is polled and goes through step 4 or 5, or the notifier through step 6.
///   Where a waiter in step 5 gives the turn to a task, the notifier may have found nothing already and be asleep; so
///   that waiter notifies it ([`End::notify_other_end`](super::End::notify_other_end)).
///
/// A waiter for the close enters its list under the lock before it attempts. [`wake_all`](Waiters::wake_all) takes the
/// lock after the close: it finds that waiter, or the waiter's attempt finds the close.
///
/// Without `std` there is no lock, and nobody can wait here; the operations that would wait do not exist there.
#[derive(Debug)]
pub struct WaitQueue {
    #[cfg(feature = "std")]
    queue: Mutex<Queue>,
    /// For a task that waits alone.
    #[cfg(feature = "std")]
    node: Node,
    /// On the cache line of the lock, which whoever counts has just taken.
    counts: WaitCounts,
}

initial_state!(impl[] WaitQueue = Self {
    #[cfg(feature = "std")]
    queue: initial!(Mutex<Queue>),
    #[cfg(feature = "std")]
    node: initial!(Node),
    counts: initial!(WaitCounts),
});

/// Which turn a wake ends before it gives the next.
#[cfg(feature = "std")]
#[derive(Debug, Clone, Copy)]
enum Revoke {
    Nothing,
    /// That of a task behind which others wait.
    HeldTurn,
    /// That of the task whose waker has panicked.
    TurnOf(NodeRef),
}

#[cfg(feature = "std")]
impl WaitQueue {
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
            let node = alloc::boxed::Box::new(Node::new()); // Outside the lock: the allocator may be code of others.
            self.lock().add_spare(node);
        }
    }

    /// Lets the word say what the queue now demands.
    fn settle(word: &AtomicU32, queue: &Queue) {
        let of_turns = match queue.turn() {
            _ if queue.is_empty() => 0,
            Turn::Free => PARKED,
            Turn::Thread(_) => 0,
            Turn::Task(_) => HELD,
        };
        let bits = of_turns | if queue.flushers() > 0 { PARKED } else { 0 };
        // ORDERING: Relaxed; these bits change under the lock alone.
        if word.load(Ordering::Relaxed) & (PARKED | HELD) == bits {
            return; // The announcement still stands, with its fence.
        }
        if bits == 0 {
            withdraw(word, PARKED | HELD);
        } else {
            announce(word, bits, (PARKED | HELD) & !bits);
        }
    }

    /// Steps 1 and 4.
    fn enter(word: &AtomicU32, queue: &mut Queue, node: NodeRef, until: Until) {
        queue.enter(node, until);
        Self::settle(word, queue);
    }

    /// Step 1 of a task, which gets a node if it has none.
    fn enter_task(&self, word: &AtomicU32, waker: &Waker, until: Until, ticket: &mut Option<NodeRef>) {
        let (waker, node) = (waker.clone(), *ticket.get_or_insert_with(|| self.node_for_task()));
        let mut queue = self.lock();
        let replaced = queue.set_waker(node, waker);
        Self::enter(word, &mut queue, node, until);
        drop((queue, replaced)); // The lock first: the waker is code of others.
    }

    /// Step 5 up to the question. Returns whether to ask it.
    fn leave(word: &AtomicU32, queue: &mut Queue, node: NodeRef) -> bool {
        queue.leave(node);
        Self::settle(word, queue);
        // Also where we had no turn: it may have ended in our step 4, and our second attempt have taken but one of
        // several places.
        !queue.is_empty() && queue.turn() == Turn::Free
    }

    /// Step 6 under the lock. Returns whom to wake, if somebody waits and the turn is free.
    fn next(&self, word: &AtomicU32, revoke: Revoke) -> Option<(NodeRef, Sleeper)> {
        let mut queue = self.lock();
        let may_give = match (revoke, queue.turn()) {
            (Revoke::Nothing, turn) => turn == Turn::Free,
            (Revoke::HeldTurn, Turn::Task(node)) => !queue.is_empty() && queue.end_turn(node),
            (Revoke::HeldTurn, _) => false,
            // A task that has no turn any more has been polled since, and so was told before the panic.
            (Revoke::TurnOf(node), _) => queue.end_turn(node),
        };
        if !may_give {
            return None;
        }
        let next = queue.give_turn();
        Self::settle(word, &queue);
        if next.is_some() {
            self.counts.woken();
        }
        next
    }

    /// Wakes those that `release` takes out of their lists, without a turn, `most` at most.
    fn wake_released(&self, word: &AtomicU32, most: usize, release: fn(&mut Queue) -> Option<Sleeper>) {
        let mut panics = Panics::default();
        for _ in 0..most {
            let sleeper = {
                let mut queue = self.lock();
                let sleeper = release(&mut queue);
                Self::settle(word, &queue);
                sleeper
            };
            let Some(sleeper) = sleeper else { break };
            self.counts.woken();
            panics.catch(|| sleeper.wake());
        }
        panics.resume();
    }

    /// Wakes those that flush now; one that flushes again meanwhile is woken by a later notification.
    fn wake_flushers(&self, word: &AtomicU32) {
        let now = self.lock().flushers();
        self.wake_released(word, now, Queue::release_flusher);
    }

    /// Wakes the next waiter; and those behind it as long as wakers panic, for then nobody has told the task.
    fn wake_next(&self, word: &AtomicU32, mut revoke: Revoke) {
        let mut panics = Panics::default();
        nested::run(core::ptr::from_ref(self).cast(), || {
            while let Some((node, sleeper)) = self.next(word, core::mem::replace(&mut revoke, Revoke::Nothing)) {
                if panics.catch(|| sleeper.wake()) {
                    break;
                }
                revoke = Revoke::TurnOf(node);
            }
        });
        panics.resume();
    }
}

/// A thread's time in the queue; step 5 follows when this is dropped.
#[cfg(feature = "std")]
struct Stay<'a> {
    queue: &'a WaitQueue,
    word: &'a AtomicU32,
    node: NodeRef,
    pass_on: &'a dyn Fn(),
}

#[cfg(feature = "std")]
impl Drop for Stay<'_> {
    fn drop(&mut self) {
        let is_turn_free = WaitQueue::leave(self.word, &mut self.queue.lock(), self.node);
        if is_turn_free {
            (self.pass_on)();
        }
    }
}

#[cfg(feature = "std")]
impl Waiters for WaitQueue {
    type Ticket = Option<NodeRef>;
    type Kept = Kept;

    const TAKE_TURNS: bool = true;

    fn counts(&self) -> &WaitCounts {
        &self.counts
    }

    fn wake(&self, word: &AtomicU32) {
        // Whether or not a flusher's waker panics: the next in turn is woken all the same.
        let calls: [&dyn Fn(); 2] = [&|| self.wake_flushers(word), &|| self.wake_next(word, Revoke::Nothing)];
        call_all(calls.into_iter());
    }

    fn wake_all(&self, word: &AtomicU32) {
        self.wake_released(word, usize::MAX, Queue::release_any);
    }

    fn pass_turn(&self, word: &AtomicU32) {
        self.wake_next(word, Revoke::HeldTurn);
    }

    fn reset(&self, _: &AtomicU32) {
        loop {
            let waker = self.lock().forgotten_waker(&self.node);
            if waker.is_none() {
                break;
            }
            drop(waker); // Outside the lock: it is code of others.
        }
        self.lock().reset(&self.node);
    }

    fn sleep<R>(
        &self,
        word: &AtomicU32,
        until: Until,
        deadline: Option<Instant>,
        attempt: &mut dyn FnMut() -> Poll<R>,
        pass_on: &dyn Fn(),
    ) -> Slept<R> {
        let node = Node::new();
        let stay = Stay { queue: self, word, node: NodeRef::to(&node), pass_on };
        loop {
            Self::enter(word, &mut self.lock(), stay.node, until); // 1.
            match attempt() {
                Poll::Ready(result) => return Slept::Done(result), // 2., to 5. in `Stay`
                Poll::Pending => self.counts.parked(),
            }
            while !node.is_woken() {
                if !park::wait(node.word(), Node::WAITS, deadline) {
                    return Slept::at_deadline(attempt());
                }
            } // 3.
            if let Poll::Ready(result) = attempt() {
                return Slept::Done(result);
            } // 4., to 1.
        }
    }

    unsafe fn poll<R>(
        &self,
        word: &AtomicU32,
        until: Until,
        context: &mut Context<'_>,
        ticket: &mut Option<NodeRef>,
        attempt: &mut dyn FnMut() -> Poll<R>,
    ) -> Poll<R> {
        self.enter_task(word, context.waker(), until, ticket); // 1.
        let polled = attempt(); // 2., or 4. if the task was woken
        if polled.is_pending() {
            self.counts.parked();
        }
        polled
    }

    unsafe fn leave(&self, word: &AtomicU32, waker: &Waker, _: bool, ticket: &mut Option<NodeRef>, _: &mut Debt) {
        self.enter_task(word, waker, Until::Turn, ticket); // With its fence: others announce here after the lock.
    }

    fn take_kept(kept: &Kept) -> Option<NodeRef> {
        kept.take()
    }

    fn keep(kept: &Kept, ticket: Option<NodeRef>) -> Option<NodeRef> {
        kept.keep(ticket)
    }

    fn is_waiting(ticket: &Option<NodeRef>) -> bool {
        ticket.is_some()
    }

    unsafe fn cancel(&self, word: &AtomicU32, ticket: Option<NodeRef>, pass_on: &dyn Fn()) {
        let Some(node) = ticket else { return };
        let (is_turn_free, waker) = {
            let mut queue = self.lock();
            (Self::leave(word, &mut queue, node), queue.retire(node, &self.node)) // 5.
        };
        if is_turn_free {
            pass_on();
        }
        drop(waker); // Outside the lock: it is code of others.
    }
}

//! The queue of a crowd: an intrusive list, so that to wait allocates nothing.
//!
//! A thread's node lies on its stack. A future may be forgotten, so its node lies in the heap; nodes of finished futures
//! are kept and used again.

use crate::sync::{AtomicU32, Ordering, initial_state};
use alloc::boxed::Box;
use core::{cell::UnsafeCell, ptr::NonNull, task::Waker};

/// A waiter's place.
#[derive(Debug)]
pub(super) struct Node {
    /// `WAITS => HAS_TURN` when it is woken, back when the turn ends; what a waiting thread sleeps on.
    state: AtomicU32,
    /// Invariant: touched only by who holds the queue's lock.
    links: UnsafeCell<Links>,
}

#[derive(Debug, Default)]
struct Links {
    queued: bool,
    previous: Option<NodeRef>,
    next: Option<NodeRef>,
    /// A task's; a node without is a thread's.
    waker: Option<Waker>,
    /// Of a heap node, the one that was made before it.
    older: Option<NodeRef>,
}

impl Node {
    pub(super) const WAITS: u32 = 0;
    const HAS_TURN: u32 = 1;

    pub(super) fn new() -> Self {
        Self { state: crate::sync::initial!(AtomicU32), links: UnsafeCell::default() }
    }

    /// What a thread sleeps on while it is [`WAITS`](Self::WAITS).
    pub(super) fn word(&self) -> &AtomicU32 {
        &self.state
    }

    pub(super) fn has_turn(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `give_turn`, so that the woken one sees what the notifier had
        // published.
        self.state.load(Ordering::Acquire) == Self::HAS_TURN
    }

    fn set_turn(&self, state: u32) {
        // ORDERING: Release; pairs with the Acquire load in `has_turn`.
        self.state.store(state, Ordering::Release);
    }
}

/// A node, for who holds the queue's lock.
///
/// Invariant: the node lives as long as it is queued or has the turn. A thread's `Stay` leaves the queue before the stack
/// frame ends; a task's node is freed with the queue alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeRef(NonNull<Node>);

// SAFETY: a node is touched under the queue's lock, but for its state, which is atomic.
unsafe impl Send for NodeRef {}

impl NodeRef {
    /// For a node on the caller's stack, which leaves the queue before it goes.
    pub(super) fn on_stack(node: &Node) -> Self {
        Self(NonNull::from(node))
    }

    fn node<'a>(self) -> &'a Node {
        // SAFETY: the invariant above; the reference does not leave this file's functions.
        unsafe { self.0.as_ref() }
    }

    /// The node's links. `_lock` stands for the lock that is held.
    #[allow(clippy::mut_from_ref, reason = "the lock is what makes the links the caller's alone")]
    fn links(self, _lock: &Queue) -> &mut Links {
        // SAFETY: links are touched under the lock alone, and no function of this file holds two borrows of one node's.
        unsafe { &mut *self.node().links.get() }
    }
}

/// Whom to wake, once the lock is released.
#[derive(Debug)]
pub(super) enum Sleeper {
    /// A thread that sleeps on this word, if it has not gone already.
    Thread(*const AtomicU32),
    Task(Waker),
}

/// Waiters in order.
#[derive(Debug)]
pub(super) struct Queue {
    first: Option<NodeRef>,
    last: Option<NodeRef>,
    /// Whether a waiter has been woken and its turn not ended.
    turn_taken: bool,
    /// Heap nodes that nobody uses, linked by `next`.
    spare: Option<NodeRef>,
    /// All heap nodes, linked by `older`.
    newest: Option<NodeRef>,
}

initial_state!(impl[] Queue = Self { first: None, last: None, turn_taken: false, spare: None, newest: None });

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(super) fn is_turn_taken(&self) -> bool {
        self.turn_taken
    }

    /// Enters a node at the end; one whose turn it was ends the turn and enters at the head; a queued one stays.
    pub(super) fn enter(&mut self, node: NodeRef) {
        if node.links(self).queued {
            return;
        }
        let had_turn = self.end_turn(node);
        let (previous, next) = if had_turn { (None, self.first) } else { (self.last, None) };
        let links = node.links(self);
        (links.queued, links.previous, links.next) = (true, previous, next);
        self.link(previous, next, Some(node), Some(node));
    }

    /// Takes a node out of the queue, or ends its turn.
    pub(super) fn leave(&mut self, node: NodeRef) {
        if node.links(self).queued {
            self.unlink(node);
        } else {
            self.end_turn(node);
        }
    }

    /// Takes the first out of the queue and gives it the turn.
    pub(super) fn give_turn(&mut self) -> Option<Sleeper> {
        let first = self.first?;
        self.unlink(first);
        self.turn_taken = true;
        let waker = first.links(self).waker.take();
        let word: *const AtomicU32 = first.node().word();
        first.node().set_turn(Node::HAS_TURN); // A thread's node may be gone from here on.
        Some(waker.map_or(Sleeper::Thread(word), Sleeper::Task))
    }

    /// Ends the turn of a waiter that was forgotten.
    pub(super) fn forget_turn(&mut self) {
        self.turn_taken = false;
    }

    /// Leaves a task's waker in its node; gives back what was there.
    pub(super) fn set_waker(&mut self, node: NodeRef, waker: Waker) -> Option<Waker> {
        node.links(self).waker.replace(waker)
    }

    /// A heap node for a task: a spare one, or a new one.
    pub(super) fn spare_node(&mut self) -> NodeRef {
        let Some(node) = self.spare else {
            let node = NodeRef(NonNull::from(Box::leak(Box::new(Node::new()))));
            let older = self.newest.replace(node);
            node.links(self).older = older;
            return node;
        };
        self.spare = node.links(self).next.take();
        node
    }

    /// Takes back a heap node that has left the queue; gives its waker back.
    pub(super) fn retire(&mut self, node: NodeRef) -> Option<Waker> {
        let spare = self.spare.replace(node);
        let links = node.links(self);
        debug_assert!(!links.queued, "a node that is retired has left the queue");
        links.next = spare;
        links.waker.take()
    }

    fn end_turn(&mut self, node: NodeRef) -> bool {
        let had_turn = node.node().has_turn();
        if had_turn {
            node.node().set_turn(Node::WAITS);
            self.turn_taken = false;
        }
        had_turn
    }

    fn unlink(&mut self, node: NodeRef) {
        let Links { previous, next, .. } = *node.links(self);
        self.link(previous, next, next, previous);
        let links = node.links(self);
        (links.queued, links.previous, links.next) = (false, None, None);
    }

    /// Lets `after` follow `previous`, or be the first, and `before` precede `next`, or be the last.
    fn link(
        &mut self,
        previous: Option<NodeRef>,
        next: Option<NodeRef>,
        after: Option<NodeRef>,
        before: Option<NodeRef>,
    ) {
        match previous {
            Some(previous) => previous.links(self).next = after,
            None => self.first = after,
        }
        match next {
            Some(next) => next.links(self).previous = before,
            None => self.last = before,
        }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        while let Some(node) = self.newest {
            self.newest = node.links(self).older;
            // SAFETY: the node came from a box. Its future borrows the channel, so it is gone or was forgotten.
            drop(unsafe { Box::from_raw(node.0.as_ptr()) });
        }
    }
}

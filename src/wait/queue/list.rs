//! The queue of a crowd: an intrusive list, so that to wait allocates nothing.
//!
//! A thread's node lies on its stack. A future may be forgotten, so its node lies in the crowd, if it is the only one
//! that waits, or in the heap; nodes of finished futures are kept and used again.

use crate::sync::{AtomicU32, Ordering, initial, initial_state};
use crate::wait::park;
use alloc::boxed::Box;
use core::{cell::UnsafeCell, ptr::NonNull, task::Waker};

/// A waiter's place.
#[derive(Debug)]
pub(super) struct Node {
    /// `WAITS => HAS_TURN` when it is woken, back when the turn ends; what a waiting thread sleeps on.
    state: AtomicU32,
    /// Invariant: touched only by whoever holds the queue's lock.
    links: UnsafeCell<Links>,
}

#[derive(Debug)]
struct Links {
    queued: bool,
    previous: Option<NodeRef>,
    next: Option<NodeRef>,
    /// A task's; a node without is a thread's.
    waker: Option<Waker>,
    /// Of a heap node, the one that was made before it.
    older: Option<NodeRef>,
}

// SAFETY: the links are touched under the queue's lock alone, and a waker may be sent; the state is atomic.
unsafe impl Sync for Node {}

initial_state!(impl[] Node = Self {
    state: initial!(AtomicU32),
    links: UnsafeCell::new(Links { queued: false, previous: None, next: None, waker: None, older: None }),
});

impl Node {
    pub(super) const WAITS: u32 = 0;
    const HAS_TURN: u32 = 1;

    pub(super) fn new() -> Self {
        initial!(Self)
    }

    /// What a thread sleeps on while it is [`WAITS`](Self::WAITS).
    pub(super) fn word(&self) -> &AtomicU32 {
        &self.state
    }

    pub(super) fn has_turn(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `give_turn`, so that the woken one sees what the notifier
        // had published.
        self.state.load(Ordering::Acquire) == Self::HAS_TURN
    }

    fn set_turn(&self, state: u32) {
        // ORDERING: Release; pairs with the Acquire load in `has_turn`.
        self.state.store(state, Ordering::Release);
    }
}

/// A node, for who holds the queue's lock.
///
/// Invariant: the node lives as long as it is queued or has the turn. A thread's `Stay` leaves the queue before the
/// stack frame ends; a task's node goes with the queue alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeRef(NonNull<Node>);

// SAFETY: a node is touched under the queue's lock, but for its state, which is atomic.
unsafe impl Send for NodeRef {}

impl NodeRef {
    /// For a node on the caller's stack, which leaves the queue before it goes, or for the crowd's own.
    pub(super) fn to(node: &Node) -> Self {
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
    Task(NodeRef, Waker),
}

impl Sleeper {
    pub(super) fn wake(self) {
        match self {
            Self::Thread(word) => park::wake(word),
            Self::Task(_, waker) => waker.wake(),
        }
    }

    /// The node, if it is a task's, which lives as long as the crowd does.
    pub(super) fn task(&self) -> Option<NodeRef> {
        match self {
            Self::Thread(_) => None,
            Self::Task(node, _) => Some(*node),
        }
    }
}

/// Waiters in order.
#[derive(Debug)]
pub(super) struct Queue {
    first: Option<NodeRef>,
    last: Option<NodeRef>,
    /// Whether a waiter has been woken and its turn not ended.
    turn_taken: bool,
    /// Whether a task uses the crowd's own node.
    own_taken: bool,
    /// Whether a task has ever waited here.
    has_seen_tasks: bool,
    /// Heap nodes that nobody uses, linked by `next`.
    spare: Option<NodeRef>,
    /// All heap nodes, linked by `older`.
    newest: Option<NodeRef>,
}

initial_state!(impl[] Queue = Self {
    first: None,
    last: None,
    turn_taken: false,
    own_taken: false,
    has_seen_tasks: false,
    spare: None,
    newest: None,
});

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
        Some(waker.map_or(Sleeper::Thread(word), |waker| Sleeper::Task(first, waker)))
    }

    /// Whether one who waits here may wait for a task, which may never come.
    // LOOM: nobody is to find by itself in a model what somebody should have told it.
    pub(super) fn has_seen_tasks(&self) -> bool {
        !cfg!(any(strait_loom, strait_shuttle)) && self.has_seen_tasks
    }

    /// Leaves a task's waker in its node; gives back what was there.
    pub(super) fn set_waker(&mut self, node: NodeRef, waker: Waker) -> Option<Waker> {
        node.links(self).waker.replace(waker)
    }

    /// A node for a task: the crowd's own or a spare one, if there is one.
    pub(super) fn spare_node(&mut self, own: &Node) -> Option<NodeRef> {
        self.has_seen_tasks = true;
        if !core::mem::replace(&mut self.own_taken, true) {
            return Some(NodeRef::to(own));
        }
        let node = self.spare?;
        self.spare = node.links(self).next.take();
        Some(node)
    }

    /// One more heap node to spare.
    pub(super) fn add_spare(&mut self, node: Box<Node>) {
        let node = NodeRef(NonNull::from(Box::leak(node)));
        let (older, next) = (self.newest.replace(node), self.spare.replace(node));
        let links = node.links(self);
        (links.older, links.next) = (older, next);
    }

    /// Takes back a task's node that has left the queue; gives its waker back.
    pub(super) fn retire(&mut self, node: NodeRef, own: &Node) -> Option<Waker> {
        debug_assert!(!node.links(self).queued, "a node that is retired has left the queue");
        if node == NodeRef::to(own) {
            // It is not linked with the spare ones, since the crowd may move when nobody uses it.
            self.own_taken = false;
        } else {
            node.links(self).next = self.spare.replace(node);
        }
        node.links(self).waker.take()
    }

    /// A waker that a future has left that was forgotten. Nobody waits.
    pub(super) fn forgotten_waker(&mut self, own: &Node) -> Option<Waker> {
        let mut node = Some(NodeRef::to(own));
        while let Some(this) = node {
            let links = this.links(self);
            if let Some(waker) = links.waker.take() {
                return Some(waker);
            }
            node = if this == NodeRef::to(own) { self.newest } else { links.older };
        }
        None
    }

    /// Takes all nodes back from futures that were forgotten. Nobody waits.
    ///
    /// The links of queued ones are not followed: they may say where the crowd's own node was before the crowd moved.
    pub(super) fn reset(&mut self, own: &Node) {
        let clear = |node: NodeRef, next| {
            node.node().set_turn(Node::WAITS);
            let links = node.links(self);
            (links.queued, links.previous, links.next) = (false, None, next);
            links.older
        };
        clear(NodeRef::to(own), None);
        let (mut node, mut spare) = (self.newest, None);
        while let Some(this) = node {
            node = clear(this, spare);
            spare = Some(this);
        }
        (self.first, self.last, self.spare) = (None, None, spare);
        (self.turn_taken, self.own_taken, self.has_seen_tasks) = (false, false, false);
    }

    /// Ends the turn of a node, if it has it; says whether it had.
    pub(super) fn end_turn(&mut self, node: NodeRef) -> bool {
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

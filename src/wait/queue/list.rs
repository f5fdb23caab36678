//! The list of a wait queue: intrusive, so that to wait allocates nothing.
//!
//! A thread's node lies on its stack. A future may be forgotten, so its node lies in the queue, if it is the only one
//! that waits, or in the heap; nodes of finished futures are kept and used again.

mod kept;

pub(super) use kept::Kept;

use crate::sync::{AtomicU32, Ordering, initial, initial_state};
use crate::wait::{Until, park};
use alloc::boxed::Box;
use core::{cell::UnsafeCell, ptr::NonNull, task::Waker};

/// A waiter.
#[derive(Debug)]
pub(super) struct Node {
    /// `WAITS => WOKEN` when it is woken, back when it enters again; what a waiting thread sleeps on.
    state: AtomicU32,
    /// Invariant: touched only by whoever holds the queue's lock.
    links: UnsafeCell<Links>,
}

#[derive(Debug)]
struct Links {
    /// In which list the node is.
    list: Option<Until>,
    previous: Option<NodeRef>,
    next: Option<NodeRef>,
    /// A task's; a queued node without one is a thread's.
    waker: Option<Waker>,
    /// Of a heap node, the one that was made before it.
    older: Option<NodeRef>,
}

// SAFETY: the links are touched under the queue's lock alone, and a waker may be sent; the state is atomic.
unsafe impl Sync for Node {}

initial_state!(impl[] Node = Self {
    state: initial!(AtomicU32),
    links: UnsafeCell::new(Links { list: None, previous: None, next: None, waker: None, older: None }),
});

impl Node {
    pub(super) const WAITS: u32 = 0;
    const WOKEN: u32 = 1;

    pub(super) fn new() -> Self {
        initial!(Self)
    }

    /// What a thread sleeps on while it is [`WAITS`](Self::WAITS).
    pub(super) fn word(&self) -> &AtomicU32 {
        &self.state
    }

    pub(super) fn is_woken(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `set_state`, so that the woken one sees what the notifier
        // had published.
        self.state.load(Ordering::Acquire) == Self::WOKEN
    }

    fn set_state(&self, state: u32) {
        // ORDERING: Release; pairs with the Acquire load in `is_woken`.
        self.state.store(state, Ordering::Release);
    }
}

/// A node, for whoever holds the queue's lock.
///
/// Invariant: the node lives as long as it is queued or has the turn. A thread's `Stay` leaves the queue before the
/// stack frame ends; a task's node goes with the queue alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeRef(NonNull<Node>);

// SAFETY: a node is touched under the queue's lock, but for its state, which is atomic.
unsafe impl Send for NodeRef {}

impl NodeRef {
    /// For a node on the caller's stack, which leaves the queue before it goes, or for the queue's own.
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
    Task(Waker),
}

impl Sleeper {
    pub(super) fn wake(self) {
        match self {
            Self::Thread(word) => park::wake(word),
            Self::Task(waker) => waker.wake(),
        }
    }
}

/// Who has been woken and has not attempted since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Free,
    Thread(NodeRef),
    Task(NodeRef),
}

#[derive(Debug)]
struct List {
    first: Option<NodeRef>,
    last: Option<NodeRef>,
}

/// Waiters in order: those that wait for a turn, those that flush, and those that wait for the close alone.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: List,
    flushing: List,
    closing: List,
    /// How many nodes are in `flushing`.
    flushers: usize,
    turn: Turn,
    /// Whether a task uses the queue's own node.
    own_taken: bool,
    /// Heap nodes that nobody uses, linked by `next`.
    spare: Option<NodeRef>,
    /// All heap nodes, linked by `older`.
    newest: Option<NodeRef>,
}

initial_state!(impl[] Queue = Self {
    waiting: List { first: None, last: None },
    flushing: List { first: None, last: None },
    closing: List { first: None, last: None },
    flushers: 0,
    turn: Turn::Free,
    own_taken: false,
    spare: None,
    newest: None,
});

impl Queue {
    /// Whether nobody waits for a turn.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.first.is_none()
    }

    /// How many flush.
    pub(super) fn flushers(&self) -> usize {
        self.flushers
    }

    pub(super) fn turn(&self) -> Turn {
        self.turn
    }

    /// Enters a node at the end; one that was woken ends its turn, if it has it still, and enters at the head; a queued
    /// one stays where it is.
    pub(super) fn enter(&mut self, node: NodeRef, until: Until) {
        if node.links(self).list.is_some() {
            return;
        }
        self.end_turn(node);
        let list = self.list(until);
        let (previous, next) = if node.node().is_woken() { (None, list.first) } else { (list.last, None) };
        node.node().set_state(Node::WAITS);
        let links = node.links(self);
        (links.list, links.previous, links.next) = (Some(until), previous, next);
        self.flushers += usize::from(until == Until::Notified);
        self.link(until, (previous, Some(node)), (Some(node), next));
    }

    /// Takes a node out of its list, or ends its turn.
    pub(super) fn leave(&mut self, node: NodeRef) {
        self.unlink(node);
        self.end_turn(node);
    }

    /// Takes the first waiter out of the list and gives it the turn.
    pub(super) fn give_turn(&mut self) -> Option<(NodeRef, Sleeper)> {
        let first = self.waiting.first?;
        let sleeper = self.release(first);
        self.turn = match sleeper {
            Sleeper::Thread(_) => Turn::Thread(first),
            Sleeper::Task(_) => Turn::Task(first),
        };
        Some((first, sleeper))
    }

    /// Takes a waiter out of its list, without a turn, whatever it waits for.
    pub(super) fn release_any(&mut self) -> Option<Sleeper> {
        self.waiting.first.or(self.flushing.first).or(self.closing.first).map(|first| self.release(first))
    }

    /// Takes a waiter that flushes out of its list.
    pub(super) fn release_flusher(&mut self) -> Option<Sleeper> {
        self.flushing.first.map(|first| self.release(first))
    }

    /// Ends the turn of a node. Returns whether it had it.
    pub(super) fn end_turn(&mut self, node: NodeRef) -> bool {
        let has_turn = self.turn == Turn::Task(node) || self.turn == Turn::Thread(node);
        if has_turn {
            self.turn = Turn::Free;
        }
        has_turn
    }

    /// Leaves a task's waker in its node. Returns the one that was there.
    pub(super) fn set_waker(&mut self, node: NodeRef, waker: Waker) -> Option<Waker> {
        node.links(self).waker.replace(waker)
    }

    /// A node for a task: the queue's own or a spare one, if there is one.
    pub(super) fn spare_node(&mut self, own: &Node) -> Option<NodeRef> {
        if !core::mem::replace(&mut self.own_taken, true) {
            return Some(NodeRef::to(own));
        }
        let node = self.spare?;
        self.spare = node.links(self).next.take();
        Some(node)
    }

    /// Adds a heap node to the spare ones.
    pub(super) fn add_spare(&mut self, node: Box<Node>) {
        let node = NodeRef(NonNull::from(Box::leak(node)));
        let (older, next) = (self.newest.replace(node), self.spare.replace(node));
        let links = node.links(self);
        (links.older, links.next) = (older, next);
    }

    /// Takes back a task's node that has left the queue. Returns its waker.
    pub(super) fn retire(&mut self, node: NodeRef, own: &Node) -> Option<Waker> {
        node.node().set_state(Node::WAITS);
        if node == NodeRef::to(own) {
            // It is not linked with the spare ones, since the queue may move when nobody uses it.
            self.own_taken = false;
        } else {
            node.links(self).next = self.spare.replace(node);
        }
        node.links(self).waker.take()
    }

    /// A waker left by a future that was forgotten. Nobody waits.
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
    /// The links of queued ones are not followed: they may say where the queue's own node was before the queue moved.
    pub(super) fn reset(&mut self, own: &Node) {
        let clear = |node: NodeRef, next| {
            node.node().set_state(Node::WAITS);
            let links = node.links(self);
            (links.list, links.previous, links.next) = (None, None, next);
            links.older
        };
        clear(NodeRef::to(own), None);
        let (mut node, mut spare) = (self.newest, None);
        while let Some(this) = node {
            node = clear(this, spare);
            spare = Some(this);
        }
        for until in [Until::Turn, Until::Notified, Until::Closed] {
            *self.list(until) = List { first: None, last: None };
        }
        self.flushers = 0;
        (self.turn, self.own_taken, self.spare) = (Turn::Free, false, spare);
    }

    fn list(&mut self, until: Until) -> &mut List {
        match until {
            Until::Turn => &mut self.waiting,
            Until::Notified => &mut self.flushing,
            Until::Closed => &mut self.closing,
        }
    }

    /// Takes a node out of its list and says that it is woken.
    fn release(&mut self, node: NodeRef) -> Sleeper {
        self.unlink(node);
        let waker = node.links(self).waker.take();
        let word: *const AtomicU32 = node.node().word();
        node.node().set_state(Node::WOKEN); // A thread's node may be gone once the lock is released.
        waker.map_or(Sleeper::Thread(word), Sleeper::Task)
    }

    fn unlink(&mut self, node: NodeRef) {
        let Links { list: Some(until), previous, next, .. } = *node.links(self) else { return };
        self.link(until, (previous, next), (previous, next));
        self.flushers -= usize::from(until == Until::Notified);
        let links = node.links(self);
        (links.list, links.previous, links.next) = (None, None, None);
    }

    /// Lets `.1` of `after` follow `.0`, or be the first; and `.0` of `before` precede `.1`, or be the last.
    fn link(
        &mut self,
        until: Until,
        after: (Option<NodeRef>, Option<NodeRef>),
        before: (Option<NodeRef>, Option<NodeRef>),
    ) {
        match after {
            (Some(previous), follower) => previous.links(self).next = follower,
            (None, first) => self.list(until).first = first,
        }
        match before {
            (predecessor, Some(next)) => next.links(self).previous = predecessor,
            (last, None) => self.list(until).last = last,
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

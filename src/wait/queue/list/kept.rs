//! The place in a queue that a handle keeps between two polls of its own.

use super::{Node, NodeRef};
use crate::sync::{AtomicPtr, Ordering};
use core::ptr::{self, NonNull};

/// A task's node, or none. Several threads may poll one handle: each takes the node for the time of its poll.
#[derive(Debug)]
pub struct Kept(AtomicPtr<Node>);

impl Default for Kept {
    fn default() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }
}

impl Kept {
    #[inline]
    pub(in crate::wait::queue) fn take(&self) -> Option<NodeRef> {
        // ORDERING: Relaxed; a node that another thread is just putting here may be missed: then we wait in one of our
        // own, and `keep` returns the other.
        if self.0.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // ORDERING: Acquire; pairs with the Release half of the exchange in `keep`, so that the node is seen as its
        // last user left it.
        NonNull::new(self.0.swap(ptr::null_mut(), Ordering::Acquire)).map(NodeRef)
    }

    #[inline]
    pub(in crate::wait::queue) fn keep(&self, node: Option<NodeRef>) -> Option<NodeRef> {
        // ORDERING: AcqRel; pairs with itself and with the exchange in `take`, so that whoever takes the node sees it
        // as we left it.
        NonNull::new(self.0.swap(node?.0.as_ptr(), Ordering::AcqRel)).map(NodeRef)
    }
}

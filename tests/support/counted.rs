//! Messages that count how often each of them is dropped, and that can panic when they are.
#![allow(dead_code, reason = "shared by tests of which each needs a part")]

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

/// How often each message was dropped.
#[derive(Clone)]
pub(crate) struct Drops {
    counts: Arc<[AtomicU32]>,
    /// The message whose drop panics.
    bomb: Arc<AtomicUsize>,
}

/// A message with a number. Its drop is counted before it panics.
pub(crate) struct Counted {
    pub(crate) number: usize,
    drops: Drops,
}

impl Drops {
    pub(crate) fn of(messages: usize) -> Self {
        let counts = (0..messages).map(|_| AtomicU32::new(0)).collect();
        Self { counts, bomb: Arc::new(AtomicUsize::new(usize::MAX)) }
    }

    pub(crate) fn message(&self, number: usize) -> Counted {
        Counted { number, drops: self.clone() }
    }

    /// Lets the drop of one message panic.
    pub(crate) fn set_bomb(&self, number: usize) {
        self.bomb.store(number, Ordering::SeqCst);
    }

    /// How often each message was dropped so far.
    pub(crate) fn counts(&self) -> Vec<u32> {
        self.counts.iter().map(|count| count.load(Ordering::SeqCst)).collect()
    }

    #[track_caller]
    pub(crate) fn assert_each_once(&self) {
        assert!(self.counts().iter().all(|&count| count == 1), "each once: {:?}", self.counts());
    }

    #[track_caller]
    pub(crate) fn assert_none_twice(&self) {
        assert!(self.counts().iter().all(|&count| count <= 1), "none twice: {:?}", self.counts());
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.drops.counts[self.number].fetch_add(1, Ordering::SeqCst);
        if self.drops.bomb.load(Ordering::SeqCst) == self.number {
            resume_unwind(Box::new("a drop that panics"));
        }
    }
}

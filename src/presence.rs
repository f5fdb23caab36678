//! How many handles live at each end, and which of them is the last to leave.

use crate::sync::{AtomicUsize, Ordering, initial, initial_state};

/// The handles of one channel.
///
/// ```text
/// NEW            => BUSY | SETTLED        a `static` is split: from here on it cannot move
/// SETTLED        => BUSY | SETTLED        it is split again
/// any            => BUSY                  a borrowed channel is split, leaked handles or not
/// NEW            => BUSY | OWNED          a channel on the heap: its last handle frees its memory
/// BUSY           => BUSY + 2 * ONE        the pair is given out
/// BUSY + n * ONE => BUSY + (n + 1) * ONE  a handle is made
/// BUSY + n * ONE => BUSY + (n - 1) * ONE  a handle leaves; the one that takes the last `ONE` away is the last
/// BUSY           => NEW                   the last one has dropped what was left; `SETTLED` stays
/// ```
///
/// All fields are atomic, so no byte of this struct is plain: `leave` holds a reference to it while another thread may
/// free the channel, as `Arc` does with its count.
#[derive(Debug)]
pub(crate) struct Presence {
    handles: AtomicUsize,
    producers: AtomicUsize,
    consumers: AtomicUsize,
    /// The first position that no consumer received, once all consumers have left.
    end: AtomicUsize,
    /// Whether all consumers have left: 0 or 1.
    is_over: AtomicUsize,
}

const NEW: usize = 0;
const SETTLED: usize = 1;
const BUSY: usize = 1 << 1;
const OWNED: usize = 1 << 2;
const ONE: usize = 1 << 3;

/// More handles than this only leaking can make.
const MOST: usize = usize::MAX / 16;

initial_state!(impl[] Presence = Self {
    handles: initial!(AtomicUsize),
    producers: initial!(AtomicUsize),
    consumers: initial!(AtomicUsize),
    end: initial!(AtomicUsize),
    is_over: initial!(AtomicUsize),
});

/// An end of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Producers,
    Consumers,
}

/// What the last handle of a channel has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    /// Drop what is left and allow the next split: the channel is borrowed.
    Clears,
    /// Drop the channel and free its memory: the handles own it.
    Frees,
}

impl Presence {
    fn count(&self, side: Side) -> &AtomicUsize {
        match side {
            Side::Producers => &self.producers,
            Side::Consumers => &self.consumers,
        }
    }

    /// Takes the channel of a `static`; `None` while handles live. Returns whether it may have moved before, and a
    /// guard to forget once the channel is open.
    pub(crate) fn take(&self) -> Option<(bool, FreeOnDrop<'_>)> {
        // ORDERING: Acquire; pairs with the Release store in `free`, so that the ring is seen as its last user left it.
        // Relaxed on failure: nothing is touched then.
        let take =
            |free| self.handles.compare_exchange(free, BUSY | SETTLED, Ordering::Acquire, Ordering::Relaxed).is_ok();
        let was_new = take(NEW);
        (was_new || take(SETTLED)).then(|| (was_new, FreeOnDrop(self)))
    }

    /// Takes the channel in spite of leaked handles. The caller has the channel alone.
    pub(crate) fn take_by_force(&self) -> FreeOnDrop<'_> {
        // ORDERING: Relaxed; nobody else uses the channel.
        self.handles.store(BUSY, Ordering::Relaxed);
        FreeOnDrop(self)
    }

    /// Lets the handles of a new channel, which the caller has alone, own it.
    #[cfg(feature = "alloc")]
    pub(crate) fn own(&self) {
        // ORDERING: Relaxed; nobody else uses the channel.
        self.handles.store(BUSY | OWNED, Ordering::Relaxed);
    }

    /// `BUSY => BUSY + 2 * ONE`: one producer and one consumer. The caller has taken the channel.
    pub(crate) fn open(&self) {
        // ORDERING: Relaxed, all; the handles have not been given out.
        self.producers.store(1, Ordering::Relaxed);
        self.consumers.store(1, Ordering::Relaxed);
        self.is_over.store(0, Ordering::Relaxed);
        self.handles.fetch_add(2 * ONE, Ordering::Relaxed);
    }

    /// Counts one more handle of an end.
    ///
    /// # Panics
    ///
    /// If there are more than `usize::MAX / 16`, which takes as many leaked ones.
    pub(crate) fn join(&self, side: Side) {
        self.join_side(side);
        // ORDERING: Relaxed; as in `join_side`.
        self.handles.fetch_add(ONE, Ordering::Relaxed);
    }

    /// Counts a living handle as one of an end.
    pub(crate) fn join_side(&self, side: Side) {
        // ORDERING: Relaxed, both; a handle is made from a living one, which keeps the channel meanwhile.
        if self.count(side).fetch_add(1, Ordering::Relaxed) > MOST {
            self.count(side).fetch_sub(1, Ordering::Relaxed);
            panic!("too many handles of one channel");
        }
    }

    /// Counts one more handle that belongs to no end.
    pub(crate) fn join_beside(&self) {
        // ORDERING: Relaxed; as in `join`.
        if self.handles.fetch_add(ONE, Ordering::Relaxed) > MOST * ONE {
            self.handles.fetch_sub(ONE, Ordering::Relaxed);
            panic!("too many handles of one channel");
        }
    }

    /// Counts one more handle of an end that has one; `false` if all of that end have left.
    pub(crate) fn try_join(&self, side: Side) -> bool {
        let join = |count| if count == 0 { None } else { Some(count + 1) };
        // ORDERING: Relaxed, both; whoever has a handle of any kind keeps the channel, and an end whose last handle has
        // left stays at 0.
        let joined = self.count(side).fetch_update(Ordering::Relaxed, Ordering::Relaxed, join);
        if joined.is_ok() {
            self.join_beside();
        }
        joined.is_ok()
    }

    /// A handle of an end is about to leave; returns whether it is the last of that end.
    pub(crate) fn leave_side(&self, side: Side) -> bool {
        // ORDERING: AcqRel; pairs with itself in the other handles of the end, so that the last one's close comes after
        // all that they sent.
        self.count(side).fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// All consumers have left; no message from `end` on was received. Called before any of those is dropped.
    pub(crate) fn end_at(&self, end: usize) {
        // ORDERING: Relaxed, then Release; pairs with the Acquire load in `end`, so that `end` is visible.
        self.end.store(end, Ordering::Relaxed);
        self.is_over.store(1, Ordering::Release);
    }

    /// The first position that no consumer received; `None` while there is a consumer.
    pub(crate) fn end(&self) -> Option<usize> {
        // ORDERING: Acquire, then Relaxed; pairs with the Release store in `end_at`.
        (self.is_over.load(Ordering::Acquire) != 0).then(|| self.end.load(Ordering::Relaxed))
    }

    /// A handle leaves; the last one has the channel alone from here on, and what to do with it is returned.
    pub(crate) fn leave(&self) -> Option<Last> {
        // ORDERING: AcqRel; pairs with itself in the other handles, so that all that they did is over before the last
        // one clears or frees the ring.
        match self.handles.fetch_sub(ONE, Ordering::AcqRel).wrapping_sub(ONE) {
            left if left == BUSY | OWNED => Some(Last::Frees),
            left if left < ONE => Some(Last::Clears),
            _ => None,
        }
    }

    /// Clears `BUSY`.
    fn free(&self) {
        // ORDERING: Relaxed, then Release; nobody else writes it, and it pairs with the Acquire in `take`.
        self.handles.store(self.handles.load(Ordering::Relaxed) & SETTLED, Ordering::Release);
    }
}

/// Clears `BUSY` when dropped, also by the panic of a message's drop; what is left then is dropped at the next split.
#[derive(Debug)]
pub(crate) struct FreeOnDrop<'a>(pub(crate) &'a Presence);

impl Drop for FreeOnDrop<'_> {
    fn drop(&mut self) {
        self.0.free();
    }
}

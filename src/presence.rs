//! How many handles live, and who is the last to leave.

use crate::sync::{AtomicUsize, Ordering, initial, initial_state};

/// The handles of one channel.
///
/// ```text
/// FREE     => BUSY          a pair of handles is about to be made
/// BUSY     => BUSY + 2      it is given out
/// BUSY + n => BUSY + n + 1  a producer is cloned
/// BUSY + n => BUSY + n - 1  a handle leaves; who comes to BUSY is the last, and clears the ring
/// BUSY     => FREE          it is cleared
/// ```
#[derive(Debug)]
pub(crate) struct Presence {
    handles: AtomicUsize,
    producers: AtomicUsize,
    /// 1 once the consumer has closed the channel or is gone. A word like the others, so that no byte of this struct is
    /// plain: `leave` holds a reference to it while another thread may free the channel, as `Arc` does to its count.
    consumer_is_done: AtomicUsize,
}

const FREE: usize = 0;
const BUSY: usize = 1;

initial_state!(impl[] Presence = Self {
    handles: initial!(AtomicUsize),
    producers: initial!(AtomicUsize),
    consumer_is_done: initial!(AtomicUsize),
});

impl Presence {
    /// `FREE => BUSY`, or `None` while handles live. What it gives is to be forgotten once the channel is open.
    pub(crate) fn take(&self) -> Option<FreeOnDrop<'_>> {
        // ORDERING: Acquire; pairs with the Release store in `free`, so that the ring is seen as its last user left it.
        // Relaxed on failure: nothing is touched then.
        self.handles.compare_exchange(FREE, BUSY, Ordering::Acquire, Ordering::Relaxed).ok()?;
        Some(FreeOnDrop(self))
    }

    /// Takes the channel whatever handles were leaked. The caller has the channel alone.
    pub(crate) fn take_by_force(&self) -> FreeOnDrop<'_> {
        // ORDERING: Relaxed; nobody else uses the channel.
        self.handles.store(BUSY, Ordering::Relaxed);
        FreeOnDrop(self)
    }

    /// `BUSY => BUSY + 2`: a producer and a consumer.
    pub(crate) fn open(&self) {
        // ORDERING: Relaxed, all three; the handles have not been given out.
        self.consumer_is_done.store(0, Ordering::Relaxed);
        self.producers.store(1, Ordering::Relaxed);
        self.handles.store(BUSY + 2, Ordering::Relaxed);
    }

    /// Counts one more producer.
    ///
    /// # Panics
    ///
    /// If there are more than `usize::MAX / 2`, which takes as many leaked ones.
    pub(crate) fn join(&self) {
        // ORDERING: Relaxed, both; a handle is made from a living one, which keeps the channel meanwhile.
        let producers = self.producers.fetch_add(1, Ordering::Relaxed);
        if producers > usize::MAX / 2 {
            self.producers.fetch_sub(1, Ordering::Relaxed);
            panic!("too many producers");
        }
        self.handles.fetch_add(1, Ordering::Relaxed);
    }

    /// A producer is about to leave; `true` for the last.
    pub(crate) fn leave_producers(&self) -> bool {
        // ORDERING: AcqRel; pairs with itself in the other producers, so that the last one's close comes after all that
        // they published.
        self.producers.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// The consumer will not ask for more: it closes the channel or leaves.
    pub(crate) fn set_consumer_done(&self) {
        // ORDERING: Release; pairs with the Acquire load in `is_consumer_done`, so that what it has received before
        // counts as received.
        self.consumer_is_done.store(1, Ordering::Release);
    }

    /// Whether the consumer has closed the channel or left.
    #[cfg(feature = "std")]
    pub(crate) fn is_consumer_done(&self) -> bool {
        // ORDERING: Acquire; pairs with the Release store in `set_consumer_done`.
        self.consumer_is_done.load(Ordering::Acquire) != 0
    }

    /// A handle leaves; `true` for the last, which has the channel alone from here until `free`.
    pub(crate) fn leave(&self) -> bool {
        // ORDERING: AcqRel; pairs with itself in the other handles, so that all that they did is over before the last
        // clears and frees the ring.
        self.handles.fetch_sub(1, Ordering::AcqRel) == BUSY + 1
    }

    /// `BUSY => FREE`.
    fn free(&self) {
        // ORDERING: Release; pairs with the Acquire in `take`.
        self.handles.store(FREE, Ordering::Release);
    }
}

/// `BUSY => FREE` when it is dropped, even by the panic of a message's drop; what is left then is dropped at the next
/// split.
#[derive(Debug)]
pub(crate) struct FreeOnDrop<'a>(pub(crate) &'a Presence);

impl Drop for FreeOnDrop<'_> {
    fn drop(&mut self) {
        self.0.free();
    }
}

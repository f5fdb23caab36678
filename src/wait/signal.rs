//! The signal: one word that says whether anybody waits, and the check of it that costs one load while nobody does.

use super::{
    Waiters,
    backoff::PeerActivity,
    fence,
    several::{Chosen, Owed},
};
use crate::sync::{AtomicU32, Ordering, fence as full_fence, initial, initial_state};

/// A waiter is parked and must be woken: the thread of a lone end, or the first in a queue.
pub(super) const PARKED: u32 = 1;
/// The task of a lone end has left its waker, for whoever takes this bit.
pub(super) const TASK: u32 = 1 << 1;
/// No asymmetric fence: every notifier must issue a full fence before it reads the word.
const FENCE: u32 = 1 << 2;
/// A task has the turn of a queue while others wait behind it. Nobody is to be woken, unless the notifier runs out of
/// things to do: see [`Signal::pass_turn`].
pub(super) const HELD: u32 = 1 << 3;
/// How many more notifiers must exchange the word.
const CREDIT: u32 = 0xff00;
const ONE_CREDIT: u32 = 0x0100;
/// What an announcement leaves.
pub(super) const FULL_CREDIT: u32 = 32 * ONE_CREDIT;

/// A place to wait with an attempt.
///
/// # Why no wake-up is lost
///
/// A waiter *announces* itself in the word, fences, and attempts once more before it sleeps. A notifier publishes,
/// fences, and reads the word. With a full fence on both sides either the waiter's attempt sees what was published, or
/// the notifier sees the announcement, or both; a waiter that is seen is woken. Exchanges of the word on both sides do
/// the same without a fence: one of them comes first, and the second acquires what the first released. What differs is
/// who pays on the notifier's side:
///
/// 1. The word is 0: the notifier passed only a compiler fence and reads 0 again and again, from a cache line that
///    nobody writes. Then the announcer pays: [`fence::heavy`] makes all threads pass a full fence. What a notifier
///    published before that fence, the attempt that follows sees; a notifier that reads the word after it sees the
///    announcement.
/// 2. The word has `FENCE`, since the handles were given out or since a heavy fence was [refused](refused): every
///    notifier fences, then reads the word again.
/// 3. The word has *credit*: each notifier that reads it exchanges the word, or reads a later word. An announcer that
///    finds credit, in the same exchange that announces, therefore knows that every notifier will exchange the word as
///    well, and needs no fence.
///
/// Why 3 holds: a notifier goes without an exchange only if it reads a word without credit. The first word after
/// [`reset`](Signal::reset) has credit, so such a word comes later, after notifiers have exchanged all credit away, one
/// at a time. Credit comes back only with an announcement that found none, and this one passes the heavy fence before
/// anybody else announces. A notifier that still goes by the older word has published before that fence, so every later
/// attempt sees what it published.
///
/// So the first sleep needs no system call, ends that take turns in sleeping need none after that, and ends that stream
/// pay for a few exchanges after a sleep and then for nothing again.
///
/// Announcements are serial: a lone end has one announcer at a time, and a queue announces under its lock.
///
/// ```text
/// credit                  => credit - 1              a notifier found nobody
/// credit, or 0            => PARKED | full credit    announce; from 0, heavy fence; if that is refused, FENCE is added
/// FENCE | any credit      => PARKED | FENCE | ..     announce, then fence; credit means nothing next to FENCE
/// PARKED | credit         => credit                  a notifier wakes the waiter, or the waiter gives up
/// PARKED | credit         => HELD | credit           a notifier wakes a task that has others behind it
/// HELD | credit           => HELD | credit - 1       a notifier found nobody to wake
/// HELD | credit, or HELD  => PARKED | full credit    the task's turn ends: announce, as above
/// ```
///
/// `TASK` comes and goes as `PARKED` does. `HELD` is announced as `PARKED` is where a waiter enters behind a task's
/// turn.
#[derive(Debug)]
pub(crate) struct Signal<W> {
    pub(super) word: AtomicU32,
    /// On the cache line of the word, which a waiter that sleeps writes anyway.
    pub(super) peer: PeerActivity,
    pub(super) waiters: W,
    pub(super) chosen: Chosen,
}

initial_state!(impl[W: Waiters] Signal<W> = Self {
    word: initial!(AtomicU32),
    peer: initial!(PeerActivity),
    waiters: initial!(W),
    chosen: initial!(Chosen),
});

impl<W: Waiters> Signal<W> {
    /// Forgets who waited, before new handles are given out. Nobody else uses the signal meanwhile.
    pub(crate) fn reset(&self) {
        self.waiters.reset(&self.word);
        self.waiters.counts().reset();
        self.chosen.reset();
        // From the first word on notifiers find credit, as point 3 of the argument at the type needs it.
        let first = if fence::is_asymmetric() { FULL_CREDIT } else { FENCE };
        // ORDERING: Relaxed; nobody else uses the signal until the handles are given out.
        self.word.store(first, Ordering::Relaxed);
    }

    /// How often waiters parked here and were woken.
    #[cfg(feature = "stats")]
    pub(crate) fn waits(&self) -> crate::stats::WaitStats {
        self.waiters.counts().read()
    }

    /// Wakes the waiter whose turn it is, if any; call it after publishing what a waiter may wait for.
    ///
    /// While nobody waits this is one load from a cache line that nobody writes.
    #[inline(always)]
    pub(crate) fn notify(&self) {
        fence::light();
        // ORDERING: Relaxed; what was published is ordered before this load by the fences, as the argument at the type
        // says, and no data is read through the word.
        let word = self.word.load(Ordering::Relaxed);
        if word != 0 {
            self.notify_slow(word);
        }
    }

    /// Notifies consumers, of whom each publish may wake one: as [`notify`](Self::notify), but a turn that a task has
    /// and has not used yet goes to the next waiter.
    ///
    /// So a task that is never polled again holds up the others no longer than until the next publish, and a burst
    /// wakes no more tasks than there are messages.
    #[inline(always)]
    pub(crate) fn notify_next(&self) {
        fence::light();
        // ORDERING: Relaxed; as in `notify`.
        let word = self.word.load(Ordering::Relaxed);
        if word != 0 {
            self.notify_next_slow(word);
        }
    }

    #[cold]
    #[inline(never)]
    fn notify_next_slow(&self, word: u32) {
        match self.fenced(word) {
            word if W::TAKE_TURNS && word & HELD != 0 => self.waiters.pass_turn(&self.word),
            0 => {}
            word => self.notify_slow(word),
        }
    }

    /// Wakes all waiters after something that each of them may have waited for; costs one load while nobody waits.
    pub(crate) fn notify_each(&self) {
        fence::light();
        // ORDERING: Relaxed; as in `notify`.
        match self.fenced(self.word.load(Ordering::Relaxed)) {
            0 => {}
            word if word & (PARKED | HELD) != 0 => self.waiters.wake_all(&self.word),
            word => self.notify_slow(word),
        }
    }

    /// The word as a notifier may go by it that has passed but a compiler fence.
    fn fenced(&self, word: u32) -> u32 {
        if word & FENCE == 0 {
            return word;
        }
        // ORDERING: SeqCst; as in `notify_slow`.
        full_fence(Ordering::SeqCst);
        // ORDERING: Relaxed; as in `notify`.
        self.word.load(Ordering::Relaxed)
    }

    #[cold]
    #[inline(never)]
    fn notify_slow(&self, mut word: u32) {
        if word & FENCE != 0 {
            // ORDERING: SeqCst; pairs with the fence in `announce`: either the announcer's attempt sees what we
            // published, or we see its word, or both.
            full_fence(Ordering::SeqCst);
            // ORDERING: Relaxed; as in `notify`.
            word = self.word.load(Ordering::Relaxed);
            if word & (PARKED | TASK) == 0 {
                return;
            }
        }
        if word & (PARKED | TASK) == 0 {
            // ORDERING: Release; pairs with the exchange in `announce`: an announcer that comes after us sees what we
            // published. Relaxed on failure: then an announcer may have come, and to wake exchanges the word or takes
            // the lock under which announcers do.
            if word & CREDIT == 0
                || self.word.compare_exchange(word, word - ONE_CREDIT, Ordering::Release, Ordering::Relaxed).is_ok()
            {
                return;
            }
        }
        self.waiters.wake(&self.word);
    }

    /// Wakes all waiters, after something that ends every wait.
    ///
    /// It exchanges the word, or takes the lock of a queue, whether or not anybody waits: an announcement that comes
    /// after that sees what ended the wait, and one that came before is seen. So it needs no fence.
    pub(crate) fn notify_all(&self) {
        self.waiters.wake_all(&self.word);
    }

    /// Takes an unused turn away from a task and gives it to the next waiter in the queue. Returns whether this must be
    /// repeated before the caller may sleep: a task has the turn, and others wait behind it.
    ///
    /// For the end that notifies this signal, when it finds nothing to do, after it has notified of all that it did. A
    /// task that was woken and is never polled again then delays the others no longer than that. One load while no turn
    /// is held up, and nothing at all at a lone end.
    ///
    /// # Why no turn is held up for good
    ///
    /// Suppose that a waiter W is queued behind a task's turn, and that its attempt has failed although the caller has
    /// made it possible by now.
    ///
    /// 1. W, or a waiter before it, announced `HELD` or `PARKED` as the argument at the type demands, and from then on
    ///    one of the two stood in the word, in exchanges from the one to the other.
    /// 2. The caller published what W needs after W's attempt, and notified after that: it has read `HELD` or `PARKED`,
    ///    or a later word. The load below reads the same or a still later one.
    /// 3. If that is not `HELD` then the turn has ended or gone to a thread. Who ends a turn announces again and
    ///    attempts, or asks whether others can proceed; a thread that has the turn runs.
    #[inline(always)]
    pub(crate) fn pass_turn(&self) -> bool {
        W::TAKE_TURNS && self.is_turn_held() && self.pass_turn_slow()
    }

    #[cold]
    #[inline(never)]
    fn pass_turn_slow(&self) -> bool {
        self.waiters.pass_turn(&self.word);
        self.is_turn_held()
    }

    /// Whether a task has the turn while others wait behind it.
    pub(super) fn is_turn_held(&self) -> bool {
        // ORDERING: Relaxed; the caller's last notification has ordered this, as `pass_turn` explains, or the lock of
        // the queue has.
        self.word.load(Ordering::Relaxed) & HELD != 0
    }
}

/// Sets `bits`, clears `cleared`, and fences where it must, so that the attempt that follows and the notifiers' checks
/// cannot both miss the other.
pub(super) fn announce(word: &AtomicU32, bits: u32, cleared: u32) {
    if !announce_first(word, bits, cleared).pay() {
        refused(word);
    }
}

/// The first half of [`announce`]: returns the fence that the caller passes before it attempts, and before anybody else
/// announces here, who would take the credit that this leaves for a sign that the fence is over.
pub(super) fn announce_first(word: &AtomicU32, bits: u32, cleared: u32) -> Owed {
    // ORDERING: Relaxed; the exchange below finds out whether it was right.
    let mut before = word.load(Ordering::Relaxed);
    loop {
        // Credit is left with a new announcement only, which passes the heavy fence if it found none.
        let credit = if before & bits == bits { before & CREDIT } else { FULL_CREDIT };
        let after = (before & !(CREDIT | cleared)) | credit | bits;
        // ORDERING: AcqRel; pairs with the exchange in `notify_slow` and with `withdraw`: of the two exchanges one
        // comes first, and either our attempt sees what the notifier published, or it sees our word and the waker that
        // was left before this. Relaxed on failure: the loop tries again.
        match word.compare_exchange_weak(before, after, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => break,
            Err(now) => before = now,
        }
    }
    if before & bits == bits {
        Owed::Nothing // The announcement still stands, with its fence.
    } else if before & FENCE != 0 {
        Owed::Fence
    } else if before & CREDIT == 0 {
        Owed::HeavyFence
    } else {
        Owed::Nothing
    }
}

/// How long after a refused fence everybody has published what he was about to.
#[cfg(feature = "std")]
pub(super) const AFTER_REFUSAL: core::time::Duration = core::time::Duration::from_millis(1);

/// The kernel has started to refuse the heavy fence. From now on notifiers fence; and those that read the word before
/// they could know it have long published what they were about to publish when the sleep is over.
#[cold]
pub(super) fn refused(word: &AtomicU32) {
    // ORDERING: SeqCst; as the fence in `announce`, for all notifiers that read the word from now on.
    word.fetch_or(FENCE, Ordering::SeqCst);
    full_fence(Ordering::SeqCst);
    #[cfg(feature = "std")]
    crate::sync::sleep(AFTER_REFUSAL);
}

/// Whether a bit that only the caller sets is still there. If it is, whoever takes it comes later.
pub(super) fn is_set(word: &AtomicU32, bit: u32) -> bool {
    // ORDERING: Relaxed; the caller has set it, so it reads its own announcement or a later word, and reads nothing
    // through it. One that has taken the bit already wakes the caller, who comes back here after that.
    word.load(Ordering::Relaxed) & bit != 0
}

/// Clears bits in the word. Returns which of them were set.
pub(super) fn withdraw(word: &AtomicU32, bits: u32) -> u32 {
    // ORDERING: AcqRel; pairs with the exchange in `announce` and with the load in `current`.
    word.fetch_and(!bits, Ordering::AcqRel) & bits
}

/// The word as it is, for a waiter that sleeps until its bit is gone.
#[cfg(feature = "std")]
pub(super) fn current(word: &AtomicU32) -> u32 {
    // ORDERING: Acquire; pairs with the `fetch_and` in `withdraw`: a sleeper that finds its bit gone sees what the
    // notifier had published.
    word.load(Ordering::Acquire)
}

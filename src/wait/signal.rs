//! The signal: one word that says whether anybody sleeps, and the check of it that costs nothing.

use super::{Look, Waiters, fence};
use crate::sync::{AtomicU32, Ordering, fence as full_fence, initial, initial_state};
use core::task::{Context, Poll};

#[cfg(feature = "std")]
use super::{Slept, patience::Patience};
#[cfg(feature = "std")]
use crate::sync::Instant;

/// Somebody is parked and is to be woken: a thread at a lone signal, anybody at a crowd's.
pub(super) const PARKED: u32 = 1;
/// A task has left its waker.
pub(super) const TASK: u32 = 1 << 1;
/// Notifiers fence before they look, always: the ring was made where sleepers cannot fence for them.
const FENCE: u32 = 1 << 2;
/// Notifiers fence before they look, this many times more.
const CREDIT: u32 = 0xff00;
const ONE_CREDIT: u32 = 0x0100;
/// What a sleeper leaves.
const FULL_CREDIT: u32 = 32 * ONE_CREDIT;

/// A place to wait with a predicate.
///
/// # Why no wake-up is lost
///
/// A sleeper *announces* itself in the word, fences, and looks once more before it sleeps. A notifier publishes, fences,
/// and reads the word. With a full fence on both sides either the sleeper's look sees what was published, or the notifier
/// sees the word, or both; a sleeper that is seen is woken. What differs is who pays for the notifier's fence:
///
/// 1. The word is 0: the notifier passed only a compiler fence and reads 0 again and again, from a line that nobody
///    writes. Then the announcer pays: [`fence::heavy`] makes all threads pass a full fence. A notifier that published
///    before that fence has its message seen by the look that follows; one that reads the word after it sees the
///    announcement.
/// 2. The word has the `FENCE` bit, from the moment when the handles were given out: every notifier fences, then reads the
///    word again.
/// 3. The word has *credit*: an earlier sleeper left it there and passed the heavy fence since, so each notifier either
///    reads it and fences, or reads a later word. Only notifiers take credit away, one at a time and not while somebody
///    is announced. An announcer that finds credit in the word, in the same exchange that announces, hence knows that
///    every notifier will fence, and need pay no more than a plain fence itself. So ends that take turns in sleeping, as
///    in a ping-pong, stop paying for heavy fences after the first, and ends that stream fence a few times after a sleep
///    and then never again.
///
/// Announcements are serial: at a lone signal there is one announcer, and a crowd announces under its lock.
///
/// ```text
/// 0                  => PARKED | credit     announce, then heavy fence
/// credit             => PARKED | credit     announce, then fence
/// PARKED | credit    => credit              a notifier wakes the sleeper, or the sleeper gives up
/// credit             => credit - 1          a notifier fenced for nobody
/// ```
#[derive(Debug)]
pub(crate) struct Signal<W> {
    word: AtomicU32,
    waiters: W,
}

initial_state!(impl[W: Waiters] Signal<W> = Self { word: initial!(AtomicU32), waiters: initial!(W) });

impl<W: Waiters> Signal<W> {
    /// Forgets who waited, before new handles are given out. Nobody else uses the signal meanwhile.
    pub(crate) fn reset(&self) {
        self.waiters.counts().reset();
        self.waiters.reset(&self.word);
        let first = if fence::is_asymmetric() { 0 } else { FENCE };
        // ORDERING: Relaxed; nobody else uses the signal until the handles are given out.
        self.word.store(first, Ordering::Relaxed);
    }

    /// How often somebody parked here, and was woken.
    #[cfg(feature = "stats")]
    pub(crate) fn waits(&self) -> crate::stats::Waits {
        self.waiters.counts().read()
    }

    /// Wakes the waiter whose turn it is, if any; call it after publishing what a waiter may wait for.
    ///
    /// While nobody sleeps this is one load of a line that nobody writes.
    #[inline(always)]
    pub(crate) fn notify(&self) {
        fence::light();
        // ORDERING: Relaxed; what was published is ordered before this load by the fences, as said at the type, and no
        // data is read through the word.
        if self.word.load(Ordering::Relaxed) != 0 {
            self.notify_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn notify_slow(&self) {
        // ORDERING: SeqCst; pairs with the fence in `announce`: either the announcer's look sees what we published, or we
        // see its word, or both.
        full_fence(Ordering::SeqCst);
        // ORDERING: Relaxed; as in `notify`.
        let word = self.word.load(Ordering::Relaxed);
        if word & (PARKED | TASK) != 0 {
            self.waiters.wake(&self.word);
        } else if word & FENCE == 0 && word & CREDIT != 0 {
            // ORDERING: Relaxed; only the word's own order counts. If it fails, somebody else changed the word, and an
            // announcer among them looks after our fence.
            let _ = self.word.compare_exchange(word, word - ONE_CREDIT, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// Wakes all waiters, after something that ends every wait.
    pub(crate) fn notify_all(&self) {
        // ORDERING: SeqCst; pairs with the fence in `announce`, as in `notify_slow`. A crowd's lock orders as well.
        full_fence(Ordering::SeqCst);
        fence::light();
        self.waiters.wake_all(&self.word);
    }

    /// Blocks until `look` is done; `None` once the deadline has passed. The first look comes before any clock is read.
    #[cfg(feature = "std")]
    #[cold]
    pub(crate) fn wait_until<R>(
        &self,
        deadline: Option<Instant>,
        mut look: impl FnMut() -> Look<R>,
        more: impl Fn() -> bool,
    ) -> Option<R> {
        let mut patience = Patience::new();
        loop {
            let found = look();
            if let Look::Done(result) = found {
                return Some(result);
            }
            if patience.is_first() && deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return None;
            }
            if patience.pause() {
                continue;
            }
            if let Look::Again = found {
                if !patience.nap(deadline) {
                    return None;
                }
                continue;
            }
            match self.waiters.sleep(&self.word, deadline, &mut look, &more) {
                Slept::Done(result) => return Some(result),
                Slept::TimedOut => return None,
                Slept::Again => {}
            }
        }
    }

    /// Polls `look`; if there is nothing, the task is woken when that may have changed.
    #[inline]
    pub(crate) fn poll_until<R>(
        &self,
        context: &mut Context<'_>,
        ticket: &mut W::Ticket,
        mut look: impl FnMut() -> Look<R>,
        more: impl Fn() -> bool,
    ) -> Poll<R> {
        let polled = match look() {
            Look::Done(result) => Poll::Ready(result),
            Look::Wait | Look::Again => self.waiters.poll(&self.word, context, ticket, &mut look),
        };
        if polled.is_ready() {
            self.cancel(ticket, more);
        }
        polled
    }

    /// Gives up the place of a future that waits no more.
    #[inline]
    pub(crate) fn cancel(&self, ticket: &mut W::Ticket, more: impl Fn() -> bool) {
        if W::is_waiting(ticket) {
            self.waiters.cancel(&self.word, ticket, &more);
        }
    }
}

/// Sets `bit` in the word, then fences so that the look that follows and the notifiers' checks cannot both fail.
pub(super) fn announce(word: &AtomicU32, bit: u32) {
    // ORDERING: Relaxed; the exchange below tells whether it was right.
    let mut before = word.load(Ordering::Relaxed);
    loop {
        let after = (before & !CREDIT) | FULL_CREDIT | bit;
        // ORDERING: AcqRel; pairs with the notifier's `fetch_and` in `withdraw`, so that it sees the waker that was left
        // before this, and we what it did when it took the bit before. Relaxed on failure: we look again.
        match word.compare_exchange_weak(before, after, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => break,
            Err(now) => before = now,
        }
    }
    if before & bit != 0 {
        return; // The announcement still stands, with its fence.
    }
    if before & (FENCE | CREDIT) != 0 {
        // ORDERING: SeqCst; pairs with the fence in `notify_slow`, which every notifier passes (points 2 and 3 above).
        full_fence(Ordering::SeqCst);
    } else if !fence::heavy() {
        // Refused from one moment to the next. From now on notifiers fence; and those that read the word before they
        // could know it have long published what they were about to publish when this nap is over.
        // ORDERING: SeqCst; as the fence above, for all notifiers that read the word from now on.
        word.fetch_or(FENCE, Ordering::SeqCst);
        full_fence(Ordering::SeqCst);
        #[cfg(feature = "std")]
        crate::sync::sleep(core::time::Duration::from_millis(1));
    }
}

/// Takes bits out of the word; says which of them were there.
pub(super) fn withdraw(word: &AtomicU32, bits: u32) -> u32 {
    // ORDERING: AcqRel; pairs with the exchange in `announce` and the load in `is_announced`.
    word.fetch_and(!bits, Ordering::AcqRel) & bits
}

/// The word as it is, for one who sleeps until its bit has gone.
#[cfg(feature = "std")]
pub(super) fn current(word: &AtomicU32) -> u32 {
    // ORDERING: Acquire; pairs with the `fetch_and` in `withdraw`: a sleeper that finds its bit gone sees what the
    // notifier had published.
    word.load(Ordering::Acquire)
}

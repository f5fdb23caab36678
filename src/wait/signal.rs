//! The signal: one word that says whether anybody sleeps, and the check of it that costs nothing.

use super::{Look, Waiters, fence, peer::PeerActivity};
use crate::sync::{AtomicU32, Ordering, fence as full_fence, initial, initial_state};
use core::task::{Context, Poll};

#[cfg(feature = "std")]
use super::{Slept, WaitingEnd, backoff::Backoff};
#[cfg(feature = "std")]
use crate::sync::Instant;

/// Somebody is parked and is to be woken: a thread at a lone signal, anybody at a crowd's.
pub(super) const PARKED: u32 = 1;
/// A task has left its waker at a lone signal, for whoever takes this bit.
pub(super) const TASK: u32 = 1 << 1;
/// Notifiers fence before they look, from now on: sleepers cannot fence for them here.
const FENCE: u32 = 1 << 2;
/// Notifiers exchange the word, this many times more.
const CREDIT: u32 = 0xff00;
const ONE_CREDIT: u32 = 0x0100;
/// What a sleeper leaves.
const FULL_CREDIT: u32 = 32 * ONE_CREDIT;

/// A place to wait with a predicate.
///
/// # Why no wake-up is lost
///
/// A sleeper *announces* itself in the word, fences, and looks once more before it sleeps. A notifier publishes,
/// fences, and reads the word. With a full fence on both sides either the sleeper's look sees what was published, or
/// the notifier sees the word, or both; a sleeper that is seen is woken. Exchanges of the word by both do the same
/// without a fence: one of them comes first, and the second reads what the first released. What differs is who pays on
/// the notifier's side:
///
/// 1. The word is 0: the notifier passed only a compiler fence and reads 0 again and again, from a line that nobody
///    writes. Then the announcer pays: [`fence::heavy`] makes all threads pass a full fence. A notifier that published
///    before that fence has its message seen by the look that follows; one that reads the word after it sees the
///    announcement.
/// 2. The word has the `FENCE` bit, from the moment when the handles were given out, or since a heavy fence was
///    [refused](refused): every notifier fences, then reads the word again.
/// 3. The word has *credit*: an earlier sleeper left it there and passed the heavy fence since, so each notifier either
///    reads it and exchanges the word, or reads a later word. Only notifiers take credit away, one at a time and not
///    while somebody is announced. An announcer that finds credit in the word, in the same exchange that announces,
///    hence knows that every notifier will exchange it too, and need pay no more than that exchange itself. So ends
///    that take turns in sleeping, as in a ping-pong, stop paying for heavy fences after the first, and ends that
///    stream pay for a few exchanges after a sleep and then for nothing again.
///
/// Announcements are serial: at a lone signal there is one announcer, and a crowd announces under its lock.
///
/// ```text
/// 0                  => PARKED | credit     announce, then heavy fence; if that is refused, FENCE is added
/// FENCE | any credit => PARKED | FENCE | credit, announce, then fence; credit means nothing beside FENCE
/// credit             => PARKED | credit     announce
/// PARKED | credit    => credit              a notifier wakes the sleeper, or the sleeper gives up
/// credit             => credit - 1          a notifier found nobody
/// ```
///
/// `TASK` comes and goes as `PARKED` does.
#[derive(Debug)]
pub(crate) struct Signal<W> {
    word: AtomicU32,
    /// On the line of the word, which a waiter that sleeps writes anyway.
    peer: PeerActivity,
    waiters: W,
}

initial_state!(impl[W: Waiters] Signal<W> = Self {
    word: initial!(AtomicU32),
    peer: initial!(PeerActivity),
    waiters: initial!(W),
});

impl<W: Waiters> Signal<W> {
    /// Forgets who waited, before new handles are given out. Nobody else uses the signal meanwhile.
    pub(crate) fn reset(&self) {
        self.waiters.reset(&self.word);
        self.waiters.counts().reset();
        // LOOM: its heavy fence fails, so a model that is to run without the FENCE bit begins with credit.
        let nobody = if cfg!(strait_loom) { FULL_CREDIT } else { 0 };
        let first = if fence::is_asymmetric() { nobody } else { FENCE };
        // ORDERING: Relaxed; nobody else uses the signal until the handles are given out.
        self.word.store(first, Ordering::Relaxed);
    }

    /// Whether somebody has announced that it waits here, and has no turn; for an end that has announced its own sleep
    /// elsewhere.
    pub(crate) fn is_awaited(&self) -> bool {
        // ORDERING: Relaxed; who waits here notifies the caller after it has announced itself: either the caller's
        // announcement makes that visible, or the notification comes (the argument at the type).
        self.word.load(Ordering::Relaxed) & (PARKED | TASK) != 0
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
        let word = self.word.load(Ordering::Relaxed);
        if word != 0 {
            self.notify_slow(word);
        }
    }

    #[cold]
    #[inline(never)]
    fn notify_slow(&self, mut word: u32) {
        if word & FENCE != 0 {
            // ORDERING: SeqCst; pairs with the fence in `announce`: either the announcer's look sees what we published,
            // or we see its word, or both.
            full_fence(Ordering::SeqCst);
            // ORDERING: Relaxed; as in `notify`.
            word = self.word.load(Ordering::Relaxed);
            if word & (PARKED | TASK) == 0 {
                return;
            }
        }
        // ORDERING: Release; pairs with the exchange in `announce`: an announcer that comes after us sees what we
        // published. Relaxed on failure: then an announcer may have come, and to wake exchanges the word or takes the
        // lock under which announcers do.
        if word & (PARKED | TASK) != 0
            || self.word.compare_exchange(word, word - ONE_CREDIT, Ordering::Release, Ordering::Relaxed).is_err()
        {
            self.waiters.wake(&self.word);
        }
    }

    /// Wakes all waiters, after something that ends every wait.
    ///
    /// It exchanges the word, or takes a crowd's lock, whether anybody sleeps or not: an announcement that comes after
    /// that sees what ended the wait, and one that came before is seen. So it needs no fence.
    pub(crate) fn notify_all(&self) {
        self.waiters.wake_all(&self.word);
    }

    /// Blocks until `look` is done; `None` once the deadline has passed. The deadline is asked for only if the first
    /// look finds nothing.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait_until<R>(
        &self,
        deadline: impl FnOnce() -> Option<Instant>,
        mut look: impl FnMut() -> Look<R>,
        end: &dyn WaitingEnd,
    ) -> Option<R> {
        match look() {
            Look::Done(result) => Some(result),
            Look::Wait | Look::Again => self.wait_on(deadline(), look, end),
        }
    }

    /// Blocks until `look` is done.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn wait_for_ever<R>(&self, mut look: impl FnMut() -> Look<R>, end: &dyn WaitingEnd) -> R {
        // Without a deadline the first round ends with a result; the loop spares a panic.
        loop {
            if let Some(result) = self.wait_until(|| None, &mut look, end) {
                return result;
            }
        }
    }

    /// The same as [`wait_until`](Self::wait_until) after a first look that found nothing.
    #[cfg(feature = "std")]
    #[cold]
    pub(crate) fn wait_on<R>(
        &self,
        deadline: Option<Instant>,
        mut look: impl FnMut() -> Look<R>,
        end: &dyn WaitingEnd,
    ) -> Option<R> {
        let has_passed = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let mut is_late = has_passed();
        let mut backoff = Backoff::new(self.peer.was_seen());
        let mut has_slept = false;
        let result = loop {
            let is_spinning = !is_late && backoff.pause();
            // The clock comes before the look, so that what came in time is found; and not among the spins, which are
            // short.
            is_late = is_late || (backoff.has_yielded() && has_passed());
            match look() {
                Look::Done(result) => break Some(result),
                Look::Wait | Look::Again if is_late => break None,
                Look::Wait | Look::Again if is_spinning => {}
                Look::Again => backoff.nap(deadline),
                Look::Wait => match self.waiters.sleep(&self.word, deadline, &mut look, end) {
                    Slept::Done(result) => break Some(result),
                    Slept::TimedOut => break None,
                    Slept::Woken => has_slept = true,
                    Slept::Soon => backoff.nap(deadline),
                },
            }
        };
        let was_peer_seen = result.is_some() && !has_slept;
        if was_peer_seen != self.peer.was_seen() {
            self.peer.note(was_peer_seen); // The line is the notifiers', unless somebody sleeps.
        }
        result
    }

    /// Polls `look`; if there is nothing, the task is woken when that may have changed. `more` is the end's
    /// `can_proceed`.
    ///
    /// # Safety
    ///
    /// At a lone end the caller is that end: nobody else polls, cancels or waits here meanwhile.
    // PERF: a closure, and no `dyn WaitingEnd`, which would keep what the future holds in memory also where it need not
    // wait: async between two executors 29 and 60 M messages/s.
    #[inline]
    pub(crate) unsafe fn poll_until<R>(
        &self,
        context: &mut Context<'_>,
        ticket: &mut W::Ticket,
        mut look: impl FnMut() -> Look<R>,
        more: impl Fn() -> bool,
    ) -> Poll<R> {
        let mut found = look();
        if !matches!(found, Look::Done(_)) && self.peer.pause() {
            found = look();
            self.peer.note(matches!(found, Look::Done(_)));
        }
        let polled = match found {
            Look::Done(result) => Poll::Ready(result),
            Look::Wait | Look::Again => {
                // SAFETY: the caller's promise.
                let polled = unsafe { self.waiters.poll(&self.word, context, ticket, &mut look) };
                self.peer.note(polled.is_ready());
                polled
            }
        };
        if polled.is_ready() {
            // SAFETY: the caller's promise.
            unsafe { self.cancel(ticket, more) };
        }
        polled
    }

    /// Gives up the place of a future that waits no more.
    ///
    /// # Safety
    ///
    /// As for [`poll_until`](Self::poll_until).
    #[inline]
    pub(crate) unsafe fn cancel(&self, ticket: &mut W::Ticket, more: impl Fn() -> bool) {
        if W::is_waiting(ticket) {
            // SAFETY: the caller's promise.
            unsafe { self.waiters.cancel(&self.word, ticket, &more) };
        }
    }
}

/// Sets `bit` in the word, and fences where it must, so that the look that follows and the notifiers' checks cannot
/// both fail.
pub(super) fn announce(word: &AtomicU32, bit: u32) {
    // ORDERING: Relaxed; the exchange below tells whether it was right.
    let mut before = word.load(Ordering::Relaxed);
    loop {
        let after = (before & !CREDIT) | FULL_CREDIT | bit;
        // ORDERING: AcqRel; pairs with the exchange in `notify_slow` and with `withdraw`: of the two exchanges one
        // comes first, and either our look sees what the notifier published, or it sees our word and the waker that was
        // left before this. Relaxed on failure: we look again.
        match word.compare_exchange_weak(before, after, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => break,
            Err(now) => before = now,
        }
    }
    if before & bit != 0 {
        return; // The announcement still stands, with its fence.
    }
    if before & FENCE != 0 {
        // ORDERING: SeqCst; pairs with the fence in `notify_slow`, which every notifier passes (point 2 above).
        full_fence(Ordering::SeqCst);
    } else if before & CREDIT == 0 && !fence::heavy() {
        refused(word);
    }
}

/// The heavy fence was refused from one moment to the next. From now on notifiers fence; and those that read the word
/// before they could know it have long published what they were about to publish when the nap is over.
#[cold]
fn refused(word: &AtomicU32) {
    // ORDERING: SeqCst; as the fence in `announce`, for all notifiers that read the word from now on.
    word.fetch_or(FENCE, Ordering::SeqCst);
    full_fence(Ordering::SeqCst);
    #[cfg(feature = "std")]
    crate::sync::sleep(core::time::Duration::from_millis(1));
}

/// Takes bits out of the word; says which of them were there.
pub(super) fn withdraw(word: &AtomicU32, bits: u32) -> u32 {
    // ORDERING: AcqRel; pairs with the exchange in `announce` and with the load in `current`.
    word.fetch_and(!bits, Ordering::AcqRel) & bits
}

/// The word as it is, for one who waits until its bit has gone.
#[cfg(feature = "std")]
pub(super) fn current(word: &AtomicU32) -> u32 {
    // ORDERING: Acquire; pairs with the `fetch_and` in `withdraw`: a sleeper that finds its bit gone sees what the
    // notifier had published.
    word.load(Ordering::Acquire)
}

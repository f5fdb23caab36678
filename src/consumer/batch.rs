//! Many messages at once, into any collection.

use super::{Consumer, RecvMany, rx::Rx};
use crate::channel::Core;
use crate::error::TryRecvError;
use crate::mode::{LoneConsumer, Mode};
use crate::ring::Ring as _;
use crate::wait::Waiting;
use core::mem::MaybeUninit;

#[cfg(feature = "std")]
use crate::error::{RecvError, RecvTimeoutError};
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::{End as _, Limit};
#[cfg(feature = "std")]
use core::time::Duration;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Receives up to `max` messages into a collection, without waiting; returns how many.
    ///
    /// At most `N` in one call, so that a fast producer cannot hold the caller. 0 means that `max` is 0 or that there
    /// was nothing to receive; [`try_recv`](Self::try_recv) tells whether the channel is closed. One wake-up for all of
    /// them. Allocates nothing itself; the collection may, and is extended by a run of up to 64 messages at a time. A
    /// message that the collection has taken is received, even if the collection panics.
    ///
    /// One of many consumers claims a run of up to 32 at once and moves it out before the collection sees a message of
    /// it, so that the collection holds up nobody; what it does not take of that run, because it panics, is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = vec![0];
    /// assert_eq!(rx.try_recv_many(&mut batch, 2), 2);
    /// assert_eq!(batch, [0, 1, 2]);
    /// ```
    #[inline]
    pub fn try_recv_many<C: Extend<T>>(&mut self, messages: &mut C, max: usize) -> usize {
        self.rx().try_recv_many(messages, max).unwrap_or(0)
    }

    /// Receives up to `max` messages into a collection; blocks until there is one.
    ///
    /// Then it takes what is there and waits for no more. `max = 0` is `Ok(0)` at once.
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the channel is closed and everything that was sent has been received.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// assert_eq!(rx.recv_many(&mut batch, 64), Ok(3));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_many<C: Extend<T>>(&mut self, messages: &mut C, max: usize) -> Result<usize, RecvError> {
        let rx = self.rx();
        rx.wait(|| rx.attempted(rx.try_recv_many(messages, max)))
    }

    /// Receives a batch: up to `max` messages, until `timeout` is over or the channel closed.
    ///
    /// As [`recv_many_deadline`](Self::recv_many_deadline), with the time counted from now. `Duration::MAX` waits
    /// without limit.
    ///
    /// # Errors
    ///
    /// As [`recv_many_deadline`](Self::recv_many_deadline).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::{RecvTimeoutError, spsc};
    ///
    /// let (tx, mut rx) = spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// let soon = Duration::from_millis(2);
    /// assert_eq!(rx.recv_many_timeout(&mut batch, 2, soon), Ok(2)); // by size
    /// assert_eq!(rx.recv_many_timeout(&mut batch, 2, soon), Ok(1)); // by time
    /// assert_eq!(rx.recv_many_timeout(&mut batch, 2, soon), Err(RecvTimeoutError::Timeout));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_many_timeout<C: Extend<T>>(
        &mut self,
        messages: &mut C,
        max: usize,
        timeout: Duration,
    ) -> Result<usize, RecvTimeoutError> {
        self.rx().recv_batch(messages, max, Limit::after(timeout))
    }

    /// Receives a batch: up to `max` messages, until the deadline or the close.
    ///
    /// By size or by time, whichever comes first: what metrics and log pipelines need. Messages that are there are
    /// taken even if the deadline has passed. `max = 0` is `Ok(0)` at once.
    ///
    /// Between messages it naps, so that each does not cost a wake-up: it returns by size, or by the close, before
    /// twice the time that this took, at most 4 ms late. It does not nap once it has found the channel half full.
    ///
    /// To count the time from the first message, so that an idle pipeline sleeps: [`recv`](Self::recv) it, then the
    /// others by this.
    ///
    /// # Errors
    ///
    /// Only if nothing came: [`RecvTimeoutError::Closed`] if the channel is closed and drained,
    /// [`RecvTimeoutError::Timeout`] if the deadline has passed.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    /// use strait::{RecvTimeoutError, spsc};
    ///
    /// let (tx, mut rx) = spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// let soon = Instant::now() + Duration::from_millis(2);
    /// assert_eq!(rx.recv_many_deadline(&mut batch, 4, soon), Ok(3));
    /// assert_eq!(rx.recv_many_deadline(&mut batch, 4, soon), Err(RecvTimeoutError::Timeout));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_many_deadline<C: Extend<T>>(
        &mut self,
        messages: &mut C,
        max: usize,
        deadline: Instant,
    ) -> Result<usize, RecvTimeoutError> {
        self.rx().recv_batch(messages, max, Limit::Until(deadline))
    }
}

impl<'a, T, const N: usize, M: LoneConsumer> Consumer<'a, T, N, M> {
    /// Receives up to `max` messages into a collection; the future is ready with the first.
    ///
    /// It takes what is there then and waits for no more. `max = 0` is `Ok(0)` at once.
    ///
    /// # Errors
    ///
    /// As [`recv_many`](Self::recv_many).
    ///
    /// # Cancel safety
    ///
    /// The future never holds a message: what it took is in the collection.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// assert_eq!(rx.recv_many_async(&mut batch, 64).await, Ok(3));
    /// # });
    /// ```
    pub fn recv_many_async<'m, C: Extend<T>>(
        &mut self,
        messages: &'m mut C,
        max: usize,
    ) -> RecvMany<'_, 'm, C, T, N, M> {
        RecvMany { waiting: Waiting::at(self.rx()), messages, max }
    }
}

impl<C: Core> Rx<'_, C> {
    /// Takes up to `max` messages, at least one unless `max` is 0, and notifies once, also by a panic.
    // PERF: a run at a time, so that the collection's loop contains no release and its state can stay in registers.
    #[inline]
    pub(super) fn try_recv_many(self, messages: &mut impl Extend<C::Item>, max: usize) -> Result<usize, TryRecvError> {
        if max == 0 {
            return Ok(0);
        }
        let (most, mut count) = (max.min(C::Ring::CAPACITY), 0);
        let mut aside = MaybeUninit::uninit();
        // An attempt that takes nothing wakes nobody: a sender that finds no room would do the same, and so on without
        // end.
        let mut notify = NotifyIfTaken { rx: self, has_taken: false };
        loop {
            let mut run = match self.head().pop_run(most - count, &mut aside) {
                Ok(run) => run,
                Err(missing) if count == 0 => return Err(self.found_nothing(missing)),
                Err(_) => break,
            };
            notify.has_taken = true; // Also if the collection panics.
            messages.extend(run.by_ref());
            notify.has_taken = count > 0 || run.has_released();
            count += run.taken();
            if run.len() > 0 || count == most {
                break;
            }
        }
        Ok(count)
    }

    #[cfg(feature = "std")]
    fn recv_batch(
        self,
        messages: &mut impl Extend<C::Item>,
        max: usize,
        limit: Limit,
    ) -> Result<usize, RecvTimeoutError> {
        let (mut count, mut naps) = (0, None);
        loop {
            let before = count;
            let part = self.wait_until(|| limit, || self.attempted(self.try_recv_many(messages, max - count)));
            match part {
                Some(Ok(more)) => count += more,
                Some(Err(RecvError)) if count == 0 => return Err(RecvTimeoutError::Closed),
                None if count == 0 => return Err(RecvTimeoutError::Timeout),
                Some(Err(RecvError)) | None => return Ok(count),
            }
            // A collection that takes nothing of what there is will not take more later.
            let is_over = limit == Limit::Now || limit.instant().is_some_and(|deadline| Instant::now() >= deadline);
            if count == max || count == before || is_over {
                return Ok(count);
            }
            naps.get_or_insert_with(Naps::new).nap(limit, count - before, self.channel().limit());
        }
    }
}

/// The sleeps of a batch between its messages, which nobody ends: so no message costs a wake-up.
///
/// The longer the batch has lasted, the longer they are; so it ends by size, or by the close, before twice the time
/// that this took, and a few milliseconds late at most. They are over once the channel was found half full: then it may
/// fill up during a nap, and producers would wait for room.
#[cfg(feature = "std")]
struct Naps {
    since: Instant,
    are_over: bool,
}

#[cfg(feature = "std")]
impl Naps {
    const SHORTEST: Duration = Duration::from_micros(50);
    const LONGEST: Duration = Duration::from_millis(4);

    /// The first message was received just now.
    fn new() -> Self {
        Self { since: Instant::now(), are_over: false }
    }

    /// Sleeps after `taken` messages were received.
    fn nap(&mut self, limit: Limit, taken: usize, capacity: usize) {
        self.are_over |= 2 * taken >= capacity;
        if self.are_over {
            return;
        }
        let now = Instant::now();
        let nap = now.saturating_duration_since(self.since).clamp(Self::SHORTEST, Self::LONGEST);
        let left = limit.instant().map_or(nap, |deadline| deadline.saturating_duration_since(now));
        crate::sync::sleep(nap.min(left));
    }
}

/// Notifies the producers at the end of a batch, also by a panic.
struct NotifyIfTaken<'a, C: Core> {
    rx: Rx<'a, C>,
    has_taken: bool,
}

impl<C: Core> Drop for NotifyIfTaken<'_, C> {
    #[inline]
    fn drop(&mut self) {
        if self.has_taken {
            self.rx.notify_producers();
        }
    }
}

//! Many messages at once, into any collection.

use super::{Consumer, rx::Rx};
use crate::error::RecvError;
use crate::link::Link;
use crate::mode::Mode;
use crate::ring::{Missing, Verbs as _};
use crate::wait::Waiting;
use core::future::Future;

#[cfg(feature = "std")]
use crate::error::RecvTimeoutError;
#[cfg(feature = "std")]
use crate::sync::Instant;

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// Receives up to `max` messages into a collection, without waiting; says how many.
    ///
    /// At most `N` in one call, so that a fast producer cannot hold the caller. 0 means that `max` is 0 or that nothing
    /// could be received; [`try_recv`](Self::try_recv) tells whether the channel is closed. One wake-up for all of
    /// them. Allocates nothing itself; the collection may, and is extended by a run of up to 64 messages at a time. A
    /// message that the collection has been given is received, even if it panics.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
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
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// assert_eq!(rx.recv_many(&mut batch, 64), Ok(3));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_many<C: Extend<T>>(&mut self, messages: &mut C, max: usize) -> Result<usize, RecvError> {
        let rx = self.rx();
        rx.wait_for_ever(|| rx.found(rx.try_recv_many(messages, max)))
    }

    /// Receives a batch: up to `max` messages, until the deadline or the close.
    ///
    /// By size or by time, whichever comes first: what metrics and log pipelines need. Messages that are there are
    /// taken even if the deadline has passed. `max = 0` is `Ok(0)` at once.
    ///
    /// The deadline counts from whenever you say. To count from the first message, so that an idle pipeline sleeps:
    /// `recv` it, then `recv_batch` the others.
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
    /// let (mut tx, mut rx) = spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// let soon = || Instant::now() + Duration::from_millis(2);
    /// assert_eq!(rx.recv_batch(&mut batch, 2, soon()), Ok(2)); // by size
    /// assert_eq!(rx.recv_batch(&mut batch, 2, soon()), Ok(1)); // by time
    /// assert_eq!(rx.recv_batch(&mut batch, 2, soon()), Err(RecvTimeoutError::Timeout));
    /// ```
    #[cfg(feature = "std")]
    pub fn recv_batch<C: Extend<T>>(
        &mut self,
        messages: &mut C,
        max: usize,
        deadline: Instant,
    ) -> Result<usize, RecvTimeoutError> {
        let rx = self.rx();
        let mut count = 0;
        loop {
            let before = count;
            let part = rx.wait(|| Some(deadline), || rx.found(rx.try_recv_many(messages, max - count)));
            match part {
                Some(Ok(more)) => count += more,
                Some(Err(RecvError)) if count == 0 => return Err(RecvTimeoutError::Closed),
                None if count == 0 => return Err(RecvTimeoutError::Timeout),
                Some(Err(RecvError)) | None => return Ok(count),
            }
            // A collection that takes nothing of what there is will not take more later.
            if count == max || count == before || Instant::now() >= deadline {
                return Ok(count);
            }
        }
    }

    /// Receives up to `max` messages into a collection; the future is ready with the first.
    ///
    /// It takes what is there then and waits for no more.
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
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// let mut batch = Vec::new();
    /// assert_eq!(rx.recv_many_async(&mut batch, 64).await, Ok(3));
    /// # });
    /// ```
    pub fn recv_many_async<C: Extend<T>>(
        &mut self,
        messages: &mut C,
        max: usize,
    ) -> impl Future<Output = Result<usize, RecvError>> {
        Waiting::new(self.rx(), move |rx| rx.found(rx.try_recv_many(messages, max)))
    }
}

impl<T, const N: usize, M: Mode> Rx<'_, T, N, M> {
    /// Takes up to `max` messages, one at least unless `max` is 0, and notifies once, panic or not.
    // PERF: a run at a time, so that the collection's loop holds no release of places, and its state may stay in
    // registers: one thread, batches of 32, ns a message, mpsc 5.1 and 2.4, spsc 6.0 and 2.7, pipe 3.7 and 0.9.
    #[inline]
    fn try_recv_many(self, messages: &mut impl Extend<T>, max: usize) -> Result<usize, Missing> {
        if max == 0 {
            return Ok(0);
        }
        let (most, mut count) = (max.min(N), 0);
        let mut next = Some(self.channel.ring.pop_run(self.head, most)?);
        // An attempt that finds nothing wakes nobody: a sender that finds no room would do the same, and so on for
        // ever.
        let _notify = NotifyOnDrop(self);
        while let Some(mut run) = next.take() {
            messages.extend(run.by_ref());
            count += run.taken();
            if run.len() == 0 && count < most {
                drop(run);
                next = self.channel.ring.pop_run(self.head, most - count).ok();
            }
        }
        Ok(count)
    }
}

/// Notifies the producers at the end of a batch, panic or not.
struct NotifyOnDrop<'a, T, const N: usize, M: Mode>(Rx<'a, T, N, M>);

impl<T, const N: usize, M: Mode> Drop for NotifyOnDrop<'_, T, N, M> {
    #[inline]
    fn drop(&mut self) {
        self.0.notify_producers();
    }
}

//! A reader.

use super::handle::ChannelRef;
use super::wait::Reader;
use crate::error::TryRecvError;
use core::{fmt, ops::Deref};

#[cfg(feature = "std")]
use super::wait::Changed;
#[cfg(feature = "std")]
use crate::error::{RecvError, RecvTimeoutError};
#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::Limit;
#[cfg(feature = "std")]
use core::time::Duration;

/// A reader of a watch channel, which it borrows for `'a`: see [`Consumer`](super::Consumer) for one on the heap or in
/// a `static`.
///
/// [`try_clone`](Self::try_clone) makes one more, for another thread.
pub struct ConsumerRef<'a, T, const R: usize, const NOTIFIES: bool = true> {
    channel: ChannelRef<'a, T, R, NOTIFIES>,
    seat: u32,
    /// The place that this reader has entered.
    place: usize,
    /// The version of the value there.
    seen: usize,
    skipped: usize,
}

impl<'a, T, const R: usize, const NOTIFIES: bool> ConsumerRef<'a, T, R, NOTIFIES> {
    /// Begins in a seat whose last reader had entered this place.
    pub(super) fn new(channel: ChannelRef<'a, T, R, NOTIFIES>, seat: u32, entered: Option<usize>) -> Self {
        let place = match entered {
            Some(place) if channel.latest.look().place == place => place,
            Some(place) => {
                channel.place(place).leave();
                channel.latest.enter()
            }
            None => channel.latest.enter(),
        };
        let seen = channel.place(place).version();
        Self { channel, seat, place, seen, skipped: 0 }
    }

    /// Makes one more reader, if a seat is free.
    pub(super) fn join(channel: &ChannelRef<'a, T, R, NOTIFIES>) -> Option<Self> {
        let (seat, entered) = channel.sit_down()?;
        Some(Self::new(channel.another(), seat, entered))
    }

    /// Makes one more reader, which has seen the latest value; `None` if there are `R`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::watch::channel::<_, 2>(1);
    /// let mut second = rx.try_clone().unwrap();
    /// assert!(rx.try_clone().is_none());
    /// tx.send(2).unwrap();
    /// assert_eq!(*second.get(), 2);
    /// ```
    pub fn try_clone(&self) -> Option<Self> {
        Self::join(&self.channel)
    }

    /// Returns the latest value; never waits.
    ///
    /// It stays as it is while the reference lives, whatever is published meanwhile. Wait-free: one load if nothing was
    /// published since, two exchanges otherwise.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// let first = rx.get();
    /// for n in 2..100 {
    ///     tx.send(n).unwrap(); // not delayed by `first`
    /// }
    /// assert_eq!(*first, 1);
    /// assert_eq!(*rx.get(), 99);
    /// ```
    #[doc(alias = "borrow_and_update")]
    #[doc(alias = "load")]
    #[inline]
    pub fn get(&mut self) -> Ref<'_, T> {
        if self.channel.latest.look().place != self.place {
            self.go_on();
        }
        self.value()
    }

    /// Leaves its place, enters the latest, and counts what it passed over.
    fn go_on(&mut self) {
        // In this order: a reader is in one place at most (`Latest`). No reference to the old value lives any more.
        self.channel.place(self.place).leave();
        self.place = self.channel.latest.enter();
        let version = self.channel.place(self.place).version();
        self.skipped = self.skipped.wrapping_add(version.wrapping_sub(self.seen).wrapping_sub(1));
        self.seen = version;
    }

    fn value(&self) -> Ref<'_, T> {
        // SAFETY: this reader has entered the place; it leaves it by operations that borrow it exclusively, when no
        // reference lives.
        Ref(unsafe { self.channel.place(self.place).value() })
    }

    /// What this reader waits with.
    pub(super) fn reader(&self) -> Reader<'_, T, R, NOTIFIES> {
        Reader { channel: &self.channel, place: self.place }
    }

    /// The unseen value that was found.
    #[cfg(feature = "std")]
    pub(super) fn found(&mut self) -> Ref<'_, T> {
        self.go_on();
        self.value()
    }

    /// Returns whether a value was published after the one seen last; one load.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// assert!(!rx.has_changed());
    /// tx.send(2).unwrap();
    /// assert!(rx.has_changed());
    /// rx.get();
    /// assert!(!rx.has_changed());
    /// ```
    pub fn has_changed(&self) -> bool {
        self.channel.latest.look().place != self.place
    }

    /// Returns the latest value if it was published after the one seen last; never waits.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if nothing was published since; [`TryRecvError::Closed`] if nothing will be.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{TryRecvError, watch};
    ///
    /// let (mut tx, mut rx) = watch::channel::<_, 1>(1);
    /// assert_eq!(rx.try_changed().as_deref(), Err(&TryRecvError::Empty));
    /// tx.send(2).unwrap();
    /// drop(tx);
    /// assert_eq!(rx.try_changed().as_deref(), Ok(&2));
    /// assert_eq!(rx.try_changed().as_deref(), Err(&TryRecvError::Closed));
    /// ```
    pub fn try_changed(&mut self) -> Result<Ref<'_, T>, TryRecvError> {
        self.reader().look()?;
        self.go_on();
        Ok(self.value())
    }

    /// Blocks until a value was published after the one seen last, and returns the latest.
    ///
    /// # Errors
    ///
    /// [`RecvError`] if the channel is closed and the last value was seen.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// let producer = std::thread::spawn(move || tx.send(2));
    /// assert_eq!(rx.changed().as_deref(), Ok(&2));
    /// assert!(rx.changed().is_err());
    /// # producer.join().unwrap().unwrap();
    /// ```
    #[cfg(feature = "std")]
    pub fn changed(&mut self) -> Result<Ref<'_, T>, RecvError> {
        // A wait without a deadline has not timed out.
        self.changed_by(|| Limit::Never).map_err(|_| RecvError)
    }

    /// Blocks as [`changed`](Self::changed) does, for `timeout` at most.
    ///
    /// # Errors
    ///
    /// [`RecvTimeoutError::Timeout`] if nothing was published in time; [`RecvTimeoutError::Closed`] if nothing will be.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use strait::{RecvTimeoutError, watch};
    ///
    /// let (_tx, mut rx) = watch::channel::<_, 1>(1);
    /// let waited = rx.changed_timeout(Duration::from_millis(1));
    /// assert_eq!(waited.as_deref(), Err(&RecvTimeoutError::Timeout));
    /// ```
    #[cfg(feature = "std")]
    pub fn changed_timeout(&mut self, timeout: Duration) -> Result<Ref<'_, T>, RecvTimeoutError> {
        self.changed_by(|| Limit::after(timeout))
    }

    /// Blocks as [`changed`](Self::changed) does, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// As [`changed_timeout`](Self::changed_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Instant;
    ///
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// tx.send(2).unwrap();
    /// assert_eq!(rx.changed_deadline(Instant::now()).as_deref(), Ok(&2));
    /// ```
    #[cfg(feature = "std")]
    pub fn changed_deadline(&mut self, deadline: Instant) -> Result<Ref<'_, T>, RecvTimeoutError> {
        self.changed_by(|| Limit::Until(deadline))
    }

    #[cfg(feature = "std")]
    fn changed_by(&mut self, limit: impl FnOnce() -> Limit) -> Result<Ref<'_, T>, RecvTimeoutError> {
        self.reader().wait(limit)?;
        Ok(self.found())
    }

    /// Waits until a value was published after the one seen last; the future returns the latest.
    ///
    /// Dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// std::thread::spawn(move || tx.send(2));
    /// assert_eq!(rx.changed_async().await.as_deref(), Ok(&2));
    /// # });
    /// ```
    #[cfg(feature = "std")]
    pub fn changed_async<'b>(&'b mut self) -> Changed<'b, 'a, T, R, NOTIFIES> {
        Changed::new(self)
    }

    /// Returns how many values were published since this reader was made that it has passed over: exactly those between
    /// the ones that it has seen.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(0);
    /// for n in 1..=5 {
    ///     tx.send(n).unwrap();
    /// }
    /// assert_eq!((*rx.get(), rx.skipped()), (5, 4));
    /// ```
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// Returns how many readers there are, this one included.
    ///
    /// # Examples
    ///
    /// ```
    /// let (_tx, rx) = strait::watch::channel::<_, 3>(0);
    /// assert_eq!(rx.readers(), 1);
    /// ```
    pub fn readers(&self) -> usize {
        self.channel.readers()
    }

    /// Closes the channel for all: nothing more is published.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::watch::channel::<_, 1>(0);
    /// rx.close();
    /// assert!(tx.send(1).is_err());
    /// ```
    pub fn close(&self) {
        self.channel.close();
    }

    /// Returns whether the channel was closed, by either end; a value may still be unseen.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::watch::channel::<_, 1>(7);
    /// drop(tx);
    /// assert!(rx.is_closed());
    /// assert_eq!(*rx.get(), 7);
    /// ```
    pub fn is_closed(&self) -> bool {
        self.channel.latest.look().is_closed
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Drop for ConsumerRef<'_, T, R, NOTIFIES> {
    /// Gives the seat back; the channel stays open.
    fn drop(&mut self) {
        self.channel.stand_up(self.seat, self.place);
    }
}

impl<T, const R: usize, const NOTIFIES: bool> fmt::Debug for ConsumerRef<'_, T, R, NOTIFIES> {
    /// Shows whether there is an unseen value, and whether the channel is closed; prints no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumer")
            .field("has_changed", &self.has_changed())
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

// No code of others runs in the middle of an operation.
impl<T, const R: usize, const NOTIFIES: bool> core::panic::UnwindSafe for ConsumerRef<'_, T, R, NOTIFIES> {}
impl<T, const R: usize, const NOTIFIES: bool> core::panic::RefUnwindSafe for ConsumerRef<'_, T, R, NOTIFIES> {}

/// A value, while a reader looks at it; delays nobody.
pub struct Ref<'a, T>(&'a T);

impl<T> Deref for Ref<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Ref<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

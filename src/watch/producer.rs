//! The publishing end.

use super::handle::ChannelRef;
use super::{Channel, ConsumerRef};
use crate::error::SendError;
use core::{
    fmt,
    ops::{Deref, DerefMut},
};

/// The publishing end of a watch channel, which it borrows for `'a`: see [`Producer`](super::Producer) for one on the
/// heap or in a `static`.
///
/// There is one; it is not `Clone`. When it is dropped, the channel closes, and readers keep the last value.
pub struct ProducerRef<'a, T, const R: usize, const NOTIFIES: bool = true> {
    channel: ChannelRef<'a, T, R, NOTIFIES>,
    /// The place of the value that was published last.
    latest: usize,
    /// How many values were published since the first.
    version: usize,
}

impl<'a, T, const R: usize, const NOTIFIES: bool> ProducerRef<'a, T, R, NOTIFIES> {
    pub(super) fn new(channel: ChannelRef<'a, T, R, NOTIFIES>) -> Self {
        Self { channel, latest: 0, version: 0 }
    }

    /// Publishes a value; never waits. Returns the value that was in its place, if one was there: an old one, to be
    /// dropped or used again by the caller.
    ///
    /// Wait-free; at most `R + 2` places are looked at. Readers that sleep are woken, all of them. Without readers it
    /// publishes all the same.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value if the channel was closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{SendError, watch};
    ///
    /// let (mut tx, mut rx) = watch::channel::<_, 1>("a");
    /// assert_eq!((tx.send("b"), tx.send("c")), (Ok(None), Ok(None))); // places never used before
    /// assert_eq!(tx.send("d"), Ok(Some("b")));
    /// assert_eq!(*rx.get(), "d");
    /// rx.close();
    /// assert_eq!(tx.send("e"), Err(SendError("e")));
    /// ```
    pub fn send(&mut self, value: T) -> Result<Option<T>, SendError<T>> {
        if self.is_closed() {
            return Err(SendError(value));
        }
        let number = self.free_place();
        let place = self.channel.place(number);
        // SAFETY: this is the producer, and the place is free.
        let old = unsafe { place.put(value) };
        if publish(&self.channel, &mut self.latest, &mut self.version, number) {
            return Ok(old);
        }
        let place = self.channel.place(number);
        // SAFETY: the place was not published, so it is still the producer's.
        let value = unsafe { place.take() };
        if let Some(old) = old {
            // SAFETY: as above.
            unsafe { place.put(old) };
        }
        value.map_or(Ok(None), |value| Err(SendError(value)))
    }

    /// Writes the next value in place, over an old one: for large values, and for values that own memory.
    ///
    /// What is there is a value that was published before, or a clone of the latest. Nobody sees what is written before
    /// [`publish`](Write::publish).
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>([0; 64]);
    /// let mut write = tx.write();
    /// write[3] = 1;
    /// write.publish().unwrap();
    /// assert_eq!(rx.get()[3], 1);
    /// ```
    pub fn write(&mut self) -> Write<'_, T, R, NOTIFIES>
    where
        T: Clone,
    {
        let number = self.free_place();
        if !self.channel.place(number).is_full() {
            // SAFETY: this is the producer, and that is the latest place.
            let value = unsafe { self.channel.place(self.latest).value() }.clone();
            // SAFETY: this is the producer, and the place is free and empty.
            unsafe { self.channel.place(number).put(value) };
        }
        self.write_at(number)
    }

    /// Writes the next value in place as [`write`](Self::write) does; in a place that was never used, over the value
    /// that `value` makes.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(String::new());
    /// tx.write_or(String::new).push_str("lost"); // was not published
    /// let mut write = tx.write_or(String::new);
    /// write.clear(); // it may hold anything old
    /// write.push_str("kept");
    /// write.publish().unwrap();
    /// assert_eq!(*rx.get(), "kept");
    /// ```
    pub fn write_or(&mut self, value: impl FnOnce() -> T) -> Write<'_, T, R, NOTIFIES> {
        let number = self.free_place();
        if !self.channel.place(number).is_full() {
            let value = value();
            // SAFETY: this is the producer, and the place is free and empty.
            unsafe { self.channel.place(number).put(value) };
        }
        self.write_at(number)
    }

    fn write_at(&mut self, number: usize) -> Write<'_, T, R, NOTIFIES> {
        let Self { channel, latest, version } = self;
        Write { channel, latest, version, number }
    }

    /// A place in which no reader is; there always is one.
    fn free_place(&self) -> usize {
        let mut number = self.latest;
        loop {
            number = if number == R + 1 { 0 } else { number + 1 };
            if number != self.latest && self.channel.place(number).is_free() {
                return number;
            }
        }
    }

    /// Makes one more reader, which has seen the latest value; `None` if there are `R`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::watch::channel::<_, 1>(1);
    /// assert!(tx.subscribe().is_none());
    /// drop(rx);
    /// tx.send(2).unwrap();
    /// assert_eq!(*tx.subscribe().unwrap().get(), 2);
    /// ```
    pub fn subscribe(&self) -> Option<ConsumerRef<'a, T, R, NOTIFIES>> {
        ConsumerRef::join(&self.channel)
    }

    /// Returns how many readers there are.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::watch::channel::<_, 4>(0);
    /// let second = rx.try_clone();
    /// assert_eq!((tx.readers(), rx.readers()), (2, 2));
    /// ```
    pub fn readers(&self) -> usize {
        self.channel.readers()
    }

    /// Closes the channel: nothing more is published, and readers that wait hear `Closed` after the last value.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// tx.close();
    /// assert!(tx.send(2).is_err() && rx.is_closed());
    /// assert_eq!(*rx.get(), 1);
    /// ```
    pub fn close(&self) {
        self.channel.close();
    }

    /// Returns whether the channel was closed, by either end.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::watch::channel::<_, 1>(1);
    /// rx.close();
    /// assert!(tx.is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        self.channel.latest.look().is_closed
    }
}

impl<T, const R: usize> ProducerRef<'_, T, R, false> {
    /// Wakes the readers of a quiet channel that sleep; costs one load if none does.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::quiet_channel::<_, 1>(1);
    /// let reader = std::thread::spawn(move || rx.changed().map(|value| *value));
    /// tx.send(2).unwrap();
    /// tx.notify();
    /// assert_eq!(reader.join().unwrap(), Ok(2));
    /// ```
    pub fn notify(&self) {
        self.channel.change.notify();
    }
}

/// Lets place `number` be the latest, unless the channel is closed; returns whether it is.
fn publish<T, const R: usize, const NOTIFIES: bool>(
    channel: &Channel<T, R, NOTIFIES>,
    latest: &mut usize,
    version: &mut usize,
    number: usize,
) -> bool {
    channel.place(number).prepare(version.wrapping_add(1));
    let Some(entered) = channel.latest.publish(*latest, number) else { return false };
    channel.place(*latest).retire(entered);
    (*latest, *version) = (number, version.wrapping_add(1));
    if NOTIFIES {
        channel.change.notify();
    }
    true
}

impl<T, const R: usize, const NOTIFIES: bool> Drop for ProducerRef<'_, T, R, NOTIFIES> {
    /// Closes the channel.
    fn drop(&mut self) {
        self.channel.close();
    }
}

impl<T, const R: usize, const NOTIFIES: bool> fmt::Debug for ProducerRef<'_, T, R, NOTIFIES> {
    /// Shows how many readers there are, and whether the channel is closed; prints no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Producer")
            .field("readers", &self.readers())
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

// Code of others runs only while all is in order.
impl<T, const R: usize, const NOTIFIES: bool> core::panic::UnwindSafe for ProducerRef<'_, T, R, NOTIFIES> {}
impl<T, const R: usize, const NOTIFIES: bool> core::panic::RefUnwindSafe for ProducerRef<'_, T, R, NOTIFIES> {}

/// The next value, while it is written; see [`write`](ProducerRef::write). Dropping it publishes nothing.
#[must_use = "nothing is published before `publish`"]
pub struct Write<'a, T, const R: usize, const NOTIFIES: bool = true> {
    channel: &'a Channel<T, R, NOTIFIES>,
    latest: &'a mut usize,
    version: &'a mut usize,
    /// Invariant: a place that is free and full.
    number: usize,
}

impl<T, const R: usize, const NOTIFIES: bool> Write<'_, T, R, NOTIFIES> {
    /// Publishes the value as it is now; wait-free, and wakes the readers that sleep.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel was closed; the value stays where it is, for the next write.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::watch::channel::<_, 1>(1);
    /// let mut write = tx.write();
    /// *write += 1;
    /// assert_eq!(write.publish(), Ok(()));
    /// assert_eq!(*rx.get(), 2);
    /// ```
    pub fn publish(self) -> Result<(), SendError<()>> {
        if publish(self.channel, self.latest, self.version, self.number) { Ok(()) } else { Err(SendError(())) }
    }
}

impl<T, const R: usize, const NOTIFIES: bool> Deref for Write<'_, T, R, NOTIFIES> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the place is free and full, and the producer's, which is borrowed exclusively.
        unsafe { &*self.channel.place(self.number).value_mut() }
    }
}

impl<T, const R: usize, const NOTIFIES: bool> DerefMut for Write<'_, T, R, NOTIFIES> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`; the guard is borrowed exclusively.
        unsafe { &mut *self.channel.place(self.number).value_mut() }
    }
}

impl<T: fmt::Debug, const R: usize, const NOTIFIES: bool> fmt::Debug for Write<'_, T, R, NOTIFIES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Write").field(&**self).finish()
    }
}

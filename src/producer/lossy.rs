//! Sending without waiting: what finds no room goes back to the caller, and is counted.

use super::{
    Producer,
    tx::{NotifyOnDrop, Tx},
};
use crate::channel::{Channel, Core};
use crate::error::{PartialSendError, SendError, TrySendError};
use crate::mode::{Mode, Quiet, Refuses, Wakes};
use crate::ring::Ring as _;

/// A producer that never waits: a message that finds the channel full comes back at once, and counts as lost.
///
/// Made by [`Producer::lossy`]. For logs, metrics and telemetry, where the sender must not be held up and a gap must be
/// known. [`send`](Self::send) takes as many steps as [`Producer::try_send`], and no form that waits exists. Both ends
/// read the number of lost messages: [`lost`](Self::lost) here, [`Consumer::lost`](crate::Consumer::lost) there. It is
/// `Clone` and `Sync` where its producer is; all clones count together.
///
/// # Examples
///
/// ```
/// let (tx, rx) = strait::spsc::channel::<_, 2>();
/// let tx = tx.lossy();
/// assert_eq!(tx.send("a"), Ok(None));
/// assert_eq!(tx.send("b"), Ok(None));
/// assert_eq!(tx.send("c"), Ok(Some("c"))); // full: not sent, and yours to drop
/// assert_eq!((tx.lost(), rx.lost()), (1, 1));
/// assert_eq!(rx.try_recv(), Ok("a"));
/// ```
#[must_use = "a producer that is dropped leaves the channel"]
#[derive(Debug, Clone)]
pub struct Lossy<P>(P);

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Makes a producer whose `send` never waits and counts what it could not send; see [`Lossy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::mpsc::channel::<_, 1>();
    /// let log = tx.lossy();
    /// let other = log.clone();
    /// assert_eq!(log.send("kept"), Ok(None));
    /// assert_eq!(other.send("lost"), Ok(Some("lost")));
    /// assert_eq!(rx.lost(), 1);
    /// ```
    pub fn lossy(self) -> Lossy<Self>
    where
        M: Refuses,
    {
        Lossy(self)
    }
}

impl<P> Lossy<P> {
    /// Returns the producer as it was; what was lost stays counted.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 1>();
    /// let tx = tx.lossy();
    /// assert_eq!(tx.send(1), Ok(None));
    /// assert_eq!(tx.send(2), Ok(Some(2)));
    /// let tx = tx.into_inner();
    /// assert!(tx.try_send(2).is_err());
    /// assert_eq!(tx.lost(), 1); // what `try_send` refuses does not count
    /// # drop(rx);
    /// ```
    pub fn into_inner(self) -> P {
        self.0
    }
}

impl<T, const N: usize, M: Refuses> Lossy<Producer<'_, T, N, M>> {
    /// Sends a message, or returns it if the channel is full.
    ///
    /// `Ok(None)`: it was sent. `Ok(Some(message))`: the channel was full at some moment of the call; the message was
    /// not sent, and counts as lost. It is returned and not dropped, so that no destructor runs on a real-time thread
    /// unless the caller lets it. Never waits for another thread: wait-free with a lone producer, lock-free with many.
    /// A message that is sent costs what [`Producer::try_send`] costs; a lost one an atomic addition more.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the message if the channel is closed or the consumer is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{SendError, spsc};
    ///
    /// let (tx, rx) = spsc::channel::<_, 1>();
    /// let tx = tx.lossy();
    /// assert_eq!(tx.send(1), Ok(None));
    /// assert_eq!(tx.send(2), Ok(Some(2)));
    /// drop(rx);
    /// assert_eq!(tx.send(3), Err(SendError(3)));
    /// ```
    #[inline]
    pub fn send(&self, message: T) -> Result<Option<T>, SendError<T>> {
        match self.tx().try_send(message) {
            Ok(()) => Ok(None),
            Err(TrySendError::Full(message)) => {
                self.tx().channel().losses().add();
                Ok(Some(message))
            }
            Err(TrySendError::Closed(message)) => Err(SendError(message)),
        }
    }

    /// Sends all items of an iterator, and puts those that found the channel full into a collection; returns how many
    /// were lost in that way.
    ///
    /// Never waits. It wakes the consumer once for each run of up to 64 messages, or of up to 32 with many producers,
    /// and when it finds the channel full.
    ///
    /// # Errors
    ///
    /// [`PartialSendError`] if the channel is closed or the consumer is gone; it says how many were sent. The item that
    /// met the close, if one was taken, is in the collection, too. Nothing to send is `Ok(0)` even then, if the
    /// iterator's `size_hint` tells.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// let mut tx = tx.lossy();
    /// let mut lost = Vec::new();
    /// assert_eq!(tx.send_many(&mut (0..6), &mut lost), Ok(2));
    /// assert_eq!(lost, [4, 5]);
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [0, 1, 2, 3]);
    /// ```
    pub fn send_many<I: Iterator<Item = T> + ?Sized, C: Extend<T>>(
        &mut self,
        messages: &mut I,
        lost: &mut C,
    ) -> Result<usize, PartialSendError> {
        let (mut sent, mut refused) = (0, 0);
        while let Some(more) = self.tx().send_or_lose(messages, lost, &mut sent)? {
            refused += more;
        }
        Ok(refused)
    }

    /// Returns how many messages were lost, by all handles, since the channel was split.
    ///
    /// Exact while no other producer sends. Wraps at the size of a `usize`.
    pub fn lost(&self) -> usize {
        self.0.lost()
    }

    /// The number of slots: `N`.
    pub const fn capacity(&self) -> usize {
        N
    }

    /// Returns the number of messages that were sent and not yet received; see [`Producer::len`].
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the consumer has received everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the next message would be lost; the consumer may make room at any time.
    pub fn is_full(&self) -> bool {
        self.0.is_full()
    }

    /// Returns whether the channel is closed, by either end or because the consumer is gone.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// Closes the channel, as [`Producer::close`] does.
    pub fn close(&self) {
        self.0.close();
    }

    fn tx(&self) -> Tx<'_, Channel<T, N, M>> {
        self.0.tx()
    }
}

impl<T, const N: usize, M: Refuses + Wakes> Lossy<Producer<'_, T, N, Quiet<M>>> {
    /// Wakes the consumer of a quiet channel if it sleeps; see [`Producer::notify`].
    #[inline]
    pub fn notify(&self) {
        self.0.notify();
    }
}

impl<C: Core> Tx<'_, C> {
    /// Sends up to a run of messages, until one is refused, and notifies the consumer; adds to `sent`, and returns how
    /// many were refused: 0, 1, or `None` after the last message.
    fn send_or_lose<I: Iterator<Item = C::Item> + ?Sized>(
        self,
        messages: &mut I,
        lost: &mut impl Extend<C::Item>,
        sent: &mut usize,
    ) -> Result<Option<usize>, PartialSendError> {
        let before = *sent;
        let mut notify = None;
        while *sent - before < C::Ring::RUN {
            if messages.size_hint().1 == Some(0) {
                return Ok(None);
            }
            if self.is_closed() {
                return Err(PartialSendError { sent: *sent });
            }
            let Some(message) = messages.next() else { return Ok(None) };
            match self.tail().push(message) {
                Ok(()) => {
                    *sent += 1;
                    notify.get_or_insert_with(|| NotifyOnDrop(self));
                }
                Err(TrySendError::Full(message)) => {
                    self.channel().losses().add();
                    drop(notify);
                    lost.extend(Some(message));
                    return Ok(Some(1));
                }
                Err(TrySendError::Closed(message)) => {
                    lost.extend(Some(message));
                    return Err(PartialSendError { sent: *sent });
                }
            }
        }
        Ok(Some(0))
    }
}

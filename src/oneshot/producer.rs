//! The sending end.

use super::ends::Departure;
use super::slot::{CLOSED, CONSUMER_GONE, ENDED, PRODUCER_GONE, SENT, SlotRef};
use crate::error::SendError;
use crate::wait::{Until, Waiting, named_future};
use core::{fmt, mem::ManuallyDrop};

/// The sending end of a oneshot channel, which it borrows for `'a`: see [`Producer`](super::Producer) for one on the
/// heap or in a `static`.
///
/// Dropping it without a send closes the channel: the consumer hears `Closed`.
#[must_use = "dropping it closes the channel"]
pub struct ProducerRef<'a, T> {
    slot: SlotRef<'a, T>,
}

impl<'a, T> ProducerRef<'a, T> {
    pub(super) fn new(slot: SlotRef<'a, T>) -> Self {
        Self { slot }
    }

    /// Sends the message; never waits.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the message if the consumer is gone or has closed the channel.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{SendError, oneshot};
    ///
    /// let (tx, rx) = oneshot::channel();
    /// assert_eq!(tx.send("for you"), Ok(()));
    /// assert_eq!(rx.recv(), Ok("for you"));
    ///
    /// let (tx, rx) = oneshot::channel();
    /// drop(rx);
    /// assert_eq!(tx.send("for nobody"), Err(SendError("for nobody")));
    /// ```
    #[inline]
    pub fn send(self, message: T) -> Result<(), SendError<T>> {
        let slot = ManuallyDrop::new(self).slot;
        // SAFETY: this is the producer, and has not sent.
        unsafe { slot.write(message) };
        match slot.arrival().raise(SENT | ENDED, PRODUCER_GONE, CLOSED) {
            Ok(raised) => {
                // SAFETY: the producer is through with its slot.
                unsafe { slot.left(raised) };
                Ok(())
            }
            Err(_) => {
                // SAFETY: it was written, and `SENT` was not set.
                let message = unsafe { slot.read() };
                // SAFETY: the producer is through with its slot.
                unsafe { slot.leave(PRODUCER_GONE, CONSUMER_GONE) };
                Err(SendError(message))
            }
        }
    }

    /// Returns whether the consumer is gone or has closed the channel, so that a send would fail.
    ///
    /// An open channel may be closed at any time; a closed one stays closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::oneshot::channel::<u8>();
    /// assert!(!tx.is_closed());
    /// drop(rx);
    /// assert!(tx.is_closed());
    /// ```
    #[doc(alias = "is_canceled")]
    pub fn is_closed(&self) -> bool {
        self.slot.arrival().flags() & CLOSED != 0
    }

    /// Waits until the consumer is gone or has closed the channel: to give up work whose result nobody wants.
    ///
    /// Dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, rx) = strait::oneshot::channel::<u8>();
    /// std::thread::spawn(move || drop(rx));
    /// tx.closed_async().await;
    /// assert!(tx.is_closed());
    /// # });
    /// ```
    #[doc(alias = "cancellation")]
    pub fn closed_async(&mut self) -> Closed<'_, T> {
        Closed(Waiting::at(Departure(self.slot)))
    }
}

/// The future of [`closed_async`](ProducerRef::closed_async).
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Closed<'a, T>(Waiting<Departure<'a, T>>);

named_future!(impl['a, T] Closed['a, T] -> () {
    |this, context| this.0.poll_for(Until::Closed, context, Departure::attempt)
});

impl<T> Drop for ProducerRef<'_, T> {
    /// Tells the consumer that nothing comes.
    fn drop(&mut self) {
        match self.slot.arrival().raise(ENDED, PRODUCER_GONE, CONSUMER_GONE) {
            // SAFETY: the producer is through with its slot.
            Ok(raised) => unsafe { self.slot.left(raised) },
            // SAFETY: as above, and the consumer has left.
            Err(_) => unsafe { self.slot.free() },
        }
    }
}

impl<T> fmt::Debug for ProducerRef<'_, T> {
    /// Shows whether the channel is closed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Producer").field("is_closed", &self.is_closed()).finish_non_exhaustive()
    }
}

// Whether or not a message's drop panics, the flags say who has it.
impl<T> core::panic::UnwindSafe for ProducerRef<'_, T> {}
impl<T> core::panic::RefUnwindSafe for ProducerRef<'_, T> {}

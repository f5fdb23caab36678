//! Permits: a place first, the message later, and written where it will lie.

use super::{Producer, tx::Tx};
use crate::error::{SendError, TrySendError};
use crate::link::Link;
use crate::mode::LoneProducer;
use crate::ring::{Ring as _, Run};
use crate::wait::{Look, Waiting};
use core::{fmt, future::Future, mem::MaybeUninit};

#[cfg(feature = "std")]
use crate::channel::Channel;
#[cfg(feature = "std")]
use crate::mode::Tail;

impl<T, const N: usize, M: LoneProducer, L: Link> Producer<T, N, M, L> {
    /// Reserves a place, if one is free now.
    ///
    /// The permit is the right to send one message, which then cannot fail.
    ///
    /// Only for lone producers, `spsc` and `pipe`. See [`Permit`].
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if all places are taken, [`TrySendError::Closed`] if the channel is closed or the
    /// consumer is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 1>();
    /// let permit = tx.try_reserve().unwrap();
    /// permit.send("built after the place was sure");
    /// assert!(tx.try_reserve().is_err());
    /// assert!(rx.try_recv().is_ok());
    /// ```
    #[inline]
    pub fn try_reserve(&mut self) -> Result<Permit<'_, T, N, M>, TrySendError<()>> {
        let tx = self.tx();
        tx.count_if_refused(tx.try_reserve())
    }

    /// Reserves a place; blocks while the ring is full.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel is closed or the consumer is gone, or goes while this waits.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 1>();
    /// tx.send(1).unwrap();
    /// let consumer = std::thread::spawn(move || rx.iter().sum::<u32>());
    /// tx.reserve().unwrap().send(2);
    /// drop(tx);
    /// assert_eq!(consumer.join().unwrap(), 3);
    /// ```
    #[cfg(feature = "std")]
    pub fn reserve(&mut self) -> Result<Permit<'_, T, N, M>, SendError<()>> {
        let tx = self.tx();
        match tx.look_reserve() {
            Look::Done(reserved) => reserved,
            Look::Wait | Look::Again => Tx::reserve_waiting(tx.channel, tx.tail),
        }
    }

    /// Reserves a place; the future is ready when one is free.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel is closed or the consumer is gone, or goes while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready: the permit may still be there, and there is but one at a time.
    ///
    /// # Cancel safety
    ///
    /// The future holds no message and no place: dropping it loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.reserve_async().await.unwrap().send("tick");
    /// assert_eq!(rx.recv_async().await, Ok("tick"));
    /// # });
    /// ```
    pub fn reserve_async(&mut self) -> impl Future<Output = Result<Permit<'_, T, N, M>, SendError<()>>> {
        let mut is_over = false;
        Waiting::new(self.tx(), move |tx| {
            assert!(!is_over, "a reservation was polled again after it was ready");
            let found = tx.look_reserve();
            is_over = matches!(found, Look::Done(_));
            found
        })
    }
}

impl<'a, T, const N: usize, M: LoneProducer> Tx<'a, T, N, M> {
    #[inline]
    pub(super) fn try_reserve(self) -> Result<Permit<'a, T, N, M>, TrySendError<()>> {
        match M::lone(&self.channel.ring).claim(self.tail, 1, 1) {
            Ok(run) => Ok(Permit { tx: self, run }),
            Err(refused) => Err(refused.hand_back(())),
        }
    }

    /// The cold half of `reserve`; it takes the parts of `self` for the reason that [`send_by`](Self::send_by) has.
    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    fn reserve_waiting(
        channel: &'a Channel<T, N, M>,
        tail: &'a Tail<T, N, M>,
    ) -> Result<Permit<'a, T, N, M>, SendError<()>> {
        let this = Self::new(channel, tail);
        this.wait_for_ever(|| this.look_reserve())
    }

    #[inline]
    fn look_reserve(self) -> Look<Result<Permit<'a, T, N, M>, SendError<()>>> {
        match self.try_reserve() {
            Ok(permit) => Look::Done(Ok(permit)),
            Err(TrySendError::Full(())) => Look::Wait,
            Err(TrySendError::Closed(())) => Look::Done(Err(SendError(()))),
        }
    }
}

/// The right to send one message: a place that is free and stays so.
///
/// Dropping it gives the place back; forgetting it does the same. While it lives its producer cannot be used, so there
/// is one permit at a time.
#[must_use = "a permit that is dropped sends nothing"]
pub struct Permit<'a, T, const N: usize, M: LoneProducer> {
    tx: Tx<'a, T, N, M>,
    run: Run,
}

impl<T, const N: usize, M: LoneProducer> Permit<'_, T, N, M> {
    /// Sends a message; cannot fail.
    ///
    /// If the consumer has closed the channel meanwhile the message stays in the ring: it is received by whoever drains
    /// it, or dropped with it.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::pipe::channel::<_, 2>();
    /// tx.try_reserve().unwrap().send("tick");
    /// assert_eq!(rx.try_recv(), Ok("tick"));
    /// ```
    #[inline]
    pub fn send(self, message: T) {
        // SAFETY: the closure initialises the place.
        unsafe {
            self.write(|place| {
                place.write(message);
            });
        }
    }

    /// Sends a message that `write` makes in the place where it will lie, without a move.
    ///
    /// If `write` panics the place goes back unsent.
    ///
    /// # Safety
    ///
    /// When `write` returns it has initialised the place.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<[u8; 4096], 2>();
    /// let permit = tx.try_reserve().unwrap();
    /// // SAFETY: the frame is filled to its end.
    /// unsafe { permit.write(|frame| frame.as_mut_ptr().write_bytes(0xff, 1)) };
    /// assert_eq!(rx.peek().unwrap()[4095], 0xff);
    /// ```
    #[inline]
    pub unsafe fn write(self, write: impl FnOnce(&mut MaybeUninit<T>)) {
        let ring = M::lone(&self.tx.channel.ring);
        // SAFETY: the place is claimed and not published while the permit lives; the caller promises that it is
        // initialised when it is published.
        unsafe {
            write(&mut *ring.claimed(self.run.start));
            ring.written(self.run.start);
            ring.publish(self.tx.tail, self.run);
        }
        self.tx.notify_consumer();
    }
}

impl<T, const N: usize, M: LoneProducer> fmt::Debug for Permit<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

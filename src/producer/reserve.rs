//! Permits: a slot first, the message later, written where it will lie.

use super::{Producer, Reserve, tx::Tx};
use crate::channel::Channel;
use crate::error::{SendError, TrySendError};
use crate::mode::{LoneProducer, Mode, Waits};
use crate::ring::Run;
use crate::wait::Waiting;
use core::{fmt, mem::MaybeUninit, task::Poll};

#[cfg(feature = "std")]
use crate::wait::End as _;

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Reserves a slot if one is free now.
    ///
    /// The permit is the right to send one message, which then cannot fail. Only with a lone producer, in `spsc`,
    /// `spmc` and `pipe`. See [`Permit`].
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] if all slots are taken, [`TrySendError::Closed`] if the channel is closed or the consumer
    /// is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::spsc::channel::<_, 1>();
    /// let permit = tx.try_reserve().unwrap();
    /// permit.send("built after the slot was sure");
    /// assert!(tx.try_reserve().is_err());
    /// assert!(rx.try_recv().is_ok());
    /// ```
    #[inline]
    pub fn try_reserve(&mut self) -> Result<Permit<'_, T, N, M>, TrySendError<()>>
    where
        M: LoneProducer,
    {
        Permit::try_new(self.tx())
    }

    /// Reserves a slot; blocks while the channel is full. Only with a lone producer.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel is closed or the consumer is gone, before or while this waits.
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
    pub fn reserve(&mut self) -> Result<Permit<'_, T, N, M>, SendError<()>>
    where
        M: LoneProducer + Waits,
    {
        let tx = self.tx();
        tx.wait(|| Permit::attempt(tx))
    }

    /// Reserves a slot; the future is ready when one is free. Only with a lone producer.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel is closed or the consumer is gone, before or while this waits.
    ///
    /// # Panics
    ///
    /// If the future is polled again after it was ready: the permit may still live, and there is one at a time.
    ///
    /// # Cancel safety
    ///
    /// The future holds no message and no slot: dropping it loses nothing.
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
    pub fn reserve_async(&mut self) -> Reserve<'_, T, N, M>
    where
        M: LoneProducer + Waits,
    {
        Reserve { waiting: Waiting::at(self.tx()), is_over: false }
    }
}

/// The right to send one message: a slot that is free and stays so.
///
/// Dropping it gives the slot back; forgetting it does the same. While it lives its producer cannot be used, so there
/// is one permit at a time.
#[must_use = "a permit that is dropped sends nothing"]
pub struct Permit<'a, T, const N: usize, M: LoneProducer> {
    tx: Tx<'a, Channel<T, N, M>>,
    run: Run,
}

impl<'a, T, const N: usize, M: LoneProducer> Permit<'a, T, N, M> {
    #[inline]
    fn try_new(tx: Tx<'a, Channel<T, N, M>>) -> Result<Self, TrySendError<()>> {
        tx.tail().reserve().map(|run| Self { tx, run })
    }

    #[inline]
    pub(crate) fn attempt(tx: Tx<'a, Channel<T, N, M>>) -> Poll<Result<Self, SendError<()>>> {
        match Self::try_new(tx) {
            Ok(permit) => Poll::Ready(Ok(permit)),
            Err(TrySendError::Full(())) => {
                tx.pass_turns();
                Poll::Pending
            }
            Err(TrySendError::Closed(())) => Poll::Ready(Err(SendError(()))),
        }
    }

    /// Sends a message; cannot fail.
    ///
    /// If the consumer closes the channel meanwhile, the message stays in it: it is received by one that drains the
    /// channel, or dropped with it.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::pipe::channel::<_, 2>();
    /// tx.try_reserve().unwrap().send("tick");
    /// assert_eq!(rx.try_recv(), Ok("tick"));
    /// ```
    #[inline]
    pub fn send(self, message: T) {
        // SAFETY: the closure initialises the slot.
        unsafe {
            self.write(|slot| {
                slot.write(message);
            });
        }
    }

    /// Sends a message that `write` makes in the slot where it will lie, without a move.
    ///
    /// If `write` panics, the slot goes back unsent.
    ///
    /// # Safety
    ///
    /// When `write` returns it has initialised the slot.
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
        // SAFETY: the run was reserved by this view and is not published yet, since the permit exists; the caller
        // promises that `write` initialises it.
        unsafe { self.tx.tail().write(self.run, write) };
        self.tx.notify_consumer();
    }
}

impl<T, const N: usize, M: LoneProducer> fmt::Debug for Permit<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

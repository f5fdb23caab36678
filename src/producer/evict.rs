//! Sending that always succeeds: the oldest message makes room.

use super::{
    Producer, ProducerClosed,
    tx::{NotifyOnDrop, Tx},
};
use crate::channel::{Channel, Core as _};
use crate::error::{PartialSendError, SendError};
use crate::mode::{Evict, Evicts, Mode};
use crate::ring::{EvictRing, Tail};
use crate::wait::Waiting;

/// How many messages [`Producer::force_send_many`] sends between two wake-ups.
const RUN: usize = 64;

impl<T, const N: usize, M: Mode> Producer<'_, T, N, M> {
    /// Sends a message; if the channel is full, evicts the oldest and returns it.
    ///
    /// `Ok(None)`: nothing was lost. `Ok(Some(message))`: the channel was full, and this was its oldest message. It is
    /// returned and not dropped, so that no destructor runs on a real-time thread unless the caller lets it. Wait-free,
    /// whatever the consumer does: one atomic exchange. No system call unless the consumer sleeps; in a quiet channel
    /// none at all. Only in [`evict`](crate::evict).
    ///
    /// # Errors
    ///
    /// [`SendError`] with the message if the channel is closed or the consumer is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{SendError, evict};
    ///
    /// let (tx, rx) = evict::channel::<_, 2>();
    /// assert_eq!(tx.force_send("a"), Ok(None));
    /// assert_eq!(tx.force_send("b"), Ok(None));
    /// assert_eq!(tx.force_send("c"), Ok(Some("a"))); // the oldest is yours again
    /// assert_eq!(rx.try_recv(), Ok("b"));
    /// assert_eq!(rx.lost(), 1);
    /// drop(rx);
    /// assert_eq!(tx.force_send("d"), Err(SendError("d")));
    /// ```
    #[doc(alias = "force_push")]
    #[doc(alias = "push_overwrite")]
    #[inline]
    pub fn force_send(&self, message: T) -> Result<Option<T>, SendError<T>>
    where
        M: Evicts,
    {
        let tx = self.tx();
        let evicted = tx.evicting().force(message)?;
        tx.notify_consumer();
        Ok(evicted)
    }

    /// Sends all items of an iterator, and puts what they evict into a collection; returns how many were evicted.
    ///
    /// Never waits. It wakes the consumer once for each run of up to 64 messages, or of up to `N` if that is less. Only
    /// in [`evict`](crate::evict).
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
    /// let (mut tx, mut rx) = strait::evict::channel::<_, 4>();
    /// let mut evicted = Vec::new();
    /// assert_eq!(tx.force_send_many(&mut (0..6), &mut evicted), Ok(2));
    /// assert_eq!(evicted, [0, 1]);
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [2, 3, 4, 5]);
    /// ```
    pub fn force_send_many<I: Iterator<Item = T> + ?Sized, C: Extend<T>>(
        &mut self,
        messages: &mut I,
        evicted: &mut C,
    ) -> Result<usize, PartialSendError>
    where
        M: Evicts,
    {
        let (tx, mut sent, mut count) = (self.tx(), 0, 0);
        loop {
            let mut notify = None;
            for _ in 0..RUN.min(N) {
                if messages.size_hint().1 == Some(0) {
                    return Ok(count);
                }
                if tx.is_closed() {
                    return Err(PartialSendError { sent });
                }
                let Some(message) = messages.next() else { return Ok(count) };
                match tx.evicting().force(message) {
                    Ok(lost) => {
                        sent += 1;
                        notify.get_or_insert_with(|| NotifyOnDrop(tx));
                        count += usize::from(lost.is_some());
                        evicted.extend(lost);
                    }
                    Err(SendError(message)) => {
                        evicted.extend(Some(message));
                        return Err(PartialSendError { sent });
                    }
                }
            }
        }
    }
}

impl<'a, T, const N: usize> Producer<'a, T, N, Evict> {
    /// Waits until the consumer is gone or the channel is closed by either end; dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, rx) = strait::evict::channel::<u8, 2>();
    /// std::thread::spawn(move || drop(rx));
    /// tx.closed_async().await;
    /// assert!(tx.is_closed());
    /// # });
    /// ```
    pub fn closed_async(&mut self) -> ProducerClosed<'_, T, N, Evict> {
        ProducerClosed(Waiting::at(self.tx()))
    }
}

impl<'a, T, const N: usize, M: Evicts> Tx<'a, Channel<T, N, M>> {
    #[inline(always)]
    fn evicting(self) -> Tail<'a, EvictRing<T, N>> {
        // SAFETY: this view is a producer's.
        unsafe { Tail::new(M::evicting(self.channel().ring())) }
    }
}

//! Many messages at once: from an iterator with a lone producer, from a deque with many.

use super::{
    Producer, SendMany,
    tx::{NotifyOnDrop, Tx},
};
use crate::channel::Core;
use crate::error::{PartialSendError, TrySendError};
use crate::mode::{LoneProducer, Mode, Waits};
use crate::ring::Ring as _;
use crate::wait::Waiting;
use core::task::Poll;

#[cfg(feature = "std")]
use super::SendDeque;
#[cfg(feature = "std")]
use crate::mode::Mpsc;
#[cfg(feature = "alloc")]
use crate::mode::Shared;
#[cfg(feature = "std")]
use crate::wait::End as _;
#[cfg(feature = "alloc")]
use alloc::collections::VecDeque;

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Sends items from an iterator until the channel is full; returns the number sent.
    ///
    /// An item is taken from the iterator only when there is a slot for it; what was not sent is still in it. 0 means
    /// that there was nothing to send, no room, or that the channel is closed. One wake-up at most, at the end. If the
    /// iterator panics, what it returned before is sent. Only with a lone producer.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, rx) = strait::spsc::channel::<_, 4>();
    /// let mut numbers = 0..10;
    /// assert_eq!(tx.try_send_many(&mut numbers), 4);
    /// assert_eq!(numbers, 4..10);
    /// assert_eq!(rx.try_recv(), Ok(0));
    /// ```
    #[inline]
    pub fn try_send_many<I: Iterator<Item = T> + ?Sized>(&mut self, messages: &mut I) -> usize
    where
        M: LoneProducer,
    {
        self.tx().try_send_runs(|tx| tx.send_run(messages))
    }

    /// Sends all items of an iterator; blocks while the channel is full. Returns the number sent.
    ///
    /// Pass `&mut iterator` to keep what was not sent.
    ///
    /// The consumer sees messages in runs of up to 64, or as many as there is room for, with one wake-up at most for
    /// each. The iterator must not wait for the consumer: that deadlocks. Send slow items one by one. Whether the
    /// iterator has ended is asked when there is room for one more, unless its `size_hint` tells. Only with a lone
    /// producer.
    ///
    /// # Errors
    ///
    /// [`PartialSendError`] if the channel is closed or the consumer is gone, before or while this waits; it says how
    /// many were sent. Nothing to send is `Ok(0)` even then, if the iterator's `size_hint` tells.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// let consumer = std::thread::spawn(move || rx.iter().sum::<u32>());
    /// assert_eq!(tx.send_many(0..100), Ok(100));
    /// drop(tx);
    /// assert_eq!(consumer.join().unwrap(), 4950);
    /// ```
    #[cfg(feature = "std")]
    pub fn send_many<I: IntoIterator<Item = T>>(&mut self, messages: I) -> Result<usize, PartialSendError>
    where
        M: LoneProducer + Waits,
    {
        let mut messages = messages.into_iter();
        let (tx, mut sent) = (self.tx(), 0);
        tx.wait(|| tx.attempt_runs(&mut sent, |tx| tx.send_run(&mut messages)))
    }

    /// Sends all items of an iterator; the future is ready when they are in the channel.
    ///
    /// In runs, as [`send_many`](Self::send_many). One poll continues as long as the consumer keeps up. Only with a
    /// lone producer.
    ///
    /// # Errors
    ///
    /// As [`send_many`](Self::send_many).
    ///
    /// # Cancel safety
    ///
    /// The future holds the iterator and no message. Dropped halfway, it has sent a part; pass `&mut iterator` to keep
    /// the rest.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// assert_eq!(tx.send_many_async(1..=3).await, Ok(3));
    /// assert_eq!(rx.recv_async().await, Ok(1));
    /// # });
    /// ```
    pub fn send_many_async<I: IntoIterator<Item = T>>(&mut self, messages: I) -> SendMany<'_, I::IntoIter, T, N, M>
    where
        M: LoneProducer + Waits,
    {
        SendMany { waiting: Waiting::at(self.tx()), messages: messages.into_iter(), sent: 0 }
    }

    /// Sends messages from the front of a deque until the channel is full; returns the number sent.
    ///
    /// Runs of up to 32 stay unbroken by other producers. What was not sent stays in the deque. 0 means that the deque
    /// was empty, the channel full, or closed. One wake-up at most, at the end. It takes a deque and not an iterator
    /// because no code of yours may run while other producers wait behind a claimed slot. Only with many producers.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// let (tx, rx) = strait::mpsc::channel::<_, 4>();
    /// let mut batch = VecDeque::from([1, 2, 3, 4, 5, 6]);
    /// assert_eq!(tx.try_send_deque(&mut batch), 4);
    /// assert_eq!(batch, [5, 6]);
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// ```
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn try_send_deque(&self, messages: &mut VecDeque<T>) -> usize
    where
        M::Producers: Shared,
    {
        self.tx().try_send_runs(|tx| tx.send_run_of_deque(messages))
    }

    /// Sends all messages of a deque, first to last; blocks while the channel is full. Returns the number sent.
    ///
    /// It takes a deque and not an iterator because no code of yours may run while other producers wait behind a
    /// claimed slot. Only with many producers.
    ///
    /// # Errors
    ///
    /// [`PartialSendError`] if the channel is closed or the consumer is gone, before or while this waits; it says how
    /// many were sent, and the rest is still in the deque. An empty deque is `Ok(0)` even then.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// let consumer = std::thread::spawn(move || rx.iter().sum::<u32>());
    /// let mut batch: VecDeque<u32> = (0..100).collect();
    /// assert_eq!(tx.send_deque(&mut batch), Ok(100));
    /// drop(tx);
    /// assert_eq!(consumer.join().unwrap(), 4950);
    /// ```
    #[cfg(feature = "std")]
    pub fn send_deque(&self, messages: &mut VecDeque<T>) -> Result<usize, PartialSendError>
    where
        M: Waits,
        M::Producers: Shared,
    {
        let (tx, mut sent) = (self.tx(), 0);
        tx.wait(|| tx.attempt_runs(&mut sent, |tx| tx.send_run_of_deque(messages)))
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize> Producer<'a, T, N, Mpsc> {
    /// Sends all messages of a deque; the future is ready when they are in the channel.
    ///
    /// # Errors
    ///
    /// As [`send_deque`](Self::send_deque).
    ///
    /// # Cancel safety
    ///
    /// The future never holds a message: dropped halfway, it leaves the rest in the deque.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// assert_eq!(tx.send_deque_async(&mut [1, 2, 3].into()).await, Ok(3));
    /// assert_eq!(rx.recv_async().await, Ok(1));
    /// # });
    /// ```
    pub fn send_deque_async<'m>(&self, messages: &'m mut VecDeque<T>) -> SendDeque<'_, 'm, T, N, Mpsc> {
        SendDeque { waiting: Waiting::at(self.tx()), messages, sent: 0 }
    }
}

/// What one run sent: how many messages, and whether they were the last.
type Run = Result<(usize, bool), TrySendError<()>>;

impl<C: Core> Tx<'_, C> {
    /// One run from an iterator.
    #[inline]
    pub(super) fn send_run(self, messages: &mut (impl Iterator<Item = C::Item> + ?Sized)) -> Run {
        if messages.size_hint().1 == Some(0) {
            return Ok((0, true));
        }
        self.tail().push_from(messages)
    }

    /// One run from the front of a deque.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(super) fn send_run_of_deque(self, messages: &mut VecDeque<C::Item>) -> Run {
        let count = self.tail().push_deque(messages)?;
        Ok((count, messages.is_empty()))
    }

    /// Sends runs until one is the last or rejected, and no new one after `N` messages, so that a consumer that keeps
    /// up cannot hold the caller. Notifies the consumer once, also by a panic; returns the number sent.
    #[inline]
    fn try_send_runs(self, mut send_run: impl FnMut(Self) -> Run) -> usize {
        let (notify, mut sent) = (NotifyOnDrop(self), 0);
        while sent < C::Ring::CAPACITY {
            let Ok((count, is_last)) = send_run(self) else { break };
            sent += count;
            if is_last {
                break;
            }
        }
        if sent == 0 {
            notify.disarm();
        }
        sent
    }

    /// Sends runs until one is the last or rejected, and adds to `sent`. Notifies the consumer after each run, also by
    /// a panic: the iterator may take its time for the next.
    #[inline]
    pub(super) fn attempt_runs(
        self,
        sent: &mut usize,
        mut send_run: impl FnMut(Self) -> Run,
    ) -> Poll<Result<usize, PartialSendError>> {
        loop {
            let notify = NotifyOnDrop(self);
            let outcome = send_run(self);
            let count = outcome.map_or(0, |(count, _)| count);
            *sent += count; // Before the wake, which is others' code and may panic.
            if count == 0 {
                // An attempt that finds no room wakes nobody: a receiver that finds nothing would do the same, and so
                // on without end.
                notify.disarm();
            }
            match outcome {
                Ok((_, false)) => {}
                Ok((_, true)) => return Poll::Ready(Ok(*sent)),
                Err(TrySendError::Full(())) => {
                    self.pass_turns();
                    return Poll::Pending;
                }
                Err(TrySendError::Closed(())) => return Poll::Ready(Err(PartialSendError { sent: *sent })),
            }
        }
    }
}

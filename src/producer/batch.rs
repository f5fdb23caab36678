//! Many messages at once: from an iterator with a lone producer, from a deque with many.

use super::{
    Producer,
    tx::{NotifyOnDrop, Outcome, Tx},
};
use crate::error::SendManyError;
use crate::link::Link;
use crate::mode::{LoneProducer, Mode};
use crate::ring::{Refused, Verbs as _};
use crate::wait::{Look, Waiting};
use core::future::Future;

#[cfg(feature = "alloc")]
use crate::mode::Mpsc;
#[cfg(feature = "alloc")]
use alloc::collections::VecDeque;

impl<T, const N: usize, M: LoneProducer, L: Link> Producer<T, N, M, L> {
    /// Sends messages from an iterator as long as there are places; says how many went.
    ///
    /// An item is taken from the iterator only when there is a place for it; what was not sent is still in it. 0 means
    /// that there was nothing to send, no place, or that the channel is closed. One wake-up at most, at the end. If the
    /// iterator panics, what it gave before is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// let mut numbers = 0..10;
    /// assert_eq!(tx.try_send_many(&mut numbers), 4);
    /// assert_eq!(numbers, 4..10);
    /// assert_eq!(rx.try_recv(), Ok(0));
    /// ```
    #[inline]
    pub fn try_send_many<I: Iterator<Item = T> + ?Sized>(&mut self, messages: &mut I) -> usize {
        let tx = self.tx();
        tx.count_if_refused(tx.try_send_many(messages)).0
    }

    /// Sends all messages of an iterator; blocks while the ring is full.
    ///
    /// Returns how many were sent. Pass `&mut iterator` to keep what was not sent.
    ///
    /// The consumer sees messages in runs of up to 64, or as many as there is room for, with one wake-up at most for
    /// each: an iterator that waits for the consumer waits for ever, and what comes slowly is better sent one by one.
    /// Whether the iterator has ended is asked when there is a place for one more, unless its `size_hint` tells.
    ///
    /// # Errors
    ///
    /// [`SendManyError`] if the channel is closed or the consumer is gone, or goes while this waits; it says how many
    /// were sent. Nothing to send is `Ok(0)` even then, if the iterator's `size_hint` tells.
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
    pub fn send_many<I: IntoIterator<Item = T>>(&mut self, messages: I) -> Result<usize, SendManyError> {
        let mut messages = messages.into_iter();
        let (tx, mut sent) = (self.tx(), 0);
        tx.wait_for_ever(|| tx.look_many(&mut messages, &mut sent))
    }

    /// Sends all messages of an iterator; the future is ready when they are in the ring.
    ///
    /// In runs, as [`send_many`](Self::send_many). A poll goes on as long as the consumer keeps up.
    ///
    /// # Errors
    ///
    /// As [`send_many`](Self::send_many).
    ///
    /// # Cancel safety
    ///
    /// The future holds the iterator and no message of it. Dropped half-way, it has sent a part; pass `&mut iterator`
    /// to keep the rest.
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
    pub fn send_many_async<I: IntoIterator<Item = T>>(
        &mut self,
        messages: I,
    ) -> impl Future<Output = Result<usize, SendManyError>> {
        let mut messages = messages.into_iter();
        let mut sent = 0;
        Waiting::new(self.tx(), move |tx| tx.look_many(&mut messages, &mut sent))
    }
}

#[cfg(feature = "alloc")]
impl<T, const N: usize, L: Link> Producer<T, N, Mpsc, L> {
    /// Sends what fits from the front of a deque; says how many went.
    ///
    /// Runs of up to 32 stay unbroken by other producers. What was not sent stays in the deque. 0 means that the deque
    /// was empty, the ring full, or the channel closed. One wake-up at most, at the end. A deque and not an iterator:
    /// no code of yours may run while other producers wait behind a claimed place.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// let mut batch = VecDeque::from([1, 2, 3, 4, 5, 6]);
    /// assert_eq!(tx.try_send_many(&mut batch), 4);
    /// assert_eq!(batch, [5, 6]);
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// ```
    #[inline]
    pub fn try_send_many(&self, messages: &mut VecDeque<T>) -> usize {
        let tx = self.tx();
        tx.count_if_refused(tx.try_send_deque(messages)).0
    }

    /// Sends all messages of a deque, first to last; blocks while the ring is full.
    ///
    /// A deque and not an iterator: no code of yours may run while other producers wait behind a claimed place.
    ///
    /// # Errors
    ///
    /// [`SendManyError`] if the channel is closed or the consumer is gone, or goes while this waits; it says how many
    /// were sent, and the rest is still in the deque. An empty deque is `Ok(0)` even then.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// let consumer = std::thread::spawn(move || rx.iter().sum::<u32>());
    /// let mut batch: VecDeque<u32> = (0..100).collect();
    /// assert_eq!(tx.send_many(&mut batch), Ok(100));
    /// drop(tx);
    /// assert_eq!(consumer.join().unwrap(), 4950);
    /// ```
    #[cfg(feature = "std")]
    pub fn send_many(&self, messages: &mut VecDeque<T>) -> Result<usize, SendManyError> {
        let (tx, mut sent) = (self.tx(), 0);
        tx.wait_for_ever(|| tx.look_deque(messages, &mut sent))
    }

    /// Sends all messages of a deque; the future is ready when they are in the ring.
    ///
    /// # Errors
    ///
    /// As [`send_many`](Self::send_many).
    ///
    /// # Cancel safety
    ///
    /// The future never holds a message: dropped half-way, it leaves the rest in the deque.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut rx) = strait::mpsc::channel::<_, 4>();
    /// assert_eq!(tx.send_many_async(&mut [1, 2, 3].into()).await, Ok(3));
    /// assert_eq!(rx.recv_async().await, Ok(1));
    /// # });
    /// ```
    #[cfg(feature = "std")]
    pub fn send_many_async(&self, messages: &mut VecDeque<T>) -> impl Future<Output = Result<usize, SendManyError>> {
        let mut sent = 0;
        Waiting::new(self.tx(), move |tx| tx.look_deque(messages, &mut sent))
    }
}

/// Why a batch came to a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Everything is sent.
    End,
    Refused(Refused),
}

impl Outcome for (usize, Stop) {
    #[inline(always)]
    fn is_refused(&self) -> bool {
        matches!(self, (0, Stop::Refused(Refused::Full)))
    }
}

impl<T, const N: usize, M: Mode> Tx<'_, T, N, M> {
    /// Sends what fits of an iterator, and no new run after `N` messages.
    #[inline]
    pub(super) fn try_send_many(self, messages: &mut (impl Iterator<Item = T> + ?Sized)) -> (usize, Stop)
    where
        M: LoneProducer,
    {
        self.at_once(|tx, sent| tx.send_from(messages, N, sent))
    }

    /// Sends what fits from the front of a deque, and no new run after `N` messages.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(super) fn try_send_deque(self, messages: &mut VecDeque<T>) -> (usize, Stop) {
        self.at_once(|tx, sent| tx.send_from_deque(messages, N, sent))
    }

    /// Notifies the consumer once, panic or not, of all runs of an attempt that does not wait.
    #[inline]
    fn at_once(self, attempt: impl FnOnce(Self, &mut usize) -> Stop) -> (usize, Stop) {
        let notify = NotifyOnDrop(self);
        let mut sent = 0;
        let stop = attempt(self.quiet(), &mut sent);
        if sent == 0 {
            notify.disarm();
        }
        (sent, stop)
    }

    #[inline]
    fn send_from(self, messages: &mut (impl Iterator<Item = T> + ?Sized), most: usize, sent: &mut usize) -> Stop
    where
        M: LoneProducer,
    {
        self.in_runs(most, sent, || {
            if messages.size_hint().1 == Some(0) {
                return Ok((0, true));
            }
            M::lone(&self.channel.ring).push_from(self.tail, messages)
        })
    }

    #[cfg(feature = "alloc")]
    #[inline]
    fn send_from_deque(self, messages: &mut VecDeque<T>, most: usize, sent: &mut usize) -> Stop {
        self.in_runs(most, sent, || {
            let count = self.channel.ring.push_deque(self.tail, messages)?;
            Ok((count, messages.is_empty()))
        })
    }

    /// Sends run after run until one ends the batch or is refused, and adds to `sent` what went. Notifies the consumer
    /// after each run, panic or not: the iterator may take its time for the next.
    ///
    /// `most` keeps a try-operation from going on for as long as the consumer keeps up.
    #[inline]
    fn in_runs(self, most: usize, sent: &mut usize, mut run: impl FnMut() -> Result<(usize, bool), Refused>) -> Stop {
        let end = sent.saturating_add(most);
        while *sent < end {
            let notify = NotifyOnDrop(self);
            let outcome = run();
            let count = outcome.map_or(0, |(count, _)| count);
            *sent += count; // Before the wake, which is others' code and may panic.
            if count == 0 {
                // An attempt that finds no room wakes nobody: a receiver that finds nothing would do the same, and so
                // on for ever.
                notify.disarm();
            }
            match outcome {
                Ok((_, false)) => {}
                Ok((_, true)) => return Stop::End,
                Err(refused) => return Stop::Refused(refused),
            }
        }
        Stop::Refused(Refused::Full)
    }

    fn look_many(self, messages: &mut impl Iterator<Item = T>, sent: &mut usize) -> Look<Result<usize, SendManyError>>
    where
        M: LoneProducer,
    {
        Self::look_batch(self.send_from(messages, usize::MAX, sent), *sent)
    }

    #[cfg(feature = "std")]
    fn look_deque(self, messages: &mut VecDeque<T>, sent: &mut usize) -> Look<Result<usize, SendManyError>> {
        Self::look_batch(self.send_from_deque(messages, usize::MAX, sent), *sent)
    }

    /// What a waiting batch does after an attempt; `sent` is what went of it so far.
    fn look_batch(stop: Stop, sent: usize) -> Look<Result<usize, SendManyError>> {
        match stop {
            Stop::End => Look::Done(Ok(sent)),
            Stop::Refused(Refused::Full) => Look::Wait,
            Stop::Refused(Refused::Closed) => Look::Done(Err(SendManyError { sent })),
        }
    }
}

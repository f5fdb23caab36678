//! Handles that belong to no end: one that watches a channel, and one that may become a producer.

use crate::channel::Core as _;
use crate::consumer::Consumer;
use crate::handle::ChannelRef;
use crate::mode::{Mode, Shared};
use crate::presence::Side;
use crate::producer::Producer;
use crate::ring::Ring as _;
use core::fmt;

/// Watches a channel from any thread, and can close it; keeps its memory, but does not keep it open.
///
/// Made by `observer()` of any handle. It is `Clone`, and `Send` and `Sync` if messages are `Send`. While one lives,
/// the channel of a `static` cannot be split again.
#[must_use = "an observer does nothing by itself"]
pub struct Observer<'a, T, const N: usize, M: Mode> {
    channel: ChannelRef<'a, T, N, M>,
}

impl<'a, T, const N: usize, M: Mode> Observer<'a, T, N, M> {
    /// Returns the number of messages in the channel, including those that are being written.
    ///
    /// Both ends may change it at any time. Between two threads at work it is a snapshot, never more than `N`.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// let observer = rx.observer();
    /// tx.try_send_array([1, 2]).unwrap();
    /// assert_eq!((observer.len(), observer.is_closed()), (2, false));
    /// observer.close();
    /// assert!(tx.is_closed());
    /// ```
    pub fn len(&self) -> usize {
        self.channel.ring().observed()
    }

    /// Returns how full the channel is, from 0.0 to 1.0.
    pub fn fill(&self) -> f32 {
        self.len() as f32 / self.channel.limit() as f32
    }

    /// Returns whether there was no message.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether the channel is closed; messages may be left.
    pub fn is_closed(&self) -> bool {
        self.channel.ring().is_closed()
    }

    /// Closes the channel, as [`Producer::close`] does.
    pub fn close(&self) {
        self.channel.close();
    }

    /// Returns what the channel has done since its handles were given out.
    #[cfg(feature = "stats")]
    pub fn stats(&self) -> crate::Stats {
        self.channel.stats(|| self.channel.seen_tail(self.len()))
    }
}

impl<T, const N: usize, M: Mode> Clone for Observer<'_, T, N, M> {
    fn clone(&self) -> Self {
        Self { channel: self.channel.beside() }
    }
}

impl<T, const N: usize, M: Mode> fmt::Debug for Observer<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer")
            .field("len", &self.len())
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

impl<'a, T, const N: usize, M: Mode> Producer<'a, T, N, M> {
    /// Makes an [`Observer`] of the channel.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, _rx) = strait::mpsc::channel::<u8, 4>();
    /// let observer = tx.observer();
    /// drop(tx); // an observer does not keep the channel open
    /// assert!(observer.is_closed());
    /// ```
    pub fn observer(&self) -> Observer<'a, T, N, M> {
        Observer { channel: self.reference().beside() }
    }

    /// Makes a [`WeakProducer`], which does not keep the channel open.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::mpsc::channel::<_, 4>();
    /// let weak = tx.downgrade();
    /// weak.upgrade().unwrap().try_send(1).unwrap();
    /// drop(tx);
    /// assert!(weak.upgrade().is_none() && rx.is_closed());
    /// ```
    pub fn downgrade(&self) -> WeakProducer<'a, T, N, M>
    where
        M::Producers: Shared,
    {
        WeakProducer { channel: self.reference().beside() }
    }
}

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Makes an [`Observer`] of the channel, for statistics from a third thread, for example.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = strait::spsc::channel::<_, 4>();
    /// let observer = rx.observer();
    /// tx.try_send(7).unwrap();
    /// assert_eq!(std::thread::spawn(move || observer.len()).join().unwrap(), 1);
    /// ```
    pub fn observer(&self) -> Observer<'a, T, N, M> {
        Observer { channel: self.reference().beside() }
    }
}

/// One of many producers, without keeping the channel open: for actors that hold their own address, and for timers.
///
/// Made by [`Producer::downgrade`]. It keeps the channel's memory. While one lives, the channel of a `static` cannot be
/// split again.
#[must_use = "a weak producer does nothing by itself"]
pub struct WeakProducer<'a, T, const N: usize, M: Mode> {
    channel: ChannelRef<'a, T, N, M>,
}

impl<'a, T, const N: usize, M: Mode> WeakProducer<'a, T, N, M> {
    /// Makes a producer; `None` once the last producer has left, for good.
    pub fn upgrade(&self) -> Option<Producer<'a, T, N, M>> {
        self.channel.try_another(Side::Producers).map(Producer::new)
    }
}

impl<T, const N: usize, M: Mode> Clone for WeakProducer<'_, T, N, M> {
    fn clone(&self) -> Self {
        Self { channel: self.channel.beside() }
    }
}

impl<T, const N: usize, M: Mode> fmt::Debug for WeakProducer<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakProducer").finish_non_exhaustive()
    }
}

//! Iterating: over what is there now, or until the channel is closed.

use super::{Consumer, rx::Rx};
use crate::channel::Channel;
use crate::mode::Mode;
use core::fmt;

#[cfg(feature = "std")]
use crate::wait::Limit;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Receives what is there now, and nothing that comes later.
    ///
    /// The iterator returns at most as many messages as there are at the time of the call, so a producer that keeps
    /// sending cannot hold the caller. It removes messages one by one: dropped halfway, it leaves the rest in the
    /// channel (unlike `Vec::drain`).
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 4>();
    /// tx.try_send_array([1, 2, 3]).unwrap();
    /// assert_eq!(rx.drain().take(1).collect::<Vec<_>>(), [1]);
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [2, 3]);
    /// ```
    #[doc(alias = "try_iter")]
    pub fn drain(&mut self) -> Drain<'_, T, N, M> {
        let rx = self.rx();
        Drain { rx, left: rx.len() }
    }

    /// Receives until the channel is closed and drained; blocks while there is nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<u32, 4>();
    /// std::thread::spawn(move || (1..=10).for_each(|n| tx.send(n).unwrap()));
    /// assert_eq!(rx.iter().sum::<u32>(), 55);
    /// ```
    #[cfg(feature = "std")]
    pub fn iter(&mut self) -> Iter<'_, T, N, M> {
        Iter { rx: self.rx() }
    }
}

/// The iterator of [`Consumer::drain`].
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Drain<'a, T, const N: usize, M: Mode> {
    rx: Rx<'a, Channel<T, N, M>>,
    left: usize,
}

impl<T, const N: usize, M: Mode> Iterator for Drain<'_, T, N, M> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        let message = self.rx.try_recv().ok();
        if message.is_none() {
            self.left = 0; // In `mpsc`, a message that is being written may stand before complete ones.
        }
        message
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.left))
    }
}

impl<T, const N: usize, M: Mode> core::iter::FusedIterator for Drain<'_, T, N, M> {}

impl<T, const N: usize, M: Mode> fmt::Debug for Drain<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drain").field("left", &self.left).finish_non_exhaustive()
    }
}

/// The blocking iterator of [`Consumer::iter`]: ends when the channel is closed and drained.
#[cfg(feature = "std")]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Iter<'a, T, const N: usize, M: Mode> {
    rx: Rx<'a, Channel<T, N, M>>,
}

/// The blocking iterator of a consumer that it owns: ends when the channel is closed and drained.
#[cfg(feature = "std")]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct IntoIter<'a, T, const N: usize, M: Mode> {
    consumer: Consumer<'a, T, N, M>,
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode> Iterator for Iter<'_, T, N, M> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.rx.recv_by(|| Limit::Never, |_| ()).ok()
    }

    /// At least what is there now.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rx.len(), None)
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode> Iterator for IntoIter<'_, T, N, M> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.consumer.recv().ok()
    }

    /// At least what is there now.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.consumer.len(), None)
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize, M: Mode> IntoIterator for Consumer<'a, T, N, M> {
    type Item = T;
    type IntoIter = IntoIter<'a, T, N, M>;

    fn into_iter(self) -> IntoIter<'a, T, N, M> {
        IntoIter { consumer: self }
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize, M: Mode> IntoIterator for &'a mut Consumer<'_, T, N, M> {
    type Item = T;
    type IntoIter = Iter<'a, T, N, M>;

    fn into_iter(self) -> Iter<'a, T, N, M> {
        self.iter()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode> fmt::Debug for Iter<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("len", &self.rx.len()).finish_non_exhaustive()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode> fmt::Debug for IntoIter<'_, T, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoIter").field("consumer", &self.consumer).finish()
    }
}

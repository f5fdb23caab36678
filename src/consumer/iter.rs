//! Iterating: over what is there now, or until the channel is closed.

use super::{Consumer, rx::Rx};
use crate::link::Link;
use crate::mode::Mode;
use core::fmt;

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// Receives what is there now, and nothing that comes later.
    ///
    /// It gives at most as many messages as there are at the time of the call. So a producer that keeps sending cannot
    /// hold the caller. Dropped half-way, it leaves the rest in the ring.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 4>();
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
    /// let (mut tx, mut rx) = strait::spsc::channel::<u32, 4>();
    /// std::thread::spawn(move || (1..=10).for_each(|n| tx.send(n).unwrap()));
    /// assert_eq!(rx.iter().sum::<u32>(), 55);
    /// ```
    #[cfg(feature = "std")]
    pub fn iter(&mut self) -> Iter<'_, T, N, M, L> {
        Iter { consumer: self }
    }
}

/// The iterator of [`Consumer::drain`].
#[must_use = "an iterator does nothing until it is asked"]
pub struct Drain<'a, T, const N: usize, M: Mode> {
    rx: Rx<'a, T, N, M>,
    left: usize,
}

impl<T, const N: usize, M: Mode> Iterator for Drain<'_, T, N, M> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        let message = self.rx.pop(Some, |_| None);
        if message.is_none() {
            self.left = 0; // In `mpsc`, a claimed and unpublished message may stand before published ones.
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
#[must_use = "an iterator does nothing until it is asked"]
pub struct Iter<'a, T, const N: usize, M: Mode, L: Link> {
    consumer: &'a mut Consumer<T, N, M, L>,
}

/// The blocking iterator of a consumer that it owns: ends when the channel is closed and drained.
#[cfg(feature = "std")]
#[must_use = "an iterator does nothing until it is asked"]
pub struct IntoIter<T, const N: usize, M: Mode, L: Link> {
    consumer: Consumer<T, N, M, L>,
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode, L: Link> Iterator for Iter<'_, T, N, M, L> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.consumer.recv().ok()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode, L: Link> Iterator for IntoIter<T, N, M, L> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.consumer.recv().ok()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode, L: Link> IntoIterator for Consumer<T, N, M, L> {
    type Item = T;
    type IntoIter = IntoIter<T, N, M, L>;

    fn into_iter(self) -> IntoIter<T, N, M, L> {
        IntoIter { consumer: self }
    }
}

#[cfg(feature = "std")]
impl<'a, T, const N: usize, M: Mode, L: Link> IntoIterator for &'a mut Consumer<T, N, M, L> {
    type Item = T;
    type IntoIter = Iter<'a, T, N, M, L>;

    fn into_iter(self) -> Iter<'a, T, N, M, L> {
        self.iter()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode, L: Link> fmt::Debug for Iter<'_, T, N, M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("consumer", &self.consumer).finish()
    }
}

#[cfg(feature = "std")]
impl<T, const N: usize, M: Mode, L: Link> fmt::Debug for IntoIter<T, N, M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoIter").field("consumer", &self.consumer).finish()
    }
}

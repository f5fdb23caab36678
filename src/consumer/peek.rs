//! Looking at the next message where it lies.

use super::Consumer;
use crate::link::Link;
use crate::mode::Mode;
use crate::ring::Verbs as _;

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// The next message, where it lies; `None` if there is none, closed or not.
    ///
    /// The next receive takes it. It does not free the place.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// assert_eq!(rx.peek(), None);
    /// tx.try_send(7).unwrap();
    /// assert_eq!(rx.peek(), Some(&7));
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// ```
    #[inline]
    pub fn peek(&mut self) -> Option<&T> {
        self.peek_mut().map(|message| &*message)
    }

    /// The next message, where it lies, to be changed; `None` if there is none, closed or not.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// tx.try_send(7).unwrap();
    /// *rx.peek_mut().unwrap() += 1;
    /// assert_eq!(rx.try_recv(), Ok(8));
    /// ```
    #[inline]
    pub fn peek_mut(&mut self) -> Option<&mut T> {
        self.channel.ring.peek(&mut self.head)
    }
}

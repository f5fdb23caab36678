//! Looking at the next message where it lies.

use super::Consumer;
use crate::mode::{Keeps, LoneConsumer, Mode};

#[cfg(feature = "std")]
use crate::mode::Slices;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Returns a reference to the next message where it lies, or `None` if there is none, closed or not.
    ///
    /// The next receive takes it. Its slot is not freed. Only with a lone consumer, and not in `evict`, where it might
    /// be evicted meanwhile.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// assert_eq!(rx.peek(), None);
    /// tx.try_send(7).unwrap();
    /// assert_eq!(rx.peek(), Some(&7));
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// ```
    #[inline]
    pub fn peek(&mut self) -> Option<&T>
    where
        M: Keeps + LoneConsumer,
    {
        self.peek_mut().map(|message| &*message)
    }

    /// Returns a mutable reference to the next message where it lies, or `None` if there is none, closed or not.
    ///
    /// Only with a lone consumer.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, mut rx) = strait::spsc::channel::<_, 2>();
    /// tx.try_send(7).unwrap();
    /// *rx.peek_mut().unwrap() += 1;
    /// assert_eq!(rx.try_recv(), Ok(8));
    /// ```
    #[inline]
    pub fn peek_mut(&mut self) -> Option<&mut T>
    where
        M: Keeps + LoneConsumer,
    {
        // SAFETY: the reference borrows this handle, which is the only consumer (`LoneConsumer`), exclusively.
        unsafe { self.rx().head().peek() }
    }

    /// The messages that lie side by side from the next one on; none if there is none.
    #[cfg(feature = "std")]
    pub(crate) fn peek_slice(&mut self) -> &[T]
    where
        M: Slices,
    {
        let dense = self.rx().dense();
        let Ok(run) = dense.ready_up_to(N) else { return &[] };
        // SAFETY: the run is ready, so its messages are initialised; nobody releases them while this handle, the only
        // consumer, is borrowed.
        unsafe { &*(dense.parts(run)[0] as *const [T]) }
    }
}

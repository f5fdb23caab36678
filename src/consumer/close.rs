//! The end of receiving: close.

use super::Consumer;
use crate::link::Link;
use crate::mode::Mode;

impl<T, const N: usize, M: Mode, L: Link> Consumer<T, N, M, L> {
    /// Closes the channel: nothing can be sent any more.
    ///
    /// What was sent can still be received. Wakes all that wait, at both ends. Closing again does nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{RecvError, SendError, spsc};
    ///
    /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
    /// tx.send(1).unwrap();
    /// rx.close();
    /// assert_eq!(tx.send(2), Err(SendError(2)));
    /// assert_eq!((rx.recv(), rx.recv()), (Ok(1), Err(RecvError)));
    /// ```
    pub fn close(&mut self) {
        self.channel.close_by_consumer();
    }
}

//! The end of sending: close, and flush before it.

use super::Producer;
use crate::link::Link;
use crate::mode::{LoneProducer, Mpsc};

#[cfg(feature = "std")]
use crate::error::SendTimeoutError;
#[cfg(feature = "std")]
use crate::wait::{Look, deadline_after};
#[cfg(feature = "std")]
use core::time::Duration;

/// The closing methods of all producers.
macro_rules! closing {
    ($self:ident, $receiver:ty) => {
        /// Closes the channel: nothing can be sent any more, by any handle.
        ///
        /// What was sent can still be received. Wakes all that wait, at both ends. Closing again does nothing.
        ///
        /// # Examples
        ///
        /// ```
        /// use strait::{RecvError, TrySendError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
        /// tx.try_send(1).unwrap();
        /// tx.close();
        /// assert_eq!(tx.try_send(2), Err(TrySendError::Closed(2)));
        /// assert_eq!((rx.recv(), rx.recv()), (Ok(1), Err(RecvError)));
        /// ```
        pub fn close($self: $receiver) {
            $self.tx().channel.close();
        }

        /// Waits until the consumer has taken everything that was sent, for `timeout` at most.
        ///
        /// Everything: also what other producers send meanwhile, so call it when they have stopped.
        /// Taken, not handled: whether the consumer is done with the last message it must say itself.
        /// Meant for the end of a service; it looks again every 50 microseconds at first and every millisecond later.
        ///
        /// # Errors
        ///
        /// [`SendTimeoutError::Timeout`] if messages are left when the time is up, [`SendTimeoutError::Closed`] if they
        /// are left and the consumer is gone or has closed the channel.
        ///
        /// # Examples
        ///
        /// ```
        /// use std::time::Duration;
        /// use strait::{SendTimeoutError, spsc};
        ///
        /// let (mut tx, mut rx) = spsc::channel::<_, 2>();
        /// tx.try_send(1).unwrap();
        /// assert_eq!(tx.flush_timeout(Duration::from_millis(1)), Err(SendTimeoutError::Timeout(())));
        /// rx.try_recv().unwrap();
        /// assert_eq!(tx.flush_timeout(Duration::ZERO), Ok(()));
        /// ```
        #[cfg(feature = "std")]
        pub fn flush_timeout($self: $receiver, timeout: Duration) -> Result<(), SendTimeoutError<()>> {
            let tx = $self.tx();
            let look = || {
                let consumer_is_done = tx.channel.presence().is_consumer_done();
                match tx.len() {
                    0 => Look::Done(Ok(())),
                    _ if consumer_is_done => Look::Done(Err(SendTimeoutError::Closed(()))),
                    _ => {
                        tx.notify_of_quiet_messages();
                        Look::Again
                    }
                }
            };
            tx.wait(|| deadline_after(timeout), look).unwrap_or(Err(SendTimeoutError::Timeout(())))
        }
    };
}

super::for_lone_and_for_many!(closing);

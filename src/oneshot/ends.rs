//! The two ends as waiting sees them.

use super::slot::{CLOSED, ENDED, PRODUCER_GONE, SENT, SlotRef};
use crate::error::{RecvError, TryRecvError};
use crate::wait::{End, Signal, Single};
use core::task::Poll;

/// The consumer, where it waits for the message.
pub(super) struct Arrival<'a, T>(pub(super) SlotRef<'a, T>);

/// The producer, where it waits for the consumer's end.
pub(super) struct Departure<'a, T>(pub(super) SlotRef<'a, T>);

impl<T> Clone for Arrival<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Arrival<'_, T> {}

impl<T> Arrival<'_, T> {
    /// Takes the message if it is there.
    #[inline]
    pub(super) fn try_recv(self) -> Result<T, TryRecvError> {
        let signal = self.0.arrival();
        let flags = signal.flags();
        if flags & SENT != 0 {
            if flags & PRODUCER_GONE != 0 {
                signal.replace(flags & !SENT);
            } else {
                signal.clear(SENT);
            }
            // SAFETY: the message was there, and is the consumer's, which receives on one thread at a time.
            Ok(unsafe { self.0.read() })
        } else if flags & (ENDED | CLOSED) != 0 {
            Err(TryRecvError::Closed)
        } else {
            Err(TryRecvError::Empty)
        }
    }

    /// Refuses a message that was not sent yet, and tells the producer.
    pub(super) fn close(self) {
        if self.0.arrival().flags() & PRODUCER_GONE == 0 {
            self.0.arrival().set(CLOSED);
            self.0.departure().notify_all();
        }
    }

    /// Attempts to receive the message.
    pub(super) fn attempt(self) -> Poll<Result<T, RecvError>> {
        match self.try_recv() {
            Ok(message) => Poll::Ready(Ok(message)),
            Err(TryRecvError::Closed) => Poll::Ready(Err(RecvError)),
            Err(TryRecvError::Empty) => Poll::Pending,
        }
    }
}

impl<T> Clone for Departure<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Departure<'_, T> {}

impl<T> Departure<'_, T> {
    /// Attempts to find the channel closed.
    pub(super) fn attempt(self) -> Poll<()> {
        if self.0.arrival().flags() & CLOSED != 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

// SAFETY: whoever has it is the consumer, which is not `Sync`, and what spans time borrows it exclusively.
unsafe impl<T> End for Arrival<'_, T> {
    type Waiters = Single;

    fn signal(&self) -> &Signal<Single> {
        self.0.arrival()
    }

    fn can_proceed(&self) -> bool {
        self.0.arrival().flags() & (ENDED | CLOSED) != 0
    }
}

// SAFETY: whoever has it is the producer, which it borrows exclusively.
unsafe impl<T> End for Departure<'_, T> {
    type Waiters = Single;

    fn signal(&self) -> &Signal<Single> {
        self.0.departure()
    }

    fn can_proceed(&self) -> bool {
        self.0.arrival().flags() & CLOSED != 0
    }
}

//! From one channel into another, message by message.

use crate::channel::Channel;
use crate::consumer::{Consumer, rx::Rx};
use crate::error::PartialSendError;
use crate::mode::{LoneProducer, Mode, Waits};
use crate::producer::{Permit, Producer, tx::Tx};
use crate::wait::{Waiting, named_future};
use core::task::{Poll, ready};

#[cfg(feature = "std")]
use crate::wait::End as _;

impl<'a, T, const N: usize, M: Mode> Consumer<'a, T, N, M> {
    /// Passes on what it receives, mapped by `f`, until the channel is closed and drained; blocks meanwhile.
    ///
    /// Each message is sent before the next is waited for, so nothing is held back, as `send_many(rx.iter())` holds
    /// back. A message is taken only when the output has a place for it. Returns the number passed on.
    ///
    /// The output has a lone producer. That it has closed is noticed with the next message. A panic in `f` loses the
    /// message that it was given, and no other.
    ///
    /// # Errors
    ///
    /// [`PartialSendError`] if the output is closed; what was not passed on is still in the input.
    ///
    /// # Examples
    ///
    /// ```
    /// use strait::{mpsc, spsc};
    ///
    /// let (tx, mut prices) = mpsc::channel::<u32, 16>();
    /// let (mut lines, rx) = spsc::channel::<String, 16>();
    /// tx.try_send_array([101, 102]).unwrap();
    /// drop(tx);
    /// assert_eq!(prices.forward(&mut lines, |price| format!("{price}\n")), Ok(2));
    /// assert_eq!(rx.try_recv().as_deref(), Ok("101\n"));
    /// ```
    #[cfg(feature = "std")]
    pub fn forward<U, const K: usize, P: LoneProducer + Waits>(
        &mut self,
        producer: &mut Producer<'_, U, K, P>,
        mut f: impl FnMut(T) -> U,
    ) -> Result<usize, PartialSendError> {
        let (rx, tx) = (self.rx(), producer.tx());
        let mut sent = 0;
        while rx.wait(|| rx.attempt_ready()).is_ok() {
            let Ok(permit) = tx.wait(|| Permit::attempt(tx)) else { return Err(PartialSendError { sent }) };
            if let Ok(message) = rx.try_recv() {
                permit.send(f(message));
                sent += 1;
            }
        }
        Ok(sent)
    }

    /// Passes on what it receives, as [`forward`](Self::forward) does; the future is ready when the channel is closed
    /// and drained.
    ///
    /// # Errors
    ///
    /// As [`forward`](Self::forward).
    ///
    /// # Cancel safety
    ///
    /// The future never holds a message: dropped halfway, it leaves the rest in the input.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, mut input) = strait::spsc::channel::<_, 4>();
    /// let (mut output, rx) = strait::pipe::channel::<_, 4>();
    /// tx.try_send_array([1, 2]).unwrap();
    /// drop(tx);
    /// assert_eq!(input.forward_async(&mut output, |n| n * 10).await, Ok(2));
    /// assert_eq!(rx.try_recv(), Ok(10));
    /// # });
    /// ```
    pub fn forward_async<'p, F: FnMut(T) -> U, U, const K: usize, P: LoneProducer + Waits>(
        &mut self,
        producer: &'p mut Producer<'_, U, K, P>,
        f: F,
    ) -> Forward<'_, 'p, F, T, N, M, U, K, P> {
        Forward { input: Waiting::at(self.rx()), output: Waiting::at(producer.tx()), f, sent: 0 }
    }
}

/// The future of [`forward_async`](Consumer::forward_async): never holds a message.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Forward<'a, 'p, F, T, const N: usize, M: Mode, U, const K: usize, P: LoneProducer> {
    input: Waiting<Rx<'a, Channel<T, N, M>>>,
    output: Waiting<Tx<'p, Channel<U, K, P>>>,
    f: F,
    sent: usize,
}

named_future!(impl['a, 'p, F: FnMut(T) -> U, T, const N: usize, M: Mode, U, const K: usize, P: LoneProducer]
Forward['a, 'p, F, T, N, M, U, K, P] -> Result<usize, PartialSendError> {
    |this, context| loop {
        if ready!(this.input.poll(context, Rx::attempt_ready)).is_err() {
            break Poll::Ready(Ok(this.sent));
        }
        let Ok(permit) = ready!(this.output.poll(context, Permit::attempt)) else {
            break Poll::Ready(Err(PartialSendError { sent: this.sent }));
        };
        if let Ok(message) = this.input.end().try_recv() {
            permit.send((this.f)(message));
            this.sent += 1;
        }
    }
});

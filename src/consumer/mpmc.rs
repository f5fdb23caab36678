//! The futures of one of many consumers: those of a lone one borrow it exclusively, these share it.

use super::{Consumer, ConsumerClosed, Recv, RecvMany};
use crate::mode::{Mpmc, Quiet, Spmc};
use crate::wait::Waiting;

impl<T, const N: usize> Consumer<'_, T, N, Spmc> {
    /// Receives a message; the future is ready when there is one.
    ///
    /// As of a lone consumer, but by a shared reference: any number of tasks wait at one handle, in one queue with the
    /// threads. The future never holds a message, and one that is dropped passes its turn on.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError) if the channel is closed and everything that was sent has been taken.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, rx) = strait::spmc::channel::<_, 2>();
    /// tx.try_send("a job").unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("a job"));
    /// # });
    /// ```
    #[inline]
    pub fn recv_async(&self) -> Recv<'_, T, N, Spmc> {
        Recv(Waiting::at(self.rx()))
    }

    /// Receives up to `max` messages into a collection; the future is ready with the first.
    ///
    /// It takes what is there then, in runs of up to 32, and waits for no more. `max = 0` is `Ok(0)` at once. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`recv_many`](Self::recv_many).
    pub fn recv_many_async<'m, C: Extend<T>>(
        &self,
        messages: &'m mut C,
        max: usize,
    ) -> RecvMany<'_, 'm, C, T, N, Spmc> {
        RecvMany { waiting: Waiting::at(self.rx()), messages, max }
    }

    /// Waits until all producers are gone or the channel is closed by either end; messages may be left.
    ///
    /// Dropping the future loses nothing.
    pub fn closed_async(&self) -> ConsumerClosed<'_, T, N, Spmc> {
        ConsumerClosed(Waiting::at(self.rx()))
    }
}

impl<T, const N: usize> Consumer<'_, T, N, Mpmc> {
    /// Receives a message; the future is ready when there is one.
    ///
    /// As of a lone consumer, but by a shared reference: any number of tasks wait at one handle, in one queue with the
    /// threads. The future never holds a message, and one that is dropped passes its turn on.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError) if the channel is closed and everything that was sent has been taken.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, rx) = strait::mpmc::channel::<_, 2>();
    /// tx.try_send("a job").unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("a job"));
    /// # });
    /// ```
    #[inline]
    pub fn recv_async(&self) -> Recv<'_, T, N, Mpmc> {
        Recv(Waiting::at(self.rx()))
    }

    /// Receives up to `max` messages into a collection; the future is ready with the first.
    ///
    /// It takes what is there then, in runs of up to 32, and waits for no more. `max = 0` is `Ok(0)` at once. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`recv_many`](Self::recv_many).
    pub fn recv_many_async<'m, C: Extend<T>>(
        &self,
        messages: &'m mut C,
        max: usize,
    ) -> RecvMany<'_, 'm, C, T, N, Mpmc> {
        RecvMany { waiting: Waiting::at(self.rx()), messages, max }
    }

    /// Waits until all producers are gone or the channel is closed by either end; messages may be left.
    ///
    /// Dropping the future loses nothing.
    pub fn closed_async(&self) -> ConsumerClosed<'_, T, N, Mpmc> {
        ConsumerClosed(Waiting::at(self.rx()))
    }
}

impl<T, const N: usize> Consumer<'_, T, N, Quiet<Spmc>> {
    /// Receives a message; the future is ready when there is one.
    ///
    /// As of a lone consumer, but by a shared reference: any number of tasks wait at one handle, in one queue with the
    /// threads. The future never holds a message, and one that is dropped passes its turn on.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError) if the channel is closed and everything that was sent has been taken.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, rx) = strait::spmc::quiet_channel::<_, 2>();
    /// tx.try_send("a job").unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("a job"));
    /// # });
    /// ```
    #[inline]
    pub fn recv_async(&self) -> Recv<'_, T, N, Quiet<Spmc>> {
        Recv(Waiting::at(self.rx()))
    }

    /// Receives up to `max` messages into a collection; the future is ready with the first.
    ///
    /// It takes what is there then, in runs of up to 32, and waits for no more. `max = 0` is `Ok(0)` at once. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`recv_many`](Self::recv_many).
    pub fn recv_many_async<'m, C: Extend<T>>(
        &self,
        messages: &'m mut C,
        max: usize,
    ) -> RecvMany<'_, 'm, C, T, N, Quiet<Spmc>> {
        RecvMany { waiting: Waiting::at(self.rx()), messages, max }
    }

    /// Waits until all producers are gone or the channel is closed by either end; messages may be left.
    ///
    /// Dropping the future loses nothing.
    pub fn closed_async(&self) -> ConsumerClosed<'_, T, N, Quiet<Spmc>> {
        ConsumerClosed(Waiting::at(self.rx()))
    }
}

impl<T, const N: usize> Consumer<'_, T, N, Quiet<Mpmc>> {
    /// Receives a message; the future is ready when there is one.
    ///
    /// As of a lone consumer, but by a shared reference: any number of tasks wait at one handle, in one queue with the
    /// threads. The future never holds a message, and one that is dropped passes its turn on.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError) if the channel is closed and everything that was sent has been taken.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (tx, rx) = strait::mpmc::quiet_channel::<_, 2>();
    /// tx.try_send("a job").unwrap();
    /// assert_eq!(rx.recv_async().await, Ok("a job"));
    /// # });
    /// ```
    #[inline]
    pub fn recv_async(&self) -> Recv<'_, T, N, Quiet<Mpmc>> {
        Recv(Waiting::at(self.rx()))
    }

    /// Receives up to `max` messages into a collection; the future is ready with the first.
    ///
    /// It takes what is there then, in runs of up to 32, and waits for no more. `max = 0` is `Ok(0)` at once. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`recv_many`](Self::recv_many).
    pub fn recv_many_async<'m, C: Extend<T>>(
        &self,
        messages: &'m mut C,
        max: usize,
    ) -> RecvMany<'_, 'm, C, T, N, Quiet<Mpmc>> {
        RecvMany { waiting: Waiting::at(self.rx()), messages, max }
    }

    /// Waits until all producers are gone or the channel is closed by either end; messages may be left.
    ///
    /// Dropping the future loses nothing.
    pub fn closed_async(&self) -> ConsumerClosed<'_, T, N, Quiet<Mpmc>> {
        ConsumerClosed(Waiting::at(self.rx()))
    }
}

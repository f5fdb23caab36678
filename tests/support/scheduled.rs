//! Waits that end, where shuttle schedules threads.

use shuttle::thread;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// A few readings of the clock, which advances by one each time that it is read.
pub(crate) fn soon(n: u64) -> Duration {
    Duration::from_nanos(n % 5)
}

/// Polls a future so many times, then leaves it.
pub(crate) fn poll_times<F: Future>(mut future: Pin<&mut F>, times: u64) -> Option<F::Output> {
    (0..times).find_map(|_| match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => {
            thread::yield_now();
            None
        }
    })
}

//! The forms of a select: never waiting, blocking, timed, and as a future.

use super::tuple::{Arms, AsyncArms};
use crate::wait::poll_several;
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::{Limit, wait_for_one};
#[cfg(feature = "std")]
use core::time::Duration;

/// Chooses an arm that is ready now; `None` if there is none. Never waits.
///
/// # Examples
///
/// ```
/// use strait::select::{Selected, recv, try_select};
/// use strait::spsc;
///
/// let (tx, mut rx) = spsc::channel::<u32, 4>();
/// assert_eq!(try_select((recv(&mut rx),)), None);
/// tx.try_send(1).unwrap();
/// assert_eq!(try_select((recv(&mut rx),)), Some(Selected::First(Ok(1))));
/// ```
#[inline]
pub fn try_select<A: Arms>(mut arms: A) -> Option<A::Output> {
    match arms.look() {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// Chooses an arm; blocks until one is ready. The function behind [`select!`](macro@super::select).
///
/// While messages come it looks and returns: no lock, no system call, no allocation, no write that another thread
/// reads. Before it sleeps it leaves a waker at every arm's end, with one fence for all. The first sleep of a thread
/// allocates what it sleeps on, once.
///
/// # Panics
///
/// If all arms are absent: `None`, an empty slice of `recv_any`, a `send` without a message.
///
/// # Examples
///
/// ```
/// use std::thread;
/// use strait::select::{Selected, recv, select};
/// use strait::spsc;
///
/// let (tx, mut numbers) = spsc::channel::<u32, 4>();
/// let (_quit, mut quit) = spsc::channel::<(), 1>();
/// let sender = thread::spawn(move || tx.send(7));
/// match select((recv(&mut numbers), recv(&mut quit))) {
///     Selected::First(number) => assert_eq!(number, Ok(7)),
///     Selected::Second(_) => unreachable!(),
/// }
/// sender.join().unwrap().unwrap();
/// ```
#[cfg(feature = "std")]
#[inline]
pub fn select<A: Arms>(arms: A) -> A::Output {
    let mut arms = arms;
    // Without a deadline the first round returns; the loop avoids a panic.
    loop {
        if let Some(output) = select_by(&mut arms, || Limit::Never) {
            return output;
        }
    }
}

/// Chooses an arm; blocks until one is ready, for `timeout` at most.
///
/// An arm that is ready is chosen even if the time is up. A timeout of zero never waits and does not read the clock.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use strait::select::{recv, select_timeout};
/// use strait::spsc;
///
/// let (_tx, mut rx) = spsc::channel::<u32, 4>();
/// assert_eq!(select_timeout((recv(&mut rx),), Duration::from_millis(1)), None);
/// ```
#[cfg(feature = "std")]
#[inline]
pub fn select_timeout<A: Arms>(mut arms: A, timeout: Duration) -> Option<A::Output> {
    select_by(&mut arms, || Limit::after(timeout))
}

/// Chooses an arm; blocks until one is ready, until `deadline` at most.
///
/// An arm that is ready is chosen even if the deadline has passed.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, Instant};
/// use strait::select::{Selected, recv, select_deadline};
/// use strait::spsc;
///
/// let (tx, mut rx) = spsc::channel::<u32, 4>();
/// let passed = Instant::now();
/// assert_eq!(select_deadline((recv(&mut rx),), passed), None);
/// tx.try_send(1).unwrap();
/// assert_eq!(select_deadline((recv(&mut rx),), passed), Some(Selected::First(Ok(1))));
/// ```
#[cfg(feature = "std")]
#[inline]
pub fn select_deadline<A: Arms>(mut arms: A, deadline: Instant) -> Option<A::Output> {
    select_by(&mut arms, || Limit::Until(deadline))
}

#[cfg(feature = "std")]
#[inline(always)]
fn select_by<A: Arms>(arms: &mut A, limit: impl FnOnce() -> Limit) -> Option<A::Output> {
    match arms.look() {
        Poll::Ready(output) => Some(output),
        Poll::Pending => wait_for_one(arms, limit()),
    }
}

/// Chooses an arm, in a task. The function behind [`select_async!`](macro@super::select_async).
///
/// The future holds no message: dropping it at any time loses nothing, and passes on a turn that it was given. If all
/// arms are absent it is pending for ever. Timers are not among its arms: put your executor's around it.
///
/// # Panics
///
/// The future, if it is polled again after it was ready.
///
/// # Examples
///
/// ```
/// use strait::select::{Selected, recv, select_async};
/// use strait::{mpsc, spsc};
///
/// let (_numbers, mut number) = spsc::channel::<u32, 8>();
/// let (words, mut word) = mpsc::channel::<&str, 8>();
/// words.try_send("seven").unwrap();
/// # futures::executor::block_on(async {
/// assert_eq!(select_async((recv(&mut number), recv(&mut word))).await, Selected::Second(Ok("seven")));
/// # });
/// ```
#[inline]
pub fn select_async<A: AsyncArms>(arms: A) -> SelectAsync<A> {
    SelectAsync { arms: Some(arms) }
}

/// The future that [`select_async`](fn@select_async) makes.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct SelectAsync<A> {
    arms: Option<A>,
}

impl<A: AsyncArms> Future for SelectAsync<A> {
    type Output = A::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<A::Output> {
        let arms = self.arms.as_mut().expect("a selection was polled again after it was ready");
        let polled = poll_several(arms, context);
        if polled.is_ready() {
            self.arms = None; // Takes back what was left at the ends, also if the future lives on.
        }
        polled
    }
}

// Nothing in it is ever pinned.
impl<A> Unpin for SelectAsync<A> {}

impl<A> fmt::Debug for SelectAsync<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SelectAsync").field("is_ready", &self.arms.is_none()).finish_non_exhaustive()
    }
}

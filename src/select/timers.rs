//! Arms that are due at an instant. There is no timer thread: the select sleeps until the nearest one.

use super::arms::Arm;
use crate::sync::Instant;
use crate::wait::{Debt, Place, Several};
use core::task::{Poll, Waker};
use core::time::Duration;

/// The arm that [`at`] makes.
#[derive(Debug, Clone, Copy)]
#[must_use = "an arm does nothing until it is selected"]
pub struct At(Instant);

/// Is chosen from an instant on: gives `()`.
///
/// Messages come first, except when it is this arm's turn to begin. To stop waiting altogether, the clause
/// `deadline(t)` of `select!` is simpler.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, Instant};
/// use strait::select::{at, recv, select};
/// use strait::spsc;
///
/// let (_tx, mut rx) = spsc::channel::<u32, 8>();
/// let until = Instant::now() + Duration::from_millis(1);
/// let is_late = select! {
///     _ = recv(&mut rx) => false,
///     () = at(until) => true,
/// };
/// assert!(is_late);
/// ```
#[inline]
pub fn at(instant: Instant) -> At {
    At(instant)
}

impl Several for At {
    type Output = ();

    #[inline]
    fn look(&mut self) -> Poll<()> {
        if Instant::now() >= self.0 { Poll::Ready(()) } else { Poll::Pending }
    }

    fn leave(&mut self, _: &Waker, _: bool, _: &mut Debt) {}

    #[inline(always)]
    fn visit(&self, _: &mut impl FnMut(&dyn Place)) {}

    fn deadline(&self) -> Option<Instant> {
        Some(self.0)
    }
}

impl Arm for At {
    const IS_TIMER: bool = true;
}

/// Due at even intervals, which do not drift however late it is asked.
///
/// Periods that nobody asked for in time are one tick; [`missed`](Self::missed) says how many.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use strait::select::{Ticker, recv, select, tick};
/// use strait::spsc;
///
/// let (_tx, mut rx) = spsc::channel::<u32, 8>();
/// let mut ticker = Ticker::every(Duration::from_millis(2));
/// let [first, second] = [(); 2].map(|()| {
///     select! {
///         due = tick(&mut ticker) => due,
///         _ = recv(&mut rx) => unreachable!(),
///     }
/// });
/// let periods = 1 + u32::try_from(ticker.missed()).unwrap();
/// assert_eq!(second - first, periods * Duration::from_millis(2));
/// ```
#[derive(Debug)]
pub struct Ticker {
    next: Instant,
    period: Duration,
    missed: u64,
}

impl Ticker {
    /// Makes a ticker that is first due a period from now.
    ///
    /// # Panics
    ///
    /// If the period is zero, or longer than the clock goes.
    pub fn every(period: Duration) -> Self {
        assert!(!period.is_zero(), "a ticker needs a period");
        let next = Instant::now().checked_add(period).expect("the clock goes that far");
        Self { next, period, missed: 0 }
    }

    /// Returns how many periods the last tick passed over, since nobody asked for them in time.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// The newest instant that is due, if one is.
    fn take(&mut self) -> Option<Instant> {
        let now = Instant::now();
        if now < self.next {
            return None;
        }
        let late = now.saturating_duration_since(self.next).as_nanos();
        let passed = late / self.period.as_nanos();
        let over = Duration::from_nanos(u64::try_from(passed * self.period.as_nanos()).unwrap_or(u64::MAX));
        let due = self.next.checked_add(over).unwrap_or(now);
        self.missed = u64::try_from(passed).unwrap_or(u64::MAX);
        self.next = due.checked_add(self.period).unwrap_or(due);
        Some(due)
    }
}

/// The arm that [`tick`] makes.
#[derive(Debug)]
#[must_use = "an arm does nothing until it is selected"]
pub struct Tick<'a>(&'a mut Ticker);

/// Is chosen when a ticker is due: gives the newest `Instant` that was.
///
/// Messages come first, except when it is this arm's turn to begin.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, Instant};
/// use strait::select::{Selected, Ticker, select, tick};
///
/// let start = Instant::now();
/// let mut ticker = Ticker::every(Duration::from_millis(1));
/// let Selected::First(due) = select((tick(&mut ticker),));
/// assert!(due >= start + Duration::from_millis(1));
/// ```
#[inline]
pub fn tick(ticker: &mut Ticker) -> Tick<'_> {
    Tick(ticker)
}

impl Several for Tick<'_> {
    type Output = Instant;

    #[inline]
    fn look(&mut self) -> Poll<Instant> {
        self.0.take().map_or(Poll::Pending, Poll::Ready)
    }

    fn leave(&mut self, _: &Waker, _: bool, _: &mut Debt) {}

    #[inline(always)]
    fn visit(&self, _: &mut impl FnMut(&dyn Place)) {}

    fn deadline(&self) -> Option<Instant> {
        Some(self.0.next)
    }
}

impl Arm for Tick<'_> {
    const IS_TIMER: bool = true;
}

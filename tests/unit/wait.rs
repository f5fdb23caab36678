//! Signals without a channel: what models cannot show, for they have neither a stack to overflow nor code of others.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]
#![allow(clippy::type_complexity, reason = "a list of boxed futures, once")]

use super::end::Ticket;
use super::{End, Limit, Signal, Single, Until, WaitQueue, Waiters, Waiting, call_all};
use crate::sync::Initial;
use alloc::{boxed::Box, collections::VecDeque, sync::Arc, vec::Vec};
use core::{
    cell::Cell,
    future::poll_fn,
    pin::{Pin, pin},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    task::{Context, Poll, RawWaker, RawWakerVTable, Waker},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    sync::Mutex,
    task::Wake,
    thread,
    time::Duration,
};

/// Places that waiters take. Who has none left waits for `release`.
struct Places<W> {
    signal: Signal<W>,
    free: AtomicUsize,
    is_closed: AtomicBool,
    /// How often a waiter has asked the other end to look.
    asked: AtomicUsize,
}

impl<W: Waiters> Places<W> {
    fn new() -> Self {
        let this = Self {
            signal: Signal::INITIAL,
            free: AtomicUsize::new(0),
            is_closed: AtomicBool::new(false),
            asked: AtomicUsize::new(0),
        };
        this.signal.reset();
        this
    }

    fn release(&self, count: usize) {
        self.free.fetch_add(count, Ordering::SeqCst);
        self.signal.notify();
    }

    fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        self.signal.notify_all();
    }

    fn take(&self) -> Poll<()> {
        let taken = self.free.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |free| free.checked_sub(1));
        if taken.is_ok() { Poll::Ready(()) } else { self.closed() }
    }

    fn closed(&self) -> Poll<()> {
        if self.is_closed.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// A task that waits for a place.
    fn taking(&self) -> impl Future<Output = ()> + Unpin {
        let mut waiting = Waiting::at(AtPlaces(self));
        poll_fn(move |context| waiting.poll(context, |places| places.0.take()))
    }
}

struct AtPlaces<'a, W>(&'a Places<W>);

impl<W> Clone for AtPlaces<'_, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for AtPlaces<'_, W> {}

// SAFETY: each test uses a lone end on one thread at a time.
unsafe impl<W: Waiters> End for AtPlaces<'_, W> {
    type Waiters = W;

    fn signal(&self) -> &Signal<W> {
        &self.0.signal
    }

    fn can_proceed(&self) -> bool {
        self.0.free.load(Ordering::SeqCst) > 0
    }

    fn notify_other_end(&self) {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
    }
}

#[derive(Default)]
struct Alarm(AtomicBool);

impl Alarm {
    fn new() -> (Arc<Self>, Waker) {
        let alarm = Arc::<Self>::default();
        (Arc::clone(&alarm), alarm.into())
    }

    fn has_rung(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn poll(future: impl Future<Output = ()> + Unpin, waker: &Waker) -> Poll<()> {
    pin!(future).poll(&mut Context::from_waker(waker))
}

/// A waker whose `clone`, `drop` or both poll the same lone end for another task.
struct Reentrant {
    places: Places<Single>,
    other: (Arc<Alarm>, Waker),
    on_clone: bool,
    on_drop: bool,
    /// How often it may still do so.
    budget: Cell<usize>,
    has_rung: Cell<bool>,
}

impl Reentrant {
    const VTABLE: RawWakerVTable = RawWakerVTable::new(
        |this| Self::of(this).cloned(this),
        |this| Self::of(this).has_rung.set(true),
        |this| Self::of(this).has_rung.set(true),
        |this| Self::of(this).dropped(),
    );

    fn of<'a>(this: *const ()) -> &'a Self {
        // SAFETY: the tests keep it on their stack, longer than its wakers.
        unsafe { &*this.cast() }
    }

    fn waker(&self) -> Waker {
        // SAFETY: the functions do what a waker's must; it is used on one thread alone.
        unsafe { Waker::from_raw(RawWaker::new(core::ptr::from_ref(self).cast(), &Self::VTABLE)) }
    }

    fn cloned(&self, this: *const ()) -> RawWaker {
        if self.on_clone {
            self.poll_for_the_other();
        }
        RawWaker::new(this, &Self::VTABLE)
    }

    fn dropped(&self) {
        if self.on_drop {
            self.poll_for_the_other();
        }
    }

    fn poll_for_the_other(&self) {
        if let Some(left) = self.budget.get().checked_sub(1) {
            self.budget.set(left);
            let mut ticket = Ticket::<AtPlaces<'_, Single>>::default();
            let places = AtPlaces(&self.places);
            let _ = places.poll(&mut Context::from_waker(&self.other.1), &mut ticket, |_| self.places.take());
        }
    }
}

#[test]
fn a_waker_may_poll_the_same_end_when_it_is_cloned_or_dropped() {
    for (on_clone, on_drop, budget) in
        [(true, false, 1), (true, false, 9), (false, true, 1), (true, true, 2), (true, true, 9)]
    {
        let this = Reentrant {
            places: Places::new(),
            other: Alarm::new(),
            on_clone,
            on_drop,
            budget: Cell::new(budget),
            has_rung: Cell::new(false),
        };
        let waker = this.waker();
        let (last, last_waker) = Alarm::new();
        let mut ticket = Ticket::<AtPlaces<'_, Single>>::default();
        let places = AtPlaces(&this.places);
        for waker in [&waker, &waker, &last_waker] {
            let polled = places.poll(&mut Context::from_waker(waker), &mut ticket, |_| this.places.take());
            assert_eq!(polled, Poll::Pending);
        }
        this.places.release(1);
        assert!(last.has_rung(), "who polled last is woken");
        places.cancel(&mut ticket);
        drop(waker);
        this.budget.set(0);
        drop(last_waker);
        assert_eq!(Arc::strong_count(&last), 1, "no waker stays");
        places.cancel(&mut true);
        assert_eq!(Arc::strong_count(&this.other.0), 2, "no waker stays");
    }
}

#[test]
fn an_attempt_may_notify_the_signal_that_it_waits_at() {
    let places = Places::<Single>::new();
    let mut rounds = 0;
    AtPlaces(&places).wait(|| {
        rounds += 1;
        places.signal.notify_all();
        if rounds > 100 { Poll::Ready(()) } else { Poll::Pending }
    });
    let (alarm, waker) = Alarm::new();
    let attempt = |places: AtPlaces<'_, Single>| {
        places.0.signal.notify_all();
        Poll::<()>::Pending
    };
    let mut waiting = Waiting::at(AtPlaces(&places));
    assert!(waiting.poll(&mut Context::from_waker(&waker), attempt).is_pending());
    assert!(alarm.has_rung());
}

#[test]
fn a_task_that_keeps_its_turn_holds_up_nobody_after_the_other_end_found_nothing() {
    let places = Places::<WaitQueue>::new();
    let alarms: [_; 3] = core::array::from_fn(|_| Alarm::new());
    let mut tasks: [_; 3] = core::array::from_fn(|_| places.taking());
    for (task, alarm) in tasks.iter_mut().zip(&alarms) {
        assert!(poll(task, &alarm.1).is_pending());
    }
    let rung = || [0, 1, 2].map(|task| alarms[task].0.has_rung());
    assert!(!places.signal.pass_turn());
    places.release(2);
    places.release(1);
    assert_eq!(rung(), [true, false, false]);
    assert!(places.signal.pass_turn(), "another waits behind the second");
    assert_eq!(rung(), [true, true, false]);
    assert!(!places.signal.pass_turn());
    assert_eq!(rung(), [true; 3]);
    for (task, alarm) in tasks.iter_mut().zip(&alarms) {
        assert!(poll(task, &alarm.1).is_ready());
    }
    assert_eq!(places.asked.load(Ordering::SeqCst), 0);
}

#[test]
fn who_passes_the_turn_on_to_a_task_with_others_behind_it_asks_the_other_end_to_look() {
    let places = Places::<WaitQueue>::new();
    let alarms: [_; 3] = core::array::from_fn(|_| Alarm::new());
    let mut tasks: [_; 3] = core::array::from_fn(|_| places.taking());
    for (task, alarm) in tasks.iter_mut().zip(&alarms) {
        assert!(poll(task, &alarm.1).is_pending());
    }
    places.release(3);
    assert!(poll(&mut tasks[0], &alarms[0].1).is_ready());
    assert!(alarms[1].0.has_rung() && !alarms[2].0.has_rung());
    assert_eq!(places.asked.load(Ordering::SeqCst), 1);
    assert!(!places.signal.pass_turn());
    assert!(alarms[2].0.has_rung());
}

#[test]
fn a_task_that_lost_its_turn_waits_again_at_the_head() {
    let places = Places::<WaitQueue>::new();
    let alarms: [_; 3] = core::array::from_fn(|_| Alarm::new());
    let mut tasks: [_; 3] = core::array::from_fn(|_| places.taking());
    for (task, alarm) in tasks.iter_mut().zip(&alarms) {
        assert!(poll(task, &alarm.1).is_pending());
    }
    places.release(1);
    assert!(places.signal.pass_turn());
    assert!(poll(&mut tasks[1], &alarms[1].1).is_ready());
    alarms[0].0.0.store(false, Ordering::SeqCst);
    assert!(poll(&mut tasks[0], &alarms[0].1).is_pending());
    places.release(1);
    assert!(alarms[0].0.has_rung() && !alarms[2].0.has_rung());
}

#[test]
fn who_waits_for_the_close_takes_no_turn() {
    let places = Arc::new(Places::<WaitQueue>::new());
    let (alarm, waker) = Alarm::new();
    let mut waiting = Waiting::at(AtPlaces(&*places));
    let mut closed = poll_fn(|context| waiting.poll_for(Until::Closed, context, |places| places.0.closed()));
    assert!(poll(&mut closed, &waker).is_pending());
    let thread = thread::spawn({
        let places = Arc::clone(&places);
        move || {
            let soon = || Limit::after(Duration::from_millis(1));
            assert_eq!(AtPlaces(&*places).wait_for(Until::Closed, soon, || places.closed()), None);
            AtPlaces(&*places).wait_for(Until::Closed, || Limit::Never, || places.closed())
        }
    });
    let (other, other_waker) = Alarm::new();
    let mut taking = places.taking();
    assert!(poll(&mut taking, &other_waker).is_pending());
    thread::sleep(Duration::from_millis(20));
    places.release(1);
    assert!(other.has_rung() && !alarm.has_rung());
    places.close();
    assert!(alarm.has_rung() && poll(&mut closed, &waker).is_ready());
    assert_eq!(thread.join().unwrap(), Some(()));
}

/// An executor whose wakers run their task at once, unless it runs already.
struct Eager {
    places: Places<WaitQueue>,
    tasks: Vec<Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>>,
    finished: AtomicUsize,
}

struct EagerWaker(Arc<Eager>, usize);

impl Wake for EagerWaker {
    fn wake(self: Arc<Self>) {
        let Some(mut task) = self.0.tasks[self.1].try_lock().ok().and_then(|mut slot| slot.take()) else { return };
        let polled = task.as_mut().poll(&mut Context::from_waker(&Arc::clone(&self).into()));
        if polled.is_ready() {
            self.0.finished.fetch_add(1, Ordering::SeqCst);
        } else {
            *self.0.tasks[self.1].lock().unwrap() = Some(task);
        }
    }
}

#[test]
fn wakers_that_run_their_task_at_once_do_not_recurse() {
    const TASKS: usize = 20_000;
    fn start(eager: &Arc<Eager>) {
        for number in 0..TASKS {
            let places: *const Places<WaitQueue> = &raw const eager.places;
            // SAFETY: each test lets all tasks finish before the executor goes.
            let places: &'static Places<WaitQueue> = unsafe { &*places };
            *eager.tasks[number].lock().unwrap() = Some(Box::pin(places.taking()));
            Arc::new(EagerWaker(Arc::clone(eager), number)).wake();
        }
    }
    for end in [|eager: &Eager| eager.places.release(TASKS), |eager: &Eager| eager.places.close()] {
        let tasks = (0..TASKS).map(|_| Mutex::new(None)).collect();
        let eager = Arc::new(Eager { places: Places::new(), tasks, finished: AtomicUsize::new(0) });
        start(&eager);
        end(&eager);
        assert_eq!(eager.finished.load(Ordering::SeqCst), TASKS);
    }
}

/// A payload whose drop panics, with a payload whose drop panics.
struct Bomb(usize);

impl Drop for Bomb {
    fn drop(&mut self) {
        if let Some(left) = self.0.checked_sub(1) {
            panic_any(Self(left));
        }
    }
}

struct Exploding;

impl Wake for Exploding {
    fn wake(self: Arc<Self>) {
        panic_any(Bomb(3));
    }
}

#[test]
fn payloads_whose_drop_panics_let_nobody_be_forgotten() {
    let defuse = |outcome: Result<(), Box<dyn core::any::Any + Send>>| core::mem::forget(outcome.unwrap_err());
    let calls = AtomicUsize::new(0);
    let explode = || {
        calls.fetch_add(1, Ordering::SeqCst);
        panic_any(Bomb(3));
    };
    defuse(catch_unwind(AssertUnwindSafe(|| call_all([explode; 4].into_iter()))));
    assert_eq!(calls.load(Ordering::SeqCst), 4);

    for end in [|places: &Places<WaitQueue>| places.release(1), Places::close] {
        let places = Places::<WaitQueue>::new();
        let exploding: Waker = Arc::new(Exploding).into();
        let (alarm, waker) = Alarm::new();
        let mut tasks = VecDeque::from_iter(core::iter::repeat_with(|| places.taking()).take(4));
        for (number, task) in tasks.iter_mut().enumerate() {
            assert!(poll(task, if number < 3 { &exploding } else { &waker }).is_pending());
        }
        defuse(catch_unwind(AssertUnwindSafe(|| end(&places))));
        assert!(alarm.has_rung());
        assert!(poll(tasks.pop_back().unwrap(), &waker).is_ready());
        tasks.clear();
        let (again, waker) = Alarm::new();
        let mut task = places.taking();
        if poll(&mut task, &waker).is_pending() {
            places.release(1);
            assert!(again.has_rung(), "the turn is free");
        }
    }
}

#[test]
fn the_next_in_turn_is_woken_although_the_waker_of_one_that_flushes_panics() {
    let places = Places::<WaitQueue>::new();
    let exploding: Waker = Arc::new(Exploding).into();
    let mut flushing = Waiting::at(AtPlaces(&places));
    let mut context = Context::from_waker(&exploding);
    assert!(flushing.poll_for(Until::Notified, &mut context, |_| Poll::<()>::Pending).is_pending());
    let (alarm, waker) = Alarm::new();
    let mut task = places.taking();
    assert!(poll(&mut task, &waker).is_pending());
    let outcome = catch_unwind(AssertUnwindSafe(|| places.release(1)));
    core::mem::forget(outcome.expect_err("the panic goes on"));
    assert!(alarm.has_rung());
    assert!(poll(&mut task, &waker).is_ready());
}

#[test]
fn a_task_keeps_its_place_when_an_attempt_after_the_first_panics() {
    let places = Places::<WaitQueue>::new();
    let mut attempts = 0;
    let mut panicking = Waiting::at(AtPlaces(&places));
    let attempt = |_| {
        attempts += 1;
        assert!(attempts < 2, "the attempt that follows the announcement");
        Poll::<()>::Pending
    };
    let mut context = Context::from_waker(Waker::noop());
    assert!(catch_unwind(AssertUnwindSafe(|| panicking.poll(&mut context, attempt))).is_err());
    let (alarm, waker) = Alarm::new();
    let mut behind = places.taking();
    assert!(poll(&mut behind, &waker).is_pending());
    drop(panicking);
    places.release(1);
    assert!(alarm.has_rung(), "who is gone takes no turn");
}

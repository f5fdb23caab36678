//! The contract of `strait::pool`: buffers are made once, lent to one at a time, and come home when dropped.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

#[path = "support/waking.rs"]
mod waking;

use std::{
    collections::HashSet,
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};
use strait::pool::{Pool, Pooled};
use waking::{Wakes, counting};

static_assertions::assert_impl_all!(Pool<Vec<u8>, 4>: Send, Sync, Clone, std::panic::UnwindSafe, std::panic::RefUnwindSafe);
static_assertions::assert_impl_all!(Pooled<Vec<u8>, 4>: Send, Sync);
static_assertions::assert_impl_all!(Pooled<std::cell::Cell<u8>, 4>: Send);
static_assertions::assert_not_impl_any!(Pooled<std::cell::Cell<u8>, 4>: Sync);
static_assertions::assert_not_impl_any!(Pool<std::rc::Rc<u8>, 4>: Send, Sync);
static_assertions::assert_not_impl_any!(Pooled<u8, 4>: Clone);

const LONG: Duration = Duration::from_secs(60);

/// A task, and how often it was woken.
struct Task(Waker, Arc<Wakes>);

impl Task {
    fn new() -> Self {
        let (waker, wakes) = counting();
        Self(waker, wakes)
    }

    fn poll<F: Future>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&self.0))
    }

    fn is_woken(&self) -> bool {
        self.1.count() > 0
    }
}

/// Numbers for buffers, so that each is known.
fn numbered<const N: usize>() -> Pool<usize, N> {
    let mut next = 0..;
    Pool::new(move || next.next().unwrap())
}

#[test]
fn each_buffer_is_lent_once() {
    fn check<const N: usize>() {
        let pool = numbered::<N>();
        let lent = Vec::from_iter(std::iter::from_fn(|| pool.try_get()));
        assert_eq!(lent.iter().map(|buffer| **buffer).collect::<HashSet<_>>(), HashSet::from_iter(0..N));
        assert_eq!((lent.len(), pool.available()), (N, 0));
        drop(lent);
        assert_eq!(pool.available(), N);
    }
    check::<1>();
    check::<3>();
    check::<64>();
    check::<65>();
    check::<200>();
}

#[test]
fn a_buffer_keeps_its_contents() {
    let pool = Pool::<_, 1>::new(Vec::new);
    pool.get().extend([1, 2]);
    assert_eq!(*pool.get(), [1, 2]);
}

#[test]
fn buffers_are_made_and_dropped_once() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    struct Counted;
    impl Drop for Counted {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let pool = Pool::<_, 4>::new(|| {
        ALIVE.fetch_add(1, Ordering::SeqCst);
        Counted
    });
    for _ in 0..10 {
        drop((pool.try_get(), pool.get()));
    }
    let last = pool.get();
    drop(pool);
    assert_eq!(ALIVE.load(Ordering::SeqCst), 4, "a lent buffer keeps the pool");
    drop(last);
    assert_eq!(ALIVE.load(Ordering::SeqCst), 0);
}

#[test]
fn timed_forms_return_nothing_when_the_time_is_up() {
    let pool = numbered::<1>();
    let lent = pool.get_timeout(Duration::ZERO).unwrap();
    assert!(pool.get_timeout(Duration::ZERO).is_none());
    assert!(pool.get_timeout(Duration::from_millis(2)).is_none());
    assert!(pool.get_deadline(Instant::now()).is_none());
    drop(lent);
    assert!(pool.get_timeout(Duration::MAX).is_some());
    assert!(pool.get_deadline(Instant::now()).is_some());
}

#[test]
fn a_waiting_thread_gets_the_buffer_that_comes_home() {
    let pool = numbered::<1>();
    let lent = pool.get();
    let waiting = thread::spawn({
        let pool = pool.clone();
        move || *pool.get_timeout(LONG).expect("a buffer came home")
    });
    thread::sleep(Duration::from_millis(20));
    drop(lent);
    assert_eq!(waiting.join().unwrap(), 0);
}

#[test]
fn a_waiting_task_is_woken_and_a_dropped_future_takes_nothing() {
    let pool = numbered::<1>();
    let lent = pool.get();
    let ahead = Task::new();
    let mut first = Box::pin(pool.get_async());
    let mut second = pin!(pool.get_async());
    assert!(ahead.poll(first.as_mut()).is_pending());
    let behind = Task::new();
    assert!(behind.poll(second.as_mut()).is_pending());
    drop(lent);
    assert!(ahead.is_woken() && !behind.is_woken(), "one buffer wakes one");
    drop(first);
    assert!(behind.is_woken(), "its turn is passed on");
    assert!(behind.poll(second).is_ready());
}

#[test]
fn a_woken_task_that_is_not_polled_holds_nobody_up_when_the_next_buffer_comes_home() {
    let pool = numbered::<2>();
    let (one, other) = (pool.get(), pool.get());
    let (kept, behind) = (Task::new(), Task::new());
    let (mut first, mut second) = (pin!(pool.get_async()), pin!(pool.get_async()));
    assert!(kept.poll(first.as_mut()).is_pending());
    assert!(behind.poll(second.as_mut()).is_pending());
    drop(one);
    assert!(kept.is_woken() && !behind.is_woken());
    drop(other);
    assert!(behind.is_woken());
    assert!(behind.poll(second).is_ready());
}

/// A buffer that two had at once would be seen with the mark of another.
#[test]
fn threads_that_lend_and_return_never_share_a_buffer() {
    let pool = Pool::<AtomicUsize, 3>::new(|| AtomicUsize::new(0));
    thread::scope(|scope| {
        for thread in 1..=4 {
            let pool = &pool;
            scope.spawn(move || {
                for round in 0..5_000 {
                    let buffer = if round % 2 == 0 { pool.get() } else { pool.get_timeout(LONG).unwrap() };
                    assert_eq!(buffer.swap(thread, Ordering::Relaxed), 0);
                    std::hint::spin_loop();
                    assert_eq!(buffer.swap(0, Ordering::Relaxed), thread);
                }
            });
        }
    });
    assert_eq!(pool.available(), 3);
}

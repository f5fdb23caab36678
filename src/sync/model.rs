//! What `sync` is under loom.

use super::Initial;
use crate::wait::Lot;
use core::time::Duration;

pub(crate) use super::untimed::{Instant, wait_for_change};
pub(crate) use core::sync::atomic::Ordering;
pub(crate) use loom::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicPtr, fence},
    },
    thread_local,
};

/// Wraps loom's atomics so that loom takes all accesses for dependent.
///
/// LOOM: loom 0.7 remembers only the last access to an atomic (tokio-rs/loom#166, #392): a thread's own load hides the
/// other thread's earlier load from its later store, and that pair is then never reordered. A relaxed exchange on a
/// companion before every access adds no happens-before and makes loom try all orders. What is written is then written
/// without another choice: who may come before it has been tried at the companion, and an exchange has one value to
/// find.
macro_rules! atomics {
    ($($name:ident: $value:ty = $first:expr, [$($method:ident($($argument:ident: $type:ty),*) -> $result:ty;)*])*) => {
        $(
            #[derive(Debug)]
            #[allow(unreachable_pub, reason = "as public as the real ones, which stand in signatures of sealed traits")]
            pub struct $name {
                real: loom::sync::atomic::$name,
                companion: loom::sync::atomic::AtomicUsize,
            }

            initial_state!(impl[] $name = Self {
                real: loom::sync::atomic::$name::new($first),
                companion: loom::sync::atomic::AtomicUsize::new(0),
            });

            impl $name {
                #[track_caller]
                pub(crate) fn load(&self, order: Ordering) -> $value {
                    self.companion.fetch_add(0, Ordering::Relaxed);
                    self.real.load(order)
                }

                $(
                    #[track_caller]
                    pub(crate) fn $method(&self, $($argument: $type),*) -> $result {
                        self.companion.fetch_add(0, Ordering::Relaxed);
                        loom::stop_exploring();
                        let result = self.real.$method($($argument),*);
                        loom::explore();
                        result
                    }
                )*
            }
        )*
    };
}

atomics! {
    AtomicBool: bool = false, [
        store(value: bool, order: Ordering) -> ();
    ]
    AtomicU32: u32 = 0, [
        store(value: u32, order: Ordering) -> ();
        fetch_and(value: u32, order: Ordering) -> u32;
        fetch_or(value: u32, order: Ordering) -> u32;
        compare_exchange(old: u32, new: u32, success: Ordering, failure: Ordering) -> Result<u32, u32>;
        compare_exchange_weak(old: u32, new: u32, success: Ordering, failure: Ordering) -> Result<u32, u32>;
    ]
    AtomicUsize: usize = 0, [
        store(value: usize, order: Ordering) -> ();
        swap(value: usize, order: Ordering) -> usize;
        fetch_add(value: usize, order: Ordering) -> usize;
        fetch_sub(value: usize, order: Ordering) -> usize;
        fetch_or(value: usize, order: Ordering) -> usize;
        compare_exchange(old: usize, new: usize, success: Ordering, failure: Ordering) -> Result<usize, usize>;
        compare_exchange_weak(old: usize, new: usize, success: Ordering, failure: Ordering) -> Result<usize, usize>;
    ]
}

impl AtomicUsize {
    #[track_caller]
    pub(crate) fn fetch_update(
        &self,
        success: Ordering,
        failure: Ordering,
        mut update: impl FnMut(usize) -> Option<usize>,
    ) -> Result<usize, usize> {
        let mut old = self.load(failure);
        while let Some(new) = update(old) {
            match self.compare_exchange_weak(old, new, success, failure) {
                Ok(_) => return Ok(old),
                Err(now) => old = now,
            }
        }
        Err(old)
    }
}

impl<T: Initial> Initial for Mutex<T> {
    fn initial() -> Self {
        Self::new(T::initial())
    }
}

/// Tells loom who touches a place of a ring or a waker, so that it finds races on it.
#[derive(Debug)]
pub(crate) struct Witness(loom::cell::UnsafeCell<()>);

initial_state!(impl[] Witness = Self(loom::cell::UnsafeCell::new(())));

impl Witness {
    #[track_caller]
    pub(crate) fn reading(&self) {
        self.0.with(|_| ());
    }

    #[track_caller]
    pub(crate) fn writing(&self) {
        self.0.with_mut(|_| ());
    }
}

/// LOOM: a thread that yields goes on only after another has made a step, so a yield would hide every interleaving in
/// which it goes on at once. Only who looks again and again until another has done its part has to yield: see [`sleep`]
/// and [`give_way`].
pub(crate) fn spin_loop() {}

/// As above.
pub(crate) fn yield_now() {}

pub(crate) fn sleep(_: Duration) {
    loom::thread::yield_now();
}

/// A task that wakes itself is polled again at once.
pub(crate) fn give_way() {
    loom::thread::yield_now();
}

loom::lazy_static! {
    static ref LOTS: [Lot; 1] = [Lot { lock: Mutex::new(()), changed: Condvar::new() }];
}

pub(crate) fn parking_lots() -> &'static [Lot] {
    &*LOTS
}

//! The one room that names `core`, `std`, `loom` or `shuttle`; everything else asks here.
//!
//! Under `--cfg strait_loom` the atomics, the lock and the clock are loom's, so that a model sees every step. Loom's
//! atomics have no `const fn new`, hence [`Initial`]: a constant everywhere else, a function there. Under `--cfg
//! strait_shuttle` they are shuttle's, so that its scheduler decides at every step who goes on.

/// A value whose first state is all that its owner needs to know of it.
///
/// Every ring and every signal starts in one fixed state. Outside loom that state is a constant, so that a channel can
/// be a `static`.
pub trait Initial: Sized {
    /// The first state.
    #[cfg(not(strait_loom))]
    const INITIAL: Self;
    /// The first state.
    #[cfg(strait_loom)]
    fn initial() -> Self;
}

/// Implements [`Initial`]: `initial_state!(impl[T, const N: usize] Ring<T, N> = Ring { .. })`.
macro_rules! initial_state {
    (impl[$($generics:tt)*] $type:ty = $value:expr) => {
        impl<$($generics)*> $crate::sync::Initial for $type {
            #[cfg(not(strait_loom))]
            #[allow(clippy::declare_interior_mutable_const, reason = "a first state is copied out, never used in place")]
            const INITIAL: Self = $value;
            #[cfg(strait_loom)]
            fn initial() -> Self {
                $value
            }
        }
    };
}

/// Reads an [`Initial`] state; `initial!(T; N)` gives an array of `N` of them.
macro_rules! initial {
    ($type:ty) => {{
        #[cfg(not(strait_loom))]
        {
            <$type as $crate::sync::Initial>::INITIAL
        }
        #[cfg(strait_loom)]
        {
            <$type as $crate::sync::Initial>::initial()
        }
    }};
    ($type:ty; $count:expr) => {{
        #[cfg(not(strait_loom))]
        {
            [const { <$type as $crate::sync::Initial>::INITIAL }; $count]
        }
        #[cfg(strait_loom)]
        {
            core::array::from_fn(|_| <$type as $crate::sync::Initial>::initial())
        }
    }};
}

pub(crate) use initial;
pub(crate) use initial_state;

/// Keeps a value on cache lines of its own.
///
/// 128 bytes where the processor fetches lines in pairs or has lines that long, 64 or 32 elsewhere (the table is
/// crossbeam-utils').
#[derive(Debug)]
#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "powerpc64"), repr(align(128)))]
#[cfg_attr(target_arch = "s390x", repr(align(256)))]
#[cfg_attr(any(target_arch = "arm", target_arch = "mips", target_arch = "riscv32"), repr(align(32)))]
#[cfg_attr(
    not(any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "powerpc64",
        target_arch = "s390x",
        target_arch = "arm",
        target_arch = "mips",
        target_arch = "riscv32",
    )),
    repr(align(64))
)]
pub(crate) struct CachePadded<T>(pub(crate) T);

initial_state!(impl[T: Initial] CachePadded<T> = Self(initial!(T)));

impl<T> core::ops::Deref for CachePadded<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

// LOOM: a hint and a statistic order nothing, so the models need not see them.
pub(crate) use core::sync::atomic::AtomicUsize as Statistic;
pub(crate) use core::sync::atomic::{AtomicBool as Hint, AtomicU32 as HintCount};

#[cfg(not(strait_loom))]
pub(crate) use real::*;

#[cfg(strait_loom)]
pub(crate) use model::*;

#[cfg(not(strait_loom))]
mod real {
    pub(crate) use core::sync::atomic::{Ordering, compiler_fence};

    #[cfg(all(feature = "std", not(strait_shuttle)))]
    pub(crate) use core::sync::atomic::AtomicPtr;
    #[cfg(not(strait_shuttle))]
    pub(crate) use core::{
        hint::spin_loop,
        sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, fence},
    };
    #[cfg(all(feature = "std", not(strait_shuttle)))]
    pub(crate) use std::{
        sync::{Mutex, MutexGuard},
        thread::{sleep, yield_now},
        thread_local,
        time::Instant,
    };

    #[cfg(all(feature = "std", not(strait_shuttle)))]
    #[allow(unused_imports, reason = "only where threads do not sleep on a futex")]
    pub(crate) use std::sync::Condvar;

    /// There is no scheduler to yield to.
    #[cfg(all(not(feature = "std"), not(strait_shuttle)))]
    pub(crate) fn yield_now() {
        spin_loop();
    }

    #[cfg(strait_shuttle)]
    pub(crate) use super::scheduled::*;

    initial_state!(impl[] AtomicBool = Self::new(false));
    initial_state!(impl[] AtomicU32 = Self::new(0));
    initial_state!(impl[] AtomicUsize = Self::new(0));
    #[cfg(feature = "std")]
    initial_state!(impl[T: super::Initial] Mutex<T> = Self::new(T::INITIAL));

    /// Lets others go on where a task is about to be polled again; nothing at all outside loom and shuttle.
    #[cfg(not(strait_shuttle))]
    #[inline(always)]
    pub(crate) fn give_way() {}

    /// Tells loom who touches a place of a ring or a waker; nothing at all outside loom.
    #[derive(Debug)]
    pub(crate) struct Witness;

    initial_state!(impl[] Witness = Self);

    impl Witness {
        #[inline(always)]
        pub(crate) fn reading(&self) {}

        #[inline(always)]
        pub(crate) fn writing(&self) {}
    }
}

#[cfg(strait_loom)]
mod model;
#[cfg(strait_shuttle)]
mod scheduled;
#[cfg(any(strait_loom, strait_shuttle))]
mod untimed;

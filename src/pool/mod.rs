//! Buffers that come home: memory for a real-time side, which then neither allocates nor frees.
//!
//! A [`Pool`] makes `N` buffers when it is made, and none later. [`try_get`](Pool::try_get) lends one; when the
//! [`Pooled`] is dropped, on whatever thread, the buffer is home again. A pool that is exhausted is back pressure: who
//! needs a buffer waits for one, or is refused.
//!
//! Send a `Pooled` through a channel, and the receiver's drop returns it to the sender.
//!
//! # Guarantees
//!
//! - `try_get` and the drop of a `Pooled` are lock-free, and neither allocate nor free. (A drop while somebody waits in
//!   `get` takes the lock of the queue and wakes one.)
//! - `try_get` refuses only if all `N` buffers were lent at some moment of the call.
//! - A buffer keeps its contents: whoever gets it finds what the last one left.
//!
//! # Example
//!
//! ```
//! use std::thread;
//! use strait::{pool::Pool, spsc};
//!
//! let pool = Pool::<_, 4>::new(|| Vec::<u8>::with_capacity(1500));
//! let (tx, mut rx) = spsc::channel::<_, 8>();
//! let lender = pool.clone();
//! let reader = thread::spawn(move || {
//!     for n in 0..100 {
//!         let mut packet = lender.get(); // waits while all four are with the receiver
//!         packet.clear();
//!         packet.extend([n; 10]);
//!         tx.send(packet).unwrap();
//!     }
//! });
//! assert_eq!(rx.iter().map(|packet| packet.len()).sum::<usize>(), 1000);
//! reader.join().unwrap();
//! assert_eq!(pool.available(), 4);
//! ```

mod store;

use alloc::sync::Arc;
use core::{
    fmt,
    ops::{Deref, DerefMut},
};
use store::Store;

#[cfg(feature = "std")]
use crate::sync::Instant;
#[cfg(feature = "std")]
use crate::wait::{End as _, Limit, Waiting};
#[cfg(feature = "std")]
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
#[cfg(feature = "std")]
use store::Home;

/// `N` buffers, lent and returned.
///
/// Clones are the same pool. The buffers are dropped with the last clone and the last [`Pooled`]: keep a clone on a
/// thread that may free memory.
pub struct Pool<B, const N: usize>(Arc<Store<B, N>>);

/// A buffer that is lent; returned when dropped.
#[must_use = "a buffer that is not used goes home at once"]
pub struct Pooled<B, const N: usize> {
    store: Arc<Store<B, N>>,
    index: usize,
}

impl<B, const N: usize> Pool<B, N> {
    /// The number of buffers.
    pub const CAPACITY: usize = N;

    /// Makes a pool and its `N` buffers; `N` is at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let pool = strait::pool::Pool::<_, 2>::new(|| [0_f32; 64]);
    /// assert_eq!(pool.available(), 2);
    /// ```
    pub fn new(make: impl FnMut() -> B) -> Self {
        Self(Arc::new(Store::new(make)))
    }

    /// Lends a buffer; `None` if all are lent.
    ///
    /// Another thread may return one at any time.
    ///
    /// # Examples
    ///
    /// ```
    /// let pool = strait::pool::Pool::<_, 1>::new(|| 0);
    /// let buffer = pool.try_get().unwrap();
    /// assert!(pool.try_get().is_none());
    /// drop(buffer);
    /// assert!(pool.try_get().is_some());
    /// ```
    #[inline]
    pub fn try_get(&self) -> Option<Pooled<B, N>> {
        self.0.take().map(|index| self.lend(index))
    }

    fn lend(&self, index: usize) -> Pooled<B, N> {
        Pooled { store: Arc::clone(&self.0), index }
    }

    /// Lends a buffer; blocks while all are lent.
    ///
    /// # Examples
    ///
    /// ```
    /// let pool = strait::pool::Pool::<_, 1>::new(Vec::<u8>::new);
    /// let buffer = pool.get();
    /// std::thread::spawn(move || drop(buffer));
    /// assert!(pool.get().is_empty());
    /// ```
    #[cfg(feature = "std")]
    pub fn get(&self) -> Pooled<B, N> {
        self.lend(Home(&self.0).wait(|| self.0.attempt()))
    }

    /// Lends a buffer; blocks for `timeout` at most, and returns `None` if all were lent until then.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let pool = strait::pool::Pool::<_, 1>::new(|| 0);
    /// let buffer = pool.get_timeout(Duration::ZERO).unwrap();
    /// assert!(pool.get_timeout(Duration::from_millis(1)).is_none());
    /// # drop(buffer);
    /// ```
    #[cfg(feature = "std")]
    pub fn get_timeout(&self, timeout: Duration) -> Option<Pooled<B, N>> {
        self.get_by(|| Limit::after(timeout))
    }

    /// Lends a buffer; blocks until `deadline` at most, and returns `None` if all were lent until then.
    ///
    /// # Examples
    ///
    /// ```
    /// let pool = strait::pool::Pool::<_, 1>::new(|| 0);
    /// assert!(pool.get_deadline(std::time::Instant::now()).is_some());
    /// ```
    #[cfg(feature = "std")]
    pub fn get_deadline(&self, deadline: Instant) -> Option<Pooled<B, N>> {
        self.get_by(|| Limit::Until(deadline))
    }

    #[cfg(feature = "std")]
    fn get_by(&self, limit: impl FnOnce() -> Limit) -> Option<Pooled<B, N>> {
        Home(&self.0).wait_until(limit, || self.0.attempt()).map(|index| self.lend(index))
    }

    /// Lends a buffer; the future is ready when there is one. Dropping the future loses nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let pool = strait::pool::Pool::<_, 1>::new(|| 7);
    /// assert_eq!(*pool.get_async().await, 7);
    /// # });
    /// ```
    #[cfg(feature = "std")]
    pub fn get_async(&self) -> Get<'_, B, N> {
        Get { pool: self, waiting: Waiting::at(Home(&self.0)) }
    }

    /// The number of buffers that are home. Other threads may change it at any time.
    pub fn available(&self) -> usize {
        self.0.available()
    }
}

impl<B, const N: usize> Clone for Pool<B, N> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<B, const N: usize> fmt::Debug for Pool<B, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("capacity", &N).field("available", &self.available()).finish()
    }
}

// SAFETY: it gives access to one buffer, which the store has lent to it alone, and which may move between threads.
unsafe impl<B: Send, const N: usize> Send for Pooled<B, N> {}
// SAFETY: a shared one gives a shared buffer.
unsafe impl<B: Send + Sync, const N: usize> Sync for Pooled<B, N> {}

// Between `try_get` and the drop the buffer is its owner's alone; what a panic leaves in it is what the next one finds.
impl<B, const N: usize> core::panic::UnwindSafe for Pool<B, N> {}
impl<B, const N: usize> core::panic::RefUnwindSafe for Pool<B, N> {}

impl<B, const N: usize> Deref for Pooled<B, N> {
    type Target = B;

    fn deref(&self) -> &B {
        // SAFETY: the buffer is lent to us, until we are dropped.
        unsafe { self.store.buffer(self.index).as_ref() }
    }
}

impl<B, const N: usize> DerefMut for Pooled<B, N> {
    fn deref_mut(&mut self) -> &mut B {
        // SAFETY: as above, and we are borrowed exclusively.
        unsafe { self.store.buffer(self.index).as_mut() }
    }
}

impl<B, const N: usize> Drop for Pooled<B, N> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the buffer is lent to us, and not used any more.
        unsafe { self.store.put(self.index) };
    }
}

impl<B: fmt::Debug, const N: usize> fmt::Debug for Pooled<B, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// The future of [`get_async`](Pool::get_async).
#[cfg(feature = "std")]
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Get<'a, B, const N: usize> {
    pool: &'a Pool<B, N>,
    waiting: Waiting<Home<'a, B, N>>,
}

#[cfg(feature = "std")]
impl<B, const N: usize> Future for Get<'_, B, N> {
    type Output = Pooled<B, N>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Pooled<B, N>> {
        let pool = self.pool;
        self.waiting.poll(context, |home| home.0.attempt()).map(|index| pool.lend(index))
    }
}

#[cfg(feature = "std")]
impl<B, const N: usize> fmt::Debug for Get<'_, B, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("pool", self.pool).finish_non_exhaustive()
    }
}
